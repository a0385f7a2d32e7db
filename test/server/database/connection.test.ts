import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../../server/database/connection.ts'
import { startServer } from '../../support/server.ts'
import { newId, phoneOf, pushTo, visitStarted } from '../phone.ts'

describe('the database', () => {
  it('waits for the disk at every commit, when first opened and when opened again', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'suan-xun-db-'))
    for (let round = 0; round < 2; round += 1) {
      const db = await openDatabase(join(folder, 'x.db'))
      const read = async (name: string) => Object.values((await sql<Record<string, unknown>>`pragma ${sql.raw(name)}`.execute(db)).rows[0]!)[0]
      expect([await read('synchronous'), await read('journal_mode'), await read('foreign_keys')]).toEqual([2, 'wal', 1])
      await db.destroy()
    }
    await rm(folder, { recursive: true })
  })

  it('knows after a restart what it gave receipts for, under the same keys and the same history', async () => {
    const first = await startServer()
    const phone = phoneOf('wangjian')
    const parcel = phone.write(visitStarted(newId()))
    const before = await pushTo(first, await first.signIn('wangjian'), phone.device, [parcel])
    await first.app.close()
    await first.doors.close()
    const second = await startServer({ dataDir: first.dataDir })
    const after = await pushTo(second, await second.signIn('wangjian'), phone.device, [parcel])
    expect(after.epoch).toBe(before.epoch)
    expect(after.results).toEqual(before.results.map((result) => ({ ...result, outcome: 'known' })))
    expect((await stat(join(first.dataDir, 'keys/personal.key'))).mode & 0o777).toBe(0o600)
    const sites = await second.db.selectFrom('entry').select('site').where('kind', '=', 'site.registered').execute()
    expect(sites.length).toBe(6)
    await second.close()
    await rm(first.dataDir, { recursive: true })
  })
})
