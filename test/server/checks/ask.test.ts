import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askReplySchema } from '#domain/contract.ts'
import { DAY } from '#domain/time.ts'
import * as v from 'valibot'
import { demoPeople } from '../../../server/platform/simulator/people.ts'
import { proofOf, startServer, type TestServer } from '../../support/server.ts'
import { HAIYU, MEILI, SITE, answersOf, newId, phoneOf, pushTo, visitStarted } from '../phone.ts'

let server: TestServer
let cookie: string
let now = Date.UTC(2026, 10, 20, 1)
const [green, yellow] = ['green', 'yellow'].map((colour) => demoPeople.find((person) => person.colour === colour)!)

beforeAll(async () => {
  server = await startServer({ now: () => now, config: { dailyChecks: 3 } })
  cookie = await server.signIn('wangjian')
})
afterAll(() => server.close())

const ask = (visit: string, idNumber: string, carried: unknown[] = [], device: string = randomUUID()) =>
  server.app.inject({ method: 'POST', url: '/api/checks', headers: { cookie }, payload: { visit, idNumber, ...proofOf(device), carried } })

describe('asking about a worker', () => {
  it('is refused without a visit on record, and answered when the visit rides along', async () => {
    const phone = phoneOf('wangjian')
    const visit = newId()
    const first = phone.write(visitStarted(visit))
    expect((await ask(visit, green!.idNumber)).json()).toEqual({ code: 'no-visit' })
    const reply = v.parse(askReplySchema, (await ask(visit, green!.idNumber, [first], phone.device)).json())
    expect(reply).toMatchObject({ simulated: true, serverTime: now, answer: { kind: 'code', colour: 'green', answeredAt: now } })
    expect(await server.db.selectFrom('entry').select('id').where('id', '=', first.entry.id).executeTakeFirst()).toBeDefined()
  })

  it('tells the phone neither the number nor the whole name', async () => {
    const phone = phoneOf('wangjian')
    const visit = newId()
    const reply = await ask(visit, yellow!.idNumber, [phone.write(visitStarted(visit))], phone.device)
    expect(reply.json()).toMatchObject({ answer: { kind: 'code', colour: 'yellow' } })
    expect([reply.body.includes(yellow!.idNumber), reply.body.includes(yellow!.name)]).toEqual([false, false])
  })

  it('puts every look-up on record with account and purpose, and the person only as a keyed name', async () => {
    const rows = await server.db.selectFrom('lookup').selectAll().execute()
    expect(rows.map(({ account, outcome }) => [account, outcome])).toEqual([['demo-wangjian', 'green 2027-11-20'], ['demo-wangjian', 'yellow']])
    expect(rows[0]!.personKey).toBe(server.doors.keys.personKey(green!.idNumber))
    expect(rows[0]!.personKey).not.toBe(rows[1]!.personKey)
  })

  it('takes along as much as a push may carry, so that a long day without signal does not stand in its way', async () => {
    const own = await startServer({ now: () => now })
    const phone = phoneOf('wangjian')
    const visit = newId()
    const carried = [phone.write(visitStarted(visit)), ...answersOf(phone, visit, 150)]
    expect(JSON.stringify(carried).length).toBeGreaterThan(64 * 1024)
    const reply = await own.app.inject({
      method: 'POST', url: '/api/checks', headers: { cookie: await own.signIn('wangjian') },
      payload: { visit, idNumber: green!.idNumber, ...proofOf(phone.device), carried },
    })
    expect(reply.statusCode).toBe(200)
    await own.close()
  })

  it('is refused for the visit of a colleague, for one that has ended, and for one in another town', async () => {
    const phone = phoneOf('wangjian')
    const colleague = phoneOf('lixiu')
    const [ended, theirs, foreign] = [newId(), newId(), newId()]
    await pushTo(server, await server.signIn('lixiu'), colleague.device, [colleague.write(visitStarted(theirs))])
    const end = { kind: 'visit.ended' as const, about: { site: SITE, visit: ended }, area: MEILI, body: { result: 'no-problem' as const } }
    await pushTo(server, cookie, phone.device, [phone.write(visitStarted(ended)), phone.write(end), phone.write(visitStarted(foreign, HAIYU))])
    for (const visit of [ended, theirs, foreign]) expect((await ask(visit, green!.idNumber)).json()).toEqual({ code: 'no-visit' })
  })

  it('refuses a number with a wrong check character before asking anybody', async () => {
    const calls = server.doors.gateway.stats().calls
    expect((await ask(newId(), '320581196010010000')).json()).toEqual({ code: 'bad-request' })
    expect(server.doors.gateway.stats().calls).toBe(calls)
  })

  it('answers a fault of the platform as a fault, and stops at the daily quota until the next day in Shanghai', async () => {
    const phone = phoneOf('wangjian')
    const visit = newId()
    server.control.setOutage('html')
    const other = demoPeople.find((person) => person.colour === 'red')!
    expect((await ask(visit, other.idNumber, [phone.write(visitStarted(visit))], phone.device)).json()).toMatchObject({ answer: { kind: 'fault' } })
    server.control.setOutage(null)
    const refused = await ask(visit, other.idNumber)
    expect([refused.statusCode, refused.json()]).toEqual([429, { code: 'quota', retryAfterSeconds: 15 * 3600 }])
    now += DAY
    cookie = await server.signIn('wangjian')
    expect((await ask(visit, other.idNumber)).statusCode).toBe(200)
  })
})
