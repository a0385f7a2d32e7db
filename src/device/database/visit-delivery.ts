/** How far one visit has come to the server: its records, signatures and photographs, each by its own receipt. */
import type { Share, VisitDelivery } from '../doors.ts'
import type { Database } from './open.ts'
import { numbered, SIGNATURE } from './outbox-rows.ts'

export function visitDelivery(database: Database, visit: string): Promise<VisitDelivery> {
  return database.run(['ledger', 'outbox', 'rescued', 'attachments'], 'readonly', async (tx) => {
    const [ledger, own, others, photosWaiting] = await Promise.all([
      tx.objectStore('ledger').index('visit').getAll(visit),
      tx.objectStore('outbox').index('visit').getAll(numbered(visit)),
      tx.objectStore('rescued').index('visit').getAll(visit),
      // By name only: the bytes of a day's photographs are more than a list should read. One that is not here was taken on another
      // phone, or has been let go of after its receipt.
      tx.objectStore('attachments').index('state').getAllKeys(IDBKeyRange.bound(['waiting'], ['waiting', []])),
    ])
    const rows = [...own, ...others]
    const waits = new Set(rows.map((row) => row.entryId))
    const entries = ledger.map((row) => row.entry)
    const shown = entries.flatMap((entry) => (entry.kind === 'attachment.added' ? [{ id: entry.id, sha256: entry.body.sha256 }] : []))
    const unsent = new Set(photosWaiting)
    const share = (ids: readonly string[]): Share => ({ total: ids.length, delivered: ids.filter((id) => !waits.has(id)).length })
    return {
      records: share(entries.filter(({ kind }) => kind !== 'attachment.added' && kind !== SIGNATURE).map(({ id }) => id)),
      signatures: share(entries.filter(({ kind }) => kind === SIGNATURE).map(({ id }) => id)),
      photos: { total: shown.length, delivered: shown.filter(({ id, sha256 }) => !waits.has(id) && !unsent.has(sha256)).length },
      quarantined: rows.filter((row) => row.delivery.state === 'quarantined').length,
    }
  })
}
