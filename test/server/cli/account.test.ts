import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { proofOf, startServer } from '../../support/server.ts'
import { newId, phoneOf, pushTo, visitStarted } from '../phone.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'suan-xun-account-'))
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

function account(...words: string[]): { said: string; status: number | null } {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['server/cli/account.ts', ...words], {
    cwd: resolve(import.meta.dirname, '../../..'), encoding: 'utf8', env: { ...process.env, DATA_DIR: dataDir, DEMO: '0' },
  })
  return { said: stdout + stderr, status }
}

describe('the operator', () => {
  it('adds somebody who can sign in, and shuts the account again without losing what waits on the phone', async () => {
    const added = account('add', 'qianjin', '钱进', 'inspector', '320581104')
    expect(added.status).toBe(0)
    const password = /password: (\S+)/.exec(added.said)![1]!
    const server = await startServer({ dataDir })
    const phone = phoneOf('qianjin')
    const signIn = () => server.app.inject({ method: 'POST', url: '/api/session', payload: { username: 'qianjin', password, ...proofOf(phone.device) }, headers: { host: 'localhost', origin: 'http://localhost' } })
    const signedIn = await signIn()
    expect(signedIn.json()).toMatchObject({ account: { name: '钱进', role: 'inspector', area: '320581104', demo: false } })
    const cookie = `${signedIn.cookies[0]!.name}=${signedIn.cookies[0]!.value}`
    expect(account('disable', 'qianjin').status).toBe(0)
    expect((await signIn()).json()).toMatchObject({ code: 'account-disabled' })
    expect((await pushTo(server, cookie, phone.device, [phone.write(visitStarted(newId()))])).results).toMatchObject([{ outcome: 'quarantined', reason: 'account-disabled' }])
    const photo = `/api/attachments/${'a'.repeat(64)}`
    const others = [['GET', '/api/session'], ['GET', '/api/entries'], ['GET', photo], ['PUT', photo], ['POST', '/api/checks']] as const
    for (const [method, url] of others) expect((await server.app.inject({ method, url, headers: { cookie } })).json()).toEqual({ code: 'account-disabled' })
    expect(account('enable', 'qianjin').status).toBe(0)
    expect((await server.app.inject({ url: '/api/session', headers: { cookie } })).statusCode).toBe(200)
    expect(account('password', 'qianjin').status).toBe(0)
    expect((await server.app.inject({ url: '/api/session', headers: { cookie } })).json()).toEqual({ code: 'signed-out' })
    expect(account('disable', 'qianjin').status).toBe(0)
    expect(account('list').said).toMatch(/qianjin.*古里镇.*已停用/)
    await server.close()
  })

  it('is told what is wrong with a command', () => {
    expect(account('add', 'qianjin', '钱进', 'inspector', '320581104')).toMatchObject({ status: 2, said: expect.stringContaining('已经存在') })
    expect(account('add', 'x y', 'a', 'inspector', '320581104').status).toBe(2)
    expect(account('password', 'nobody')).toMatchObject({ status: 2, said: expect.stringContaining('nobody') })
    expect(account().said).toContain('用法')
  })
})
