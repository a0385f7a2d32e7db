/** Version 2: the rosters of registered projects. What version 1 holds stays as it is. */
import type { IDBPDatabase } from 'idb'
import type { PhoneSchema } from '../schema.ts'

export function rosters(db: IDBPDatabase<PhoneSchema>): void {
  db.createObjectStore('rosters', { keyPath: 'site' })
}
