/** Keys of phones and signatures of entries, receipts kept as they were given, what was erased under which certificate, and known answers. */
import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export const signaturesAndRetention: Migration = { up }

async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db
  await schema.alterTable('device').addColumn('public_key', 'text').execute()
  await schema.alterTable('device').addColumn('enrolled_at', 'bigint').execute()
  await schema.alterTable('device').addColumn('signed_from', 'bigint').execute()
  await schema.alterTable('entry').addColumn('sig', 'text').execute()
  await schema.alterTable('entry').addColumn('receipt_sig', 'text').execute()
  await schema.alterTable('entry').addColumn('erased_by', 'text').execute()
  await schema.createIndex('entry_finding').on('entry').columns(['finding', 'area']).execute()
  await schema.createIndex('entry_personal').on('entry').columns(['received_at', 'id']).where(sql.ref('personal_sealed'), 'is not', null).execute()
  await schema.createIndex('entry_erased').on('entry').column('erased_by').where(sql.ref('erased_by'), 'is not', null).execute()
  await schema.alterTable('quarantine').addColumn('device_seq', 'bigint').execute()
  await schema.alterTable('quarantine').addColumn('prev', 'text').execute()
  await schema.alterTable('quarantine').addColumn('erased_by', 'text').execute()
  await schema.createIndex('quarantine_device').on('quarantine').columns(['device', 'device_seq']).execute()
  await schema.createTable('attachment_use')
    .addColumn('area', 'text', (c) => c.notNull()).addColumn('sha256', 'text', (c) => c.notNull()).addColumn('entry_id', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('attachment_use_key', ['area', 'sha256', 'entry_id'])
    .execute()
  await schema.createIndex('attachment_use_sha256').on('attachment_use').column('sha256').execute()
  await schema.createTable('attachment_erased')
    .addColumn('sha256', 'text', (c) => c.notNull()).addColumn('erased_by', 'text', (c) => c.notNull()).addColumn('gone', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('attachment_erased_key', ['sha256', 'erased_by'])
    .execute()
  await schema.createTable('known_answer')
    .addColumn('county', 'text', (c) => c.notNull()).addColumn('match', 'text', (c) => c.notNull()).addColumn('colour', 'text')
    .addColumn('valid_until', 'text').addColumn('name_sealed', 'text').addColumn('answered_at', 'bigint', (c) => c.notNull())
    .addColumn('simulated', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('known_answer_key', ['county', 'match'])
    .execute()
  await schema.createIndex('known_answer_age').on('known_answer').column('answered_at').execute()
  await fillUses(db as Kysely<Old>)
}

/** As much of the tables as the filling reads and writes; names as they stand in the database or as its plugin makes them. */
interface Old {
  entry: { id: string; area: string; kind: string; bytes: string }
  attachmentUse: { area: string; sha256: string; entryId: string }
}

async function fillUses(db: Kysely<Old>): Promise<void> {
  const rows = await db.selectFrom('entry').select(['id', 'area', 'bytes']).where('kind', '=', 'attachment.added').execute()
  for (const { id, area, bytes } of rows) {
    const { body } = JSON.parse(bytes) as { body: { sha256: string } }
    await db.insertInto('attachmentUse').values({ area, sha256: body.sha256, entryId: id }).execute()
  }
}
