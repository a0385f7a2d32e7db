/** The rows of what waits, and their counters, which change only together. */
import type { Entry, EntryKind } from '#domain/entries/kinds.ts'
import { getMeta, putMeta, type Tx } from './open.ts'
import { emptyCounters, type Counters, type OutboxRow, type RescuedRow } from './schema.ts'

export function toOutboxRow({ id, deviceSeq, kind, at, about }: Entry): OutboxRow {
  return { deviceSeq, entryId: id, kind, at, site: about.site ?? null, visit: about.visit ?? null, delivery: { state: 'waiting' } }
}

/** The rows of a compound index that begin with `prefix`; the last part is a number. */
export function numbered(...prefix: string[]): IDBKeyRange {
  return IDBKeyRange.bound([...prefix, 0], [...prefix, Number.MAX_SAFE_INTEGER])
}

export async function count(tx: Tx<'readwrite'>, change: Partial<Counters>): Promise<void> {
  const counters = { ...emptyCounters, ...(await getMeta(tx, 'counters')) }
  for (const [name, by] of Object.entries(change) as [keyof Counters, number][]) counters[name] += by
  await putMeta(tx, 'counters', counters)
}

/** The kind of entry that is counted as a signature; a refusal is a record like others. */
export const SIGNATURE: EntryKind = 'signature.taken'

/** Where the rows of one device lie: this phone's own in `outbox`, those of others in `rescued`. A write refused on the spot rejects like any other. */
export interface Shelf {
  store: 'outbox' | 'rescued'
  waiting(tx: Tx, limit: number): Promise<OutboxRow[]>
  find(tx: Tx, entryId: string): Promise<OutboxRow | undefined>
  put(tx: Tx<'readwrite'>, row: OutboxRow): Promise<unknown>
  remove(tx: Tx<'readwrite'>, row: OutboxRow): Promise<unknown>
}

export const ownShelf: Shelf = {
  store: 'outbox',
  waiting: (tx, limit) => tx.objectStore('outbox').index('state').getAll(numbered('waiting'), limit),
  find: (tx, entryId) => tx.objectStore('outbox').index('entry').get(entryId),
  put: async (tx, row) => tx.objectStore('outbox').put(row),
  remove: async (tx, row) => tx.objectStore('outbox').delete(row.deviceSeq),
}

export function shelfOf(device: string): Shelf {
  return {
    store: 'rescued',
    waiting: (tx, limit) => tx.objectStore('rescued').index('state').getAll(numbered(device, 'waiting'), limit),
    async find(tx, entryId): Promise<RescuedRow | undefined> {
      return (await tx.objectStore('rescued').index('entry').getAll(entryId)).find((row) => row.device === device)
    },
    put: async (tx, row) => tx.objectStore('rescued').put({ ...row, device }),
    remove: async (tx, row) => tx.objectStore('rescued').delete([device, row.deviceSeq]),
  }
}
