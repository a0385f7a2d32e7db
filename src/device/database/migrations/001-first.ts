/** Version 1. Requests only and nothing awaited: an upgrade that throws later would still keep its new version number. */
import type { IDBPDatabase } from 'idb'
import type { PhoneSchema } from '../schema.ts'

export function first(db: IDBPDatabase<PhoneSchema>): void {
  db.createObjectStore('meta')
  db.createObjectStore('keys')
  const ledger = db.createObjectStore('ledger', { keyPath: 'entry.id' })
  ledger.createIndex('site', 'entry.about.site')
  ledger.createIndex('visit', 'entry.about.visit')
  ledger.createIndex('kind', ['entry.kind', 'entry.id'])
  ledger.createIndex('by', ['entry.by', 'entry.kind', 'entry.id'])
  const outbox = db.createObjectStore('outbox', { keyPath: 'deviceSeq' })
  outbox.createIndex('entry', 'entryId', { unique: true })
  outbox.createIndex('state', ['delivery.state', 'deviceSeq'])
  outbox.createIndex('visit', ['visit', 'deviceSeq'])
  db.createObjectStore('receipts', { keyPath: 'entryId' })
  const attachments = db.createObjectStore('attachments', { keyPath: 'sha256' })
  attachments.createIndex('state', ['state', 'at'])
  db.createObjectStore('answers', { keyPath: 'key' })
  db.createObjectStore('jottings', { keyPath: 'key' })
}
