import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sessionSchema } from '#domain/contract.ts'
import { DAY, HOUR, MINUTE } from '#domain/time.ts'
import * as v from 'valibot'
import { hashPassword, passwordMatches } from '../../../server/accounts/password.ts'
import { DEMO_PASSWORD } from '../../../server/demo/accounts.ts'
import { proofOf, startServer, type TestServer } from '../../support/server.ts'

let server: TestServer
let now = Date.UTC(2026, 10, 20, 1)

beforeAll(async () => {
  server = await startServer({ now: () => now })
})
afterAll(() => server.close())

const trySignIn = (username: string, password: string) => server.app.inject({ method: 'POST', url: '/api/session', payload: { username, password, ...proofOf('phone') } })
const whoAmI = (cookie: string) => server.app.inject({ url: '/api/session', headers: { cookie } })

describe('signing in', () => {
  it('lets an inspector in by name and password, and tells who is signed in without anything secret', async () => {
    const reply = await trySignIn('WangJian', DEMO_PASSWORD)
    const { account } = v.parse(sessionSchema, reply.json())
    expect(account).toEqual({ id: 'demo-wangjian', username: 'wangjian', name: '王建（演示）', role: 'inspector', area: '320581101', demo: true })
    expect(reply.body).not.toMatch(/argon2|hash/i)
    expect(reply.headers['set-cookie']).toMatch(/HttpOnly; SameSite=Strict/)
  })

  it('does not tell a wrong name from a wrong password', async () => {
    const [unknown, wrong] = [await trySignIn('nobody', DEMO_PASSWORD), await trySignIn('wuhao', 'x')]
    expect([unknown.statusCode, unknown.body]).toEqual([wrong.statusCode, wrong.body])
    expect(wrong.json()).toEqual({ code: 'wrong-password' })
  })

  it('locks an account for 15 minutes after five wrong passwords, even for the right one, and only this account', async () => {
    for (let i = 0; i < 4; i += 1) expect((await trySignIn('zhaomin', 'x')).json()).toEqual({ code: 'wrong-password' })
    expect((await trySignIn('zhaomin', 'x')).json()).toEqual({ code: 'locked-out', retryAfterSeconds: 900 })
    expect((await trySignIn('zhaomin', DEMO_PASSWORD)).json()).toMatchObject({ code: 'locked-out' })
    expect((await trySignIn('lixiu', DEMO_PASSWORD)).statusCode).toBe(200)
    now += 15 * MINUTE
    expect((await trySignIn('zhaomin', DEMO_PASSWORD)).statusCode).toBe(200)
  })

  it('counts many wrong passwords tried at once', async () => {
    const passwords = [...Array.from({ length: 12 }, () => 'x'), DEMO_PASSWORD, DEMO_PASSWORD]
    const tries = await Promise.all(passwords.map((password) => trySignIn('zhouping', password)))
    expect(tries.filter((reply) => reply.json<{ code: string }>().code === 'wrong-password').length).toBeLessThanOrEqual(4)
    expect(tries.every((reply) => reply.statusCode !== 200)).toBe(true)
    expect((await trySignIn('zhouping', DEMO_PASSWORD)).json()).toMatchObject({ code: 'locked-out' })
  })

  it('forgets earlier mistakes after a right password', async () => {
    for (let round = 0; round < 2; round += 1) {
      for (let i = 0; i < 4; i += 1) await trySignIn('sunli', 'x')
      expect((await trySignIn('sunli', DEMO_PASSWORD)).statusCode).toBe(200)
    }
  })

  it('slows one address down that tries account after account, and no other address', async () => {
    const from = async (remoteAddress: string) =>
      (await server.app.inject({ method: 'POST', url: '/api/session', remoteAddress, payload: { username: 'nobody', password: 'x', ...proofOf('phone') } })).statusCode
    for (let i = 0; i < 120; i += 1) expect(await from('203.0.113.9')).toBe(401)
    expect([await from('203.0.113.9'), await from('203.0.113.10')]).toEqual([429, 401])
  })

  it('ends a session after 12 hours of rest, after a week, and on signing out', async () => {
    const rested = await server.signIn('wangjian')
    now += 12 * HOUR + 1
    expect((await whoAmI(rested)).json()).toEqual({ code: 'signed-out' })

    const old = await server.signIn('wangjian')
    for (let i = 0; i < 14; i += 1) {
      expect((await whoAmI(old)).statusCode).toBe(200)
      now += DAY / 2
    }
    expect((await whoAmI(old)).statusCode).toBe(200)
    now += 1
    expect((await whoAmI(old)).json()).toEqual({ code: 'signed-out' })

    const left = await server.signIn('wangjian')
    expect((await server.app.inject({ method: 'DELETE', url: '/api/session', headers: { cookie: left } })).statusCode).toBe(204)
    expect((await whoAmI(left)).statusCode).toBe(401)
  })

  it('refuses a change that another site asks the browser for', async () => {
    const cookie = await server.signIn('wangjian')
    const leave = (origin: string) => server.app.inject({ method: 'DELETE', url: '/api/session', headers: { cookie, origin, host: 'xun.example' } })
    expect((await leave('https://evil.example')).json()).toEqual({ code: 'forbidden' })
    expect((await leave('null')).statusCode).toBe(403)
    expect((await whoAmI(cookie)).statusCode).toBe(200)
    expect((await leave('https://xun.example')).statusCode).toBe(204)
  })

  it('sends its cookie only over HTTPS when a proxy in front speaks HTTPS', async () => {
    const reply = await server.app.inject({
      method: 'POST', url: '/api/session', headers: { 'x-forwarded-proto': 'https' }, remoteAddress: '127.0.0.1',
      payload: { username: 'wangjian', password: DEMO_PASSWORD, ...proofOf('phone') },
    })
    expect(reply.headers['set-cookie']).toMatch(/; Secure/)
  })
})

describe('passwords', () => {
  it('are kept as argon2id with a salt, and only the same password matches', async () => {
    const stored = await hashPassword('苏安巡', Buffer.alloc(16, 7), { memory: 64, passes: 1 })
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=64,t=1,p=1\$/)
    expect([await passwordMatches('苏安巡', stored), await passwordMatches('苏安迅', stored), await passwordMatches('苏安巡', 'plain')]).toEqual([true, false, false])
  })
})

describe('without demonstration', () => {
  it('the demonstration accounts of an earlier start cannot sign in, and the codes are not shown', async () => {
    const first = await startServer()
    await first.app.close()
    const second = await startServer({ dataDir: first.dataDir, config: { demo: false } })
    const reply = await second.app.inject({ method: 'POST', url: '/api/session', payload: { username: 'admin', password: DEMO_PASSWORD, ...proofOf('phone') } })
    expect(reply.json()).toEqual({ code: 'account-disabled' })
    expect((await second.app.inject('/demo/codes')).statusCode).toBe(404)
    await second.close()
    await first.close()
  })
})
