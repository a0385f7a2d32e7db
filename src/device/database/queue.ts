/** What one device offers to the server. A row goes only in the transaction that stores its receipt; quarantined rows stay, visible. */
import type { QueueDoor } from '../doors.ts'
import type { Vault } from '../vault.ts'
import type { Changes } from './changes.ts'
import type { Database } from './open.ts'
import { count, SIGNATURE, type Shelf } from './outbox-rows.ts'
import { openParcel } from './sealing.ts'
import type { LedgerRow } from './schema.ts'

/** `reoffer` is left to those who know more than one shelf. */
export function createQueue(database: Database, vault: Vault, changes: Changes, shelf: Shelf): Omit<QueueDoor, 'reoffer'> {
  return {
    async next(limit) {
      const rows = await database.run([shelf.store, 'ledger'], 'readonly', async (tx) => {
        const waiting = await shelf.waiting(tx, limit)
        const found = await Promise.all(waiting.map((row) => tx.objectStore('ledger').get(row.entryId)))
        return found.filter((row): row is LedgerRow => row !== undefined)
      })
      const parcels = await Promise.all(rows.map((row) => openParcel(vault, row)))
      return parcels.filter(({ personal }, i) => personal !== null || rows[i]?.personal === null)
    },
    async delivered(receipts) {
      await database.run([shelf.store, 'receipts', 'meta'], 'readwrite', async (tx) => {
        const rows = await Promise.all(receipts.map((receipt) => shelf.find(tx, receipt.entryId)))
        const gone = rows.filter((row) => row !== undefined)
        await Promise.all([
          ...gone.map((row) => shelf.remove(tx, row)),
          ...receipts.filter((_, i) => rows[i] !== undefined).map(async (receipt) => tx.objectStore('receipts').put(receipt)),
          count(tx, {
            waiting: -gone.filter((row) => row.delivery.state === 'waiting').length,
            quarantined: -gone.filter((row) => row.delivery.state === 'quarantined').length,
            delivered: gone.length,
            signaturesDelivered: gone.filter((row) => row.kind === SIGNATURE).length,
          }),
        ])
      })
      changes.tell()
    },
    async quarantine(entryId, reason) {
      await database.run([shelf.store, 'meta'], 'readwrite', async (tx) => {
        const row = await shelf.find(tx, entryId)
        if (row === undefined) return
        const moved = row.delivery.state === 'waiting' ? 1 : 0
        await Promise.all([
          shelf.put(tx, { ...row, delivery: { state: 'quarantined', reason } }),
          count(tx, { waiting: -moved, quarantined: moved }),
        ])
      })
      changes.tell()
    },
  }
}
