/** Registered projects with their rosters, views of face photographs, attendance filed with the platform, and what administrators changed. */
import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export const registeredProjects: Migration = { up }

async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema.createTable('project_link')
    .addColumn('site', 'text', (c) => c.primaryKey()).addColumn('area', 'text', (c) => c.notNull())
    .addColumn('fingerprint_sealed', 'text', (c) => c.notNull()).addColumn('fingerprint_tail', 'text', (c) => c.notNull())
    .addColumn('project_number', 'text', (c) => c.notNull()).addColumn('project_name', 'text', (c) => c.notNull())
    .addColumn('linked_by', 'text', (c) => c.notNull()).addColumn('linked_at', 'bigint', (c) => c.notNull())
    .addColumn('refreshed_at', 'bigint').addColumn('trouble', 'text')
    .addColumn('roster_sealed', 'text').addColumn('roster_version', 'text').addColumn('people', 'integer', (c) => c.notNull())
    .addColumn('simulated', 'integer', (c) => c.notNull()).addColumn('due_at', 'bigint', (c) => c.notNull())
    .execute()
  await schema.createIndex('project_link_area').on('project_link').column('area').execute()
  await schema.createIndex('project_link_due').on('project_link').column('due_at').execute()
  await schema.createTable('face_view')
    .addColumn('id', 'text', (c) => c.primaryKey()).addColumn('account', 'text', (c) => c.notNull()).addColumn('visit', 'text', (c) => c.notNull())
    .addColumn('person_key', 'text', (c) => c.notNull()).addColumn('at', 'bigint', (c) => c.notNull()).addColumn('outcome', 'text', (c) => c.notNull())
    .execute()
  await schema.createIndex('face_view_account_at').on('face_view').columns(['account', 'at']).execute()
  await schema.createTable('attendance_filing')
    .addColumn('id', 'text', (c) => c.primaryKey()).addColumn('area', 'text', (c) => c.notNull()).addColumn('site', 'text', (c) => c.notNull())
    .addColumn('person_key', 'text', (c) => c.notNull()).addColumn('record_key', 'text', (c) => c.notNull()).addColumn('sealed', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull()).addColumn('direction', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull()).addColumn('message', 'text', (c) => c.notNull()).addColumn('photo_sealed', 'text')
    .addColumn('filed_by', 'text', (c) => c.notNull().references('account.id')).addColumn('filed_at', 'bigint', (c) => c.notNull())
    .addColumn('changed_at', 'bigint', (c) => c.notNull()).addColumn('sent_at', 'bigint').addColumn('taken_at', 'bigint')
    .addColumn('unknowns', 'integer', (c) => c.notNull()).addColumn('next_at', 'bigint', (c) => c.notNull()).addColumn('attempts', 'integer', (c) => c.notNull())
    .addColumn('simulated', 'integer', (c) => c.notNull())
    .execute()
  await schema.createIndex('attendance_filing_area').on('attendance_filing').columns(['area', 'filed_at']).execute()
  await schema.createIndex('attendance_filing_next').on('attendance_filing').columns(['state', 'next_at']).execute()
  // One record is filed once, whoever files it; only one that the platform would not take may be filed again.
  await schema.createIndex('attendance_filing_record').on('attendance_filing').column('record_key').unique().where(sql.ref('state'), '<>', 'refused').execute()
  await schema.createTable('admin_event')
    .addColumn('id', 'text', (c) => c.primaryKey()).addColumn('at', 'bigint', (c) => c.notNull()).addColumn('account', 'text', (c) => c.notNull())
    .addColumn('action', 'text', (c) => c.notNull()).addColumn('subject', 'text', (c) => c.notNull())
    .execute()
}
