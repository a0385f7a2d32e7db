/** Entries as the database keeps them, read back. */
import type { Parcel } from '#domain/contract.ts'
import type { Personal } from '#domain/entries/envelope.ts'
import type { Entry } from '#domain/entries/kinds.ts'
import type { Receipt } from '#domain/outbox.ts'
import type { Database } from '../database/schema.ts'
import type { Keys } from './keys.ts'

export interface StoredEntry {
  id: string
  bytes: string
  personalSealed: string | null
}

/** The entry in `row` as it was written; its bytes were validated before they were stored. Folds read it in its newest version themselves. */
export function entryOf(row: Pick<StoredEntry, 'bytes'>): Entry {
  return JSON.parse(row.bytes) as Entry
}

/** The opened personal part of `row`, or `null` when there is none. */
export function personalOf(row: StoredEntry, { seal }: Pick<Keys, 'seal'>): Personal | null {
  return row.personalSealed === null ? null : (JSON.parse(seal.open(row.personalSealed, row.id)) as Personal)
}

/** Entry and personal part together. */
export function parcelOf(row: StoredEntry, keys: Pick<Keys, 'seal'>): Parcel {
  return { entry: entryOf(row), personal: personalOf(row, keys) }
}

/**
 * The entries of `visits` within `scope` (a pattern, `scopeOf`), and what was written at other visits or at none about their findings:
 * a finding is followed up later, and stands as its newest entry says.
 */
export async function entriesOf(db: Database, scope: string, visits: readonly string[]) {
  const rows = await db.selectFrom('entry').selectAll().where('visit', 'in', visits).where('area', 'like', scope).execute()
  const findings = [...new Set(rows.flatMap((row) => (row.kind === 'finding.raised' && row.finding !== null ? [row.finding] : [])))]
  if (findings.length === 0) return rows
  const later = await db.selectFrom('entry').selectAll().where('finding', 'in', findings).where('area', 'like', scope).execute()
  const here = new Set(rows.map((row) => row.id))
  return [...rows, ...later.filter((row) => !here.has(row.id))]
}

/** The receipt as it was given when the entry was stored; for rows of version 0.1.0, which kept none, it is signed again: the same bytes. */
export function receiptOf(
  { id: entryId, hash, area, seq, receivedAt, receiptSig }: Omit<Receipt, 'entryId' | 'sig'> & { id: string; receiptSig: string | null },
  keys: Pick<Keys, 'signReceipt'>,
): Receipt {
  const unsigned = { entryId, hash, area, seq, receivedAt }
  return receiptSig === null ? keys.signReceipt(unsigned) : { ...unsigned, sig: receiptSig }
}
