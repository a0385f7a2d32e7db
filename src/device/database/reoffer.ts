/** Undoes deliveries that a server restored from an older copy has forgotten. What it still has, it answers with `known`. */
import type { Database } from './open.ts'
import { count, toOutboxRow } from './outbox-rows.ts'
import type { LedgerRow, PhotoRow } from './schema.ts'

/** Puts everything before `deviceSeq` back into the outbox, in one transaction; false when nothing came back or something before it waits anyway. */
export function reoffer(database: Database, deviceSeq: number): Promise<boolean> {
  return database.run(['ledger', 'outbox', 'receipts', 'attachments', 'meta'], 'readwrite', async (tx) => {
    const [outbox, receipts, attachments] = [tx.objectStore('outbox'), tx.objectStore('receipts'), tx.objectStore('attachments')]
    const apart = await outbox.getAll(IDBKeyRange.upperBound(deviceSeq, true))
    if (apart.some((row) => row.delivery.state === 'waiting')) return false
    const receipted = await receipts.getAllKeys()
    const rows = await Promise.all(receipted.map((id) => tx.objectStore('ledger').get(id)))
    const entries = rows.filter((row): row is LedgerRow => row !== undefined && row.entry.deviceSeq < deviceSeq).map((row) => row.entry)
    const shown = new Set(entries.flatMap((entry) => (entry.kind === 'attachment.added' ? [entry.body.sha256] : [])))
    const photos = await Promise.all([...shown].map((sha256) => attachments.get(sha256)))
    const delivered = photos.filter((photo): photo is PhotoRow => photo?.state === 'delivered')
    await Promise.all([
      // The server forgot these too, and without them the chain has a gap.
      ...apart.map((row) => outbox.put({ ...row, delivery: { state: 'waiting' } })),
      ...entries.map((entry) => outbox.put(toOutboxRow(entry))),
      ...entries.map((entry) => receipts.delete(entry.id)),
      ...delivered.map((photo) => attachments.put({ ...photo, state: 'waiting', receipt: null })),
      count(tx, {
        waiting: apart.length + entries.length,
        quarantined: -apart.length,
        delivered: -entries.length,
        photosWaiting: delivered.length,
        photosDelivered: -delivered.length,
      }),
    ])
    return apart.length + entries.length > 0
  })
}
