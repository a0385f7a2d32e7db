/** Numbers of notices, and the certificate numbers of enforcement officers. */
import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export const notices: Migration = { up }

async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema.alterTable('account').addColumn('officer_no', 'text').execute()
  await schema.createTable('notice_counter')
    .addColumn('area', 'text', (c) => c.notNull()).addColumn('type', 'text', (c) => c.notNull()).addColumn('year', 'integer', (c) => c.notNull())
    .addColumn('last', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('notice_counter_key', ['area', 'type', 'year'])
    .execute()
  await schema.createTable('notice_number')
    .addColumn('entry_id', 'text', (c) => c.primaryKey()).addColumn('notice', 'text', (c) => c.notNull())
    .addColumn('area', 'text', (c) => c.notNull()).addColumn('type', 'text', (c) => c.notNull())
    .addColumn('year', 'integer', (c) => c.notNull()).addColumn('count', 'integer')
    .addUniqueConstraint('notice_number_once', ['area', 'type', 'year', 'count'])
    .execute()
  await schema.createIndex('notice_number_notice').on('notice_number').column('notice').execute()
  await schema.createIndex('entry_notice').on('entry').columns(['received_at', 'id']).where(sql.ref('kind'), '=', 'notice.issued').execute()
}
