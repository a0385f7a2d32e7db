import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { CamelCasePlugin, Kysely, SqliteDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../../server/database/connection.ts'
import { first } from '../../../server/database/migrations/001-first.ts'
import type { Tables } from '../../../server/database/schema.ts'

describe('a database of version 0.1.0', () => {
  it('is opened with everything in it, and with the tables it had not', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'suan-xun-old-'))
    const file = join(folder, 'x.db')
    const old = new Kysely<Tables>({ dialect: new SqliteDialect({ database: new BetterSqlite(file) }), plugins: [new CamelCasePlugin()] })
    const { error } = await new Migrator({ db: old, provider: { getMigrations: async () => ({ '001-first': first }) } }).migrateToLatest()
    expect(error).toBeUndefined()
    const account = { id: 'a', username: 'a', name: 'A', role: 'inspector', area: '320581101', demo: 0, passwordHash: '', disabledAt: null, failures: 0, lockedUntil: null, createdAt: 1 } as const
    const photo = { kind: 'attachment.added', id: 'e', body: { sha256: 'f'.repeat(64) } }
    const entry = {
      area: '320581101', seq: 1, id: 'e', kind: 'attachment.added', device: 'd', deviceSeq: 1, prev: null, hash: 'h', by: 'a', at: 1, receivedAt: 1, site: null,
      visit: null, checkId: null, finding: null, bytes: JSON.stringify(photo), personalSealed: null,
    } as const
    const lookup = { id: 'l', account: 'a', visit: 'v', personKey: 'p', at: 1, outcome: 'red' }
    await old.insertInto('account').values(account).execute()
    await old.insertInto('lookup').values(lookup).execute()
    await old.insertInto('entry').values(entry as unknown as Tables['entry']).execute()
    await old.insertInto('device').values({ name: 'd', secretHash: 's', firstUsedAt: 1 } as Tables['device']).execute()
    await old.destroy()

    const db = await openDatabase(file)
    expect([await db.selectFrom('account').selectAll().execute(), await db.selectFrom('lookup').selectAll().execute()]).toEqual([[account], [lookup]])
    expect(await db.selectFrom('entry').selectAll().execute()).toEqual([{ ...entry, sig: null, receiptSig: null, erasedBy: null }])
    expect(await db.selectFrom('device').selectAll().execute()).toEqual([{ name: 'd', secretHash: 's', firstUsedAt: 1, publicKey: null, enrolledAt: null, signedFrom: null }])
    expect(await db.selectFrom('attachmentUse').selectAll().execute()).toEqual([{ area: '320581101', sha256: 'f'.repeat(64), entryId: 'e' }])
    for (const table of ['projectLink', 'faceView', 'attendanceFiling', 'adminEvent', 'knownAnswer', 'attachmentErased'] as const) expect(await db.selectFrom(table).selectAll().execute()).toEqual([])
    await db.destroy()
    await rm(folder, { recursive: true })
  })
})
