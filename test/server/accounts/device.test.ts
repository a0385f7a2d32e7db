import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoPeople } from '../../../server/platform/simulator/people.ts'
import { DEMO_PASSWORD } from '../../../server/demo/accounts.ts'
import { proofOf, startServer, type TestServer } from '../../support/server.ts'
import { newId, phoneOf, pushTo, visitStarted } from '../phone.ts'

let server: TestServer
let wangjian: string
let lixiu: string
const secret = 'f'.repeat(64)

beforeAll(async () => {
  server = await startServer()
  wangjian = await server.signIn('wangjian')
  lixiu = await server.signIn('lixiu')
})
afterAll(() => server.close())

const post = (url: string, cookie: string, payload: object) => server.app.inject({ method: 'POST', url, headers: { cookie }, payload })
const outcomes = (reply: Awaited<ReturnType<typeof pushTo>>) => reply.results.map((result) => result.outcome)

describe('a phone', () => {
  it('cannot be written for by a colleague who knows its name and not its secret, and nothing is stored', async () => {
    const phone = phoneOf('wangjian')
    const visit = newId()
    const [first, second] = [phone.write(visitStarted(visit)), phone.write(visitStarted(newId()))]
    await pushTo(server, wangjian, phone.device, [first])
    const foreign = { device: phone.device, deviceSecret: secret }
    const pushed = await post('/api/entries', lixiu, { ...foreign, entries: [second] })
    const asked = await post('/api/checks', lixiu, { ...foreign, visit, idNumber: demoPeople[0]!.idNumber, carried: [second] })
    for (const reply of [pushed, asked]) expect([reply.statusCode, reply.json()]).toEqual([403, { code: 'forbidden' }])
    const kept = await server.db.selectFrom('entry').select('id').where('device', '=', phone.device).execute()
    expect(kept).toEqual([{ id: first.entry.id }])
    expect(await server.db.selectFrom('quarantine').select('digest').where('device', '=', phone.device).execute()).toEqual([])
    expect(outcomes(await pushTo(server, wangjian, phone.device, [second]))).toEqual(['stored'])
  })

  it('with a wrong secret still lets its user sign in, but does not count as used by them', async () => {
    const phone = phoneOf('lixiu')
    await pushTo(server, wangjian, phone.device, [])
    const reply = await server.app.inject({
      method: 'POST', url: '/api/session', payload: { username: 'lixiu', password: DEMO_PASSWORD, device: phone.device, deviceSecret: secret },
    })
    expect(reply.statusCode).toBe(200)
    expect(outcomes(await pushTo(server, wangjian, phone.device, [phone.write(visitStarted(newId()))]))).toEqual(['quarantined'])
  })

  it('that two colleagues share sends what the first left on it, although the first never sent anything', async () => {
    const phone = phoneOf('wangjian')
    await server.signIn('wangjian', phone.device)
    const next = await server.signIn('lixiu', phone.device)
    expect(outcomes(await pushTo(server, next, phone.device, [phone.write(visitStarted(newId()))]))).toEqual(['stored'])
  })

  it('is given, at the sign-in and only then, the secret that opens its own store again; one for each user, and none without proof', async () => {
    const { device, deviceSecret } = proofOf(phoneOf('wangjian').device)
    const signIn = async (username: string, proof: string) =>
      (await server.app.inject({ method: 'POST', url: '/api/session', payload: { username, password: DEMO_PASSWORD, device, deviceSecret: proof } })).json<{ unlockSecret?: string }>().unlockSecret
    const first = await signIn('wangjian', deviceSecret)
    expect(first).toMatch(/^[0-9a-f]{64}$/)
    expect(await signIn('wangjian', deviceSecret)).toBe(first)
    expect(await signIn('lixiu', deviceSecret)).not.toBe(first)
    expect(await signIn('wangjian', secret)).toBeUndefined()
    expect((await server.app.inject({ method: 'GET', url: '/api/session', headers: { cookie: wangjian } })).body).not.toContain('unlockSecret')
  })

  it('never bears the name of the server', async () => {
    expect((await post('/api/entries', wangjian, { ...proofOf('server'), entries: [] })).json()).toEqual({ code: 'forbidden' })
  })

  it('is kept with the hash of its secret only', async () => {
    const proof = proofOf(randomUUID())
    await post('/api/entries', wangjian, { ...proof, entries: [] })
    expect(JSON.stringify(await server.db.selectFrom('device').selectAll().execute())).not.toContain(proof.deviceSecret)
  })
})
