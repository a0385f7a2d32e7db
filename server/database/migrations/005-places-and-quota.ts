/** Entries are found by everything they are about, and how many people an account has asked about today is counted once. */
import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export const placesAndQuota: Migration = { up }

const places = ['notice', 'bulletin', 'credit', 'transfer'] as const

async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db
  for (const place of places) {
    await schema.alterTable('entry').addColumn(place, 'text').execute()
    await schema.createIndex(`entry_about_${place}`).on('entry').columns([place, 'area']).where(sql.ref(place), 'is not', null).execute()
  }
  await fillPlaces(db as Kysely<Old>)
  await schema.createTable('quota')
    .addColumn('account', 'text', (c) => c.primaryKey()).addColumn('day', 'bigint', (c) => c.notNull()).addColumn('people', 'integer', (c) => c.notNull())
    .execute()
  await fillQuota(db as Kysely<Old>)
  for (const book of ['lookup', 'face_view']) {
    await schema.createIndex(`${book}_purpose`).on(book).columns(['account', 'visit', 'person_key', 'at']).execute()
    await schema.createIndex(`${book}_at`).on(book).column('at').where(sql.ref('person_key'), '<>', '').execute()
    await schema.dropIndex(`${book}_account_at`).execute()
  }
}

/** As much of the tables as the filling reads and writes; names as they stand in the database or as its plugin makes them. */
interface Old {
  entry: { id: string; bytes: string; notice: string | null; bulletin: string | null; credit: string | null; transfer: string | null }
  quota: { account: string; day: number; people: number }
}

async function fillPlaces(db: Kysely<Old>): Promise<void> {
  const named = ['notice', 'bulletin', 'credit', 'case'].map((name) => `%"${name}":"%`)
  const rows = await db.selectFrom('entry').select(['id', 'bytes']).where((eb) => eb.or(named.map((pattern) => eb('bytes', 'like', pattern)))).execute()
  for (const { id, bytes } of rows) {
    const { about } = JSON.parse(bytes) as { about: Partial<Record<'notice' | 'bulletin' | 'credit' | 'case', string>> }
    const columns = { notice: about.notice ?? null, bulletin: about.bulletin ?? null, credit: about.credit ?? null, transfer: about.case ?? null }
    await db.updateTable('entry').set(columns).where('id', '=', id).execute()
  }
}

/** The newest day of each account, so that an update in the middle of a day gives nobody a second quota. Days begin at midnight in Shanghai (UTC+8). */
async function fillQuota(db: Kysely<Old>): Promise<void> {
  await sql`
    insert into quota (account, day, people)
    select account, day, count(*) from (
      select distinct account, visit, person_key, (at + 28800000) / 86400000 * 86400000 - 28800000 as day
      from (select account, visit, person_key, at from lookup union all select account, visit, person_key, at from face_view) asked
    ) people
    where day = (
      select max((at + 28800000) / 86400000 * 86400000 - 28800000)
      from (select account, at from lookup union all select account, at from face_view) newest where newest.account = people.account
    )
    group by account, day`.execute(db)
}
