import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { CamelCasePlugin, Kysely, SqliteDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import { describe, expect, it } from 'vitest'
import { DAY } from '#domain/time.ts'
import { openDatabase } from '../../../server/database/connection.ts'
import { first } from '../../../server/database/migrations/001-first.ts'
import { migrations } from '../../../server/database/migrations/index.ts'
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
    expect([await db.selectFrom('account').selectAll().execute(), await db.selectFrom('lookup').selectAll().execute()]).toEqual([[{ ...account, officerNo: null }], [lookup]])
    expect(await db.selectFrom('entry').selectAll().execute()).toEqual([{ ...entry, sig: null, receiptSig: null, erasedBy: null, notice: null, bulletin: null, credit: null, transfer: null }])
    expect(await db.selectFrom('device').selectAll().execute()).toEqual([{ name: 'd', secretHash: 's', firstUsedAt: 1, publicKey: null, enrolledAt: null, signedFrom: null }])
    expect(await db.selectFrom('attachmentUse').selectAll().execute()).toEqual([{ area: '320581101', sha256: 'f'.repeat(64), entryId: 'e' }])
    for (const table of ['projectLink', 'faceView', 'attendanceFiling', 'adminEvent', 'knownAnswer', 'attachmentErased'] as const) expect(await db.selectFrom(table).selectAll().execute()).toEqual([])
    await db.destroy()
    await rm(folder, { recursive: true })
  })
})

describe('a database from before entries were found by notice and people were counted', () => {
  it('has both afterwards, and gives nobody a second quota on the day of the update', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'suan-xun-old-'))
    const file = join(folder, 'x.db')
    const old = new Kysely<Tables>({ dialect: new SqliteDialect({ database: new BetterSqlite(file) }), plugins: [new CamelCasePlugin()] })
    const { '005-places-and-quota': _, ...before } = migrations
    expect((await new Migrator({ db: old, provider: { getMigrations: async () => before } }).migrateToLatest()).error).toBeUndefined()
    const entry = (seq: number, about: object) => ({
      area: '320581101', seq, id: `e${seq}`, kind: 'notice.issued', device: 'd', deviceSeq: seq, prev: null, hash: 'h', by: 'a', at: 1, receivedAt: 1, site: null,
      visit: null, checkId: null, finding: null, bytes: JSON.stringify({ about, body: { notice: 'not this' } }), personalSealed: null,
    })
    await old.insertInto('entry').values([entry(1, { notice: 'n', case: 'c' }), entry(2, { bulletin: 'b', credit: 'k' }), entry(3, {})] as unknown as Tables['entry'][]).execute()
    const today = Date.parse('2026-11-22T00:00:00+08:00')
    const asked = (id: string, visit: string, personKey: string, at: number) => ({ id, account: 'a', visit, personKey, at, outcome: 'red' })
    await old.insertInto('lookup').values([asked('1', 'v', 'p', today - 1), asked('2', 'v', 'p', today), asked('3', 'v', 'p', today + DAY - 1), asked('4', 'v', 'q', today + 5)]).execute()
    await old.insertInto('faceView').values([asked('1', 'v', 'q', today + 6), asked('2', 'w', 'q', today + 7)]).execute()
    await old.destroy()

    const db = await openDatabase(file)
    expect(await db.selectFrom('entry').select(['id', 'notice', 'bulletin', 'credit', 'transfer']).orderBy('seq').execute()).toEqual([
      { id: 'e1', notice: 'n', bulletin: null, credit: null, transfer: 'c' },
      { id: 'e2', notice: null, bulletin: 'b', credit: 'k', transfer: null },
      { id: 'e3', notice: null, bulletin: null, credit: null, transfer: null },
    ])
    expect(await db.selectFrom('quota').selectAll().execute()).toEqual([{ account: 'a', day: today, people: 3 }])
    await db.destroy()
    await rm(folder, { recursive: true })
  })
})
