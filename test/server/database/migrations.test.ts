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
    const lookup = { id: 'l', account: 'a', visit: 'v', personKey: 'p', at: 1, outcome: 'red' }
    await old.insertInto('account').values(account).execute()
    await old.insertInto('lookup').values(lookup).execute()
    await old.destroy()

    const db = await openDatabase(file)
    expect([await db.selectFrom('account').selectAll().execute(), await db.selectFrom('lookup').selectAll().execute()]).toEqual([[account], [lookup]])
    for (const table of ['projectLink', 'faceView', 'attendanceFiling', 'adminEvent'] as const) expect(await db.selectFrom(table).selectAll().execute()).toEqual([])
    await db.destroy()
    await rm(folder, { recursive: true })
  })
})
