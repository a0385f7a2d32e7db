/** The rows of the outbox and their counters, which change only together. */
import type { Entry } from '#domain/entries/kinds.ts'
import { getMeta, putMeta, type Tx } from './open.ts'
import { emptyCounters, type Counters, type OutboxRow } from './schema.ts'

export function toOutboxRow({ id, deviceSeq, kind, at, about }: Entry): OutboxRow {
  return { deviceSeq, entryId: id, kind, at, site: about.site ?? null, visit: about.visit ?? null, delivery: { state: 'waiting' } }
}

/** The rows of a compound index whose first part is `prefix`; the second is a number. */
export function numbered(prefix: string): IDBKeyRange {
  return IDBKeyRange.bound([prefix, 0], [prefix, Number.MAX_SAFE_INTEGER])
}

export async function count(tx: Tx<'readwrite'>, change: Partial<Counters>): Promise<void> {
  const counters = { ...emptyCounters, ...(await getMeta(tx, 'counters')) }
  for (const [name, by] of Object.entries(change) as [keyof Counters, number][]) counters[name] += by
  await putMeta(tx, 'counters', counters)
}
