/** The database door. A commit that was acknowledged survives a power cut, so every connection runs with `synchronous=FULL`. */
import BetterSqlite from 'better-sqlite3'
import { CamelCasePlugin, Kysely, SqliteDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import { migrations } from './migrations/index.ts'
import type { Database, Tables } from './schema.ts'

/** Opens (and creates) the SQLite database at `file` and brings its schema up to date. Throws when a migration fails. */
export async function openDatabase(file: string): Promise<Database> {
  const sqlite = new BetterSqlite(file)
  sqlite.pragma('journal_mode = WAL')
  // better-sqlite3 opens an existing WAL file with NORMAL, which loses acknowledged commits on a power cut.
  sqlite.pragma('synchronous = FULL')
  sqlite.pragma('foreign_keys = ON')
  sqlite.pragma('busy_timeout = 5000')
  if (sqlite.pragma('synchronous', { simple: true }) !== 2) throw new Error('The database does not accept synchronous=FULL.')
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: sqlite }), plugins: [new CamelCasePlugin()] })
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } })
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined) {
    await db.destroy()
    throw new Error('The database could not be brought up to date.', { cause: error })
  }
  return db
}

/** A lasting value by name, made by `make` the first time it is asked for. */
export async function metaValue(db: Database, name: string, make: () => string): Promise<string> {
  await db.insertInto('meta').values({ name, value: make() }).onConflict((oc) => oc.column('name').doNothing()).execute()
  return (await db.selectFrom('meta').select('value').where('name', '=', name).executeTakeFirstOrThrow()).value
}
