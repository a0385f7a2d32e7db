/** Undoes deliveries that a server restored from an older copy has forgotten. What it still has, it answers with `known`. */
import { getMeta, type Database, type Tx } from './open.ts'
import { count, ownShelf, shelfOf, SIGNATURE, toOutboxRow, type Shelf } from './outbox-rows.ts'
import type { LedgerRow, PhotoRow } from './schema.ts'

/** What `reofferIn` reads and writes. */
export const REOFFER_STORES = ['ledger', 'outbox', 'rescued', 'receipts', 'attachments', 'meta'] as const

/**
 * Puts everything before `deviceSeq` back into its queue, in one transaction; of one former device where `former` names it, else of
 * this phone and, where `deviceSeq` is beyond all, of every former device. False when nothing came back or something before it waits
 * anyway.
 */
export function reoffer(database: Database, deviceSeq: number, former?: string): Promise<boolean> {
  return database.run([...REOFFER_STORES], 'readwrite', (tx) => reofferIn(tx, deviceSeq, former))
}

/** `reoffer` within a transaction over `REOFFER_STORES`: what gave the loss away must not be forgotten before it is acted on. */
export async function reofferIn(tx: Tx<'readwrite'>, deviceSeq: number, former?: string): Promise<boolean> {
  const [outbox, receipts, attachments] = [tx.objectStore('outbox'), tx.objectStore('receipts'), tx.objectStore('attachments')]
  const [own, formers] = await Promise.all([getMeta(tx, 'device'), getMeta(tx, 'formers')])
  const shelves = new Map<string, Shelf>()
  if (former === undefined && own !== undefined) shelves.set(own, ownShelf)
  for (const { device } of formers ?? []) if (former === device || deviceSeq === Number.MAX_SAFE_INTEGER) shelves.set(device, shelfOf(device))
  const [ownRows, otherRows] = await Promise.all([outbox.getAll(), tx.objectStore('rescued').getAll()])
  const apart = [...ownRows.map((row) => ({ ...row, device: own ?? '' })), ...otherRows].filter((row) => shelves.has(row.device) && row.deviceSeq < deviceSeq)
  if (deviceSeq !== Number.MAX_SAFE_INTEGER && apart.some((row) => row.delivery.state === 'waiting')) return false
  const receipted = await receipts.getAllKeys()
  const rows = await Promise.all(receipted.map((id) => tx.objectStore('ledger').get(id)))
  const entries = rows.filter((row): row is LedgerRow => row !== undefined && shelves.has(row.entry.device) && row.entry.deviceSeq < deviceSeq).map((row) => row.entry)
  const released = apart.filter((row) => row.delivery.state === 'quarantined')
  const releasedRows = await Promise.all(released.map((row) => tx.objectStore('ledger').get(row.entryId)))
  const again = [...entries, ...releasedRows.flatMap((row) => (row === undefined ? [] : [row.entry]))]
  const shown = new Set(again.flatMap((entry) => (entry.kind === 'attachment.added' ? [entry.body.sha256] : [])))
  const photos = await Promise.all([...shown].map((sha256) => attachments.get(sha256)))
  const delivered = photos.filter((photo): photo is PhotoRow => photo?.state === 'delivered')
  await Promise.all([
    // The server forgot these too, and without them the chain has a gap.
    ...released.map(({ device, ...row }) => shelves.get(device)!.put(tx, { ...row, delivery: { state: 'waiting' } })),
    ...entries.map((entry) => shelves.get(entry.device)!.put(tx, toOutboxRow(entry))),
    ...entries.map(async (entry) => receipts.delete(entry.id)),
    ...delivered.map(async (photo) => attachments.put({ ...photo, state: 'waiting', receipt: null })),
    count(tx, {
      waiting: released.length + entries.length,
      quarantined: -released.length,
      delivered: -entries.length,
      signaturesDelivered: -entries.filter((entry) => entry.kind === SIGNATURE).length,
      photosWaiting: delivered.length,
      photosDelivered: -delivered.length,
    }),
  ])
  return released.length + entries.length > 0
}
