import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { faceReplySchema } from '#domain/face.ts'
import * as v from 'valibot'
import { demoPeople } from '../../../server/platform/simulator/people.ts'
import { proofOf, startServer, type TestServer } from '../../support/server.ts'
import { HAIYU, MEILI, SITE, newId, phoneOf, pushTo, visitStarted } from '../phone.ts'
import { fakePlatform, type FakePlatform } from '../platform-fake.ts'

let server: TestServer
let cookie: string
let visit: string
let platform: FakePlatform
const phone = phoneOf('wangjian')
const [person, other, third] = demoPeople.map((one) => one.idNumber)
const bytes = new Uint8Array([0xff, 0xd8, 0xff, 1, 2, 3])

beforeAll(async () => {
  server = await startServer({ config: { facePhoto: true, dailyChecks: 2 } })
  cookie = await server.signIn('wangjian')
})
afterAll(() => server.close())
beforeEach(async () => {
  await server.db.deleteFrom('faceView').execute()
  await server.db.deleteFrom('lookup').execute()
  await server.db.deleteFrom('quota').execute()
  platform = fakePlatform()
  platform.face = { mime: 'image/jpeg', bytes }
  server.doors.gateway = platform
  visit = newId()
  await pushTo(server, cookie, phone.device, [phone.write(visitStarted(visit))])
})

const see = (idNumber = person!, changes: object = {}) =>
  server.app.inject({ method: 'POST', url: '/api/faces', headers: { cookie }, payload: { visit, idNumber, ...proofOf(phone.device), ...changes } })
const views = () => server.db.selectFrom('faceView').selectAll().execute()

describe('the photograph of a worker', () => {
  it('is shown to the inspector of an open visit, may not be kept on the way, and the view is on record without a name', async () => {
    const reply = await see()
    expect(v.parse(faceReplySchema, reply.json())).toMatchObject({ kind: 'face', mime: 'image/jpeg', image: Buffer.from(bytes).toString('base64'), simulated: true })
    expect(reply.headers['cache-control']).toBe('no-store')
    const [view] = await views()
    expect(view).toMatchObject({ account: 'demo-wangjian', visit, outcome: 'shown', personKey: server.doors.keys.personKey(person!) })
    expect(JSON.stringify(await views())).not.toContain(person)
  })

  it('is on record before the platform is asked', async () => {
    platform.faceImage = async () => {
      expect((await views()).map((view) => view.outcome)).toEqual(['asked'])
      return { kind: 'ok', value: null, answeredAt: 0 }
    }
    expect((await see()).json()).toMatchObject({ kind: 'none', why: 'no-photo' })
    expect((await views()).map((view) => view.outcome)).toEqual(['no-photo'])
  })

  it('that cannot be had is our trouble, not the worker’s', async () => {
    platform.faults.face = ['timeout']
    expect((await see()).json()).toMatchObject({ kind: 'none', why: 'fault' })
    expect((await views()).map((view) => view.outcome)).toEqual(['fault timeout'])
  })

  it('counts against the daily quota together with the checks; the same person in the same visit counts once', async () => {
    const check = (idNumber: string) =>
      server.app.inject({ method: 'POST', url: '/api/checks', headers: { cookie }, payload: { visit, idNumber, ...proofOf(phone.device), carried: [] } })
    expect([(await check(person!)).statusCode, (await see()).statusCode, (await check(other!)).statusCode]).toEqual([200, 200, 200])
    expect([(await see(third)).json(), (await check(third!)).json()]).toMatchObject([{ code: 'quota' }, { code: 'quota' }])
    expect((await views()).length).toBe(1)
  })

  it('is refused without an open visit of one’s own, without a proven phone, and for a number that is none', async () => {
    const foreign = newId()
    await pushTo(server, cookie, phone.device, [phone.write(visitStarted(foreign, HAIYU))])
    const end = { kind: 'visit.ended' as const, about: { site: SITE, visit }, area: MEILI, body: { result: 'no-problem' as const } }
    expect((await see(person, { visit: newId() })).json()).toEqual({ code: 'no-visit' })
    expect((await see(person, { visit: foreign })).json()).toEqual({ code: 'no-visit' })
    expect((await see(person, { deviceSecret: '0'.repeat(64) })).json()).toEqual({ code: 'forbidden' })
    expect((await see('320581196010010000')).json()).toEqual({ code: 'bad-request' })
    await pushTo(server, cookie, phone.device, [phone.write(end)])
    expect((await see()).json()).toEqual({ code: 'no-visit' })
    expect([platform.asked, await views()]).toEqual([[], []])
  })

  it('is that of the card, by the project of the site, where the platform does not offer it by person', async () => {
    platform.off.add('GetWorkerImage-person')
    expect((await see()).json()).toMatchObject({ kind: 'none', why: 'fault' })
    expect(platform.asked).toEqual([])
    const linked = newId()
    const site = '01900000-0000-7000-8000-000000000003'
    await pushTo(server, cookie, phone.device, [phone.write({ ...visitStarted(linked), about: { site, visit: linked } })])
    expect((await see(other, { visit: linked })).json()).toMatchObject({ kind: 'face' })
  })

  it('is not there at all where it is not switched on, or where the platform is not called for it', async () => {
    server.doors.config.facePhoto = false
    expect([(await see()).statusCode, (await see()).json()]).toEqual([404, { code: 'not-enabled' }])
    server.doors.config.facePhoto = true
    platform.off.add('GetWorkerImage-person').add('GetWorkerImage-project')
    expect((await see()).json()).toEqual({ code: 'not-enabled' })
    const session = await server.app.inject({ url: '/api/session', headers: { cookie } })
    expect(session.json()).toMatchObject({ features: { facePhoto: false, attendance: false } })
  })
})
