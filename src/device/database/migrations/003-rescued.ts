/** Version 3: what is offered to the server under other devices' names. What the versions before hold stays as it is. */
import type { IDBPDatabase } from 'idb'
import type { PhoneSchema } from '../schema.ts'

export function rescued(db: IDBPDatabase<PhoneSchema>): void {
  const store = db.createObjectStore('rescued', { keyPath: ['device', 'deviceSeq'] })
  store.createIndex('entry', 'entryId')
  store.createIndex('state', ['device', 'delivery.state', 'deviceSeq'])
  store.createIndex('visit', 'visit')
}
