import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { startServer } from '../../support/server.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'suan-xun-account-'))
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

function account(...words: string[]): { said: string; status: number | null } {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['server/cli/account.ts', ...words], {
    cwd: resolve(import.meta.dirname, '../../..'), encoding: 'utf8', env: { ...process.env, DATA_DIR: dataDir, DEMO: '0' },
  })
  return { said: stdout + stderr, status }
}

describe('the operator', () => {
  it('adds somebody who can sign in, and shuts the account again', async () => {
    const added = account('add', 'qianjin', '钱进', 'inspector', '320581104')
    expect(added.status).toBe(0)
    const password = /password: (\S+)/.exec(added.said)![1]!
    const server = await startServer({ dataDir })
    const signIn = () => server.app.inject({ method: 'POST', url: '/api/session', payload: { username: 'qianjin', password }, headers: { host: 'localhost', origin: 'http://localhost' } })
    expect((await signIn()).json()).toMatchObject({ account: { name: '钱进', role: 'inspector', area: '320581104', demo: false } })
    expect(account('disable', 'qianjin').status).toBe(0)
    expect((await signIn()).json()).toMatchObject({ code: 'account-disabled' })
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
