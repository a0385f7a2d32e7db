import { performance } from 'node:perf_hooks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkCharacter } from '#domain/identity.ts'
import { proofOf, startServer, type TestServer } from '../support/server.ts'
import { newId, phoneOf, pushTo, visitStarted } from './phone.ts'

const ASKS = 200
let server: TestServer
let cookie: string

beforeAll(async () => {
  server = await startServer({ platform: { deadlineMs: 4_000, breaker: { faultsInARow: 1_000, halfOpenAfterMs: 1_000 } } })
  cookie = await server.signIn('wangjian')
})
afterAll(() => server.close())

/** `count` numbers that nobody has. */
function numbers(count: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    const first17 = `3205811970010${String(1000 + i)}`
    return first17 + checkCharacter(first17)
  })
}

describe('while the platform hangs', () => {
  it('and two hundred questions wait for it, everything else answers as ever', async () => {
    const phone = phoneOf('wangjian')
    const visit = newId()
    await pushTo(server, cookie, phone.device, [phone.write(visitStarted(visit))])
    server.control.setOutage('hang')
    const asks = numbers(ASKS).map((idNumber) =>
      server.app.inject({ method: 'POST', url: '/api/checks', headers: { cookie }, payload: { visit, idNumber, ...proofOf(phone.device), carried: [] } }))
    await expect.poll(async () => (await server.db.selectFrom('lookup').select('id').execute()).length, { timeout: 10_000 }).toBe(ASKS)

    const took: number[] = []
    for (let round = 0; round < 10; round += 1) {
      for (const url of ['/api/session', '/api/entries', '/api/rosters', '/ready']) {
        const began = performance.now()
        expect((await server.app.inject({ url, headers: { cookie } })).statusCode).toBe(200)
        took.push(performance.now() - began)
      }
    }
    expect(server.doors.gateway.stats().answered).toBe(0)
    // Generous, for a machine that others share; the bench measures it.
    expect(Math.max(...took)).toBeLessThan(1_000)
    for (const ask of await Promise.all(asks)) expect([ask.statusCode, ask.json().answer.kind]).toEqual([200, 'fault'])
  })
})
