import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServer, type TestServer } from '../../support/server.ts'
import { newId, phoneOf, pushTo, visitStarted } from '../phone.ts'

let server: TestServer

beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

function ledger(...words: string[]): { said: string; status: number | null } {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['server/cli/ledger.ts', ...words], {
    cwd: resolve(import.meta.dirname, '../../..'), encoding: 'utf8', env: { ...process.env, DATA_DIR: join(tmpdir(), 'nowhere') },
  })
  return { said: stdout + stderr, status }
}

describe('checking the ledger from outside', () => {
  it('says of a ledger that a server is writing that it is whole, and changes nothing', async () => {
    const before = readdirSync(join(server.dataDir, 'keys')).map((name) => readFileSync(join(server.dataDir, 'keys', name), 'utf8'))
    const { said, status } = ledger('verify', '--data', server.dataDir)
    expect([status, said]).toEqual([0, expect.stringMatching(/entries 6 .*receipts 6 .*✔ 完整/s)])
    expect(readdirSync(join(server.dataDir, 'keys')).map((name) => readFileSync(join(server.dataDir, 'keys', name), 'utf8'))).toEqual(before)
  })

  it('names the entry at which a chain breaks, and ends with 1', async () => {
    const phone = phoneOf('wangjian')
    const { entry } = phone.write(visitStarted(newId()))
    await pushTo(server, await server.signIn('wangjian'), phone.device, [{ entry, personal: null }])
    await server.db.updateTable('entry').set({ by: 'demo-lixiu' }).where('id', '=', entry.id).execute()
    const { said, status } = ledger('verify', '--data', server.dataDir)
    expect(status).toBe(1)
    expect(said).toContain(`✖ 设备链 device ${phone.device} #1 entry ${entry.id}: 数据库列与内容不符`)
    expect(said).toContain('breaks: 1')
    await server.db.updateTable('entry').set({ by: 'demo-wangjian' }).where('id', '=', entry.id).execute()
  })

  it('looks at a stopped server, too', async () => {
    const own = await startServer({ dataDir: mkdtempSync(join(tmpdir(), 'suan-xun-stopped-')) })
    await own.close()
    expect(ledger('verify', '--data', own.dataDir)).toMatchObject({ status: 0 })
    rmSync(own.dataDir, { recursive: true })
  })

  it('tells what is wrong with the command', () => {
    expect(ledger()).toMatchObject({ status: 2, said: expect.stringContaining('用法') })
    expect(ledger('verify', '--data', join(tmpdir(), 'nowhere-at-all'))).toMatchObject({ status: 2, said: expect.stringContaining('没有数据库') })
  })
})
