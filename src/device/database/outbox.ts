/**
 * What waits on the phone for the server's receipt. A row goes only in the transaction that stores its receipt; quarantined rows
 * stay, visible. A pull adds to the ledger and never touches what waits.
 */
import { canonical } from '#domain/canonical.ts'
import type { AnswersDoor, OutboxDoor } from '../doors.ts'
import type { Vault } from '../vault.ts'
import type { Changes } from './changes.ts'
import { getMeta, type Database } from './open.ts'
import { count, numbered } from './outbox-rows.ts'
import { applyPull } from './pull.ts'
import { reoffer } from './reoffer.ts'
import { openParcel, photoBound } from './sealing.ts'
import { emptyCounters, emptyPull, type LedgerRow } from './schema.ts'

export function createOutbox(database: Database, vault: Vault, answers: AnswersDoor, changes: Changes): OutboxDoor {
  return {
    waiting: () =>
      database.run(['outbox', 'attachments', 'meta'], 'readonly', async (tx) => {
        const [counters, entry, photo] = await Promise.all([
          getMeta(tx, 'counters'),
          tx.objectStore('outbox').index('state').get(numbered('waiting')),
          tx.objectStore('attachments').index('state').get(numbered('waiting')),
        ])
        const { waiting, photosWaiting, quarantined } = counters ?? emptyCounters
        const since = [entry, photo].flatMap((row) => (row === undefined ? [] : [row.at]))
        return { entries: waiting, photos: photosWaiting, quarantined, oldestAt: since.length === 0 ? null : Math.min(...since) }
      }),
    async items(limit) {
      const rows = await database.run(['outbox'], 'readonly', (tx) => tx.objectStore('outbox').getAll(null, limit))
      return rows.map(({ entryId, kind, at, delivery, site }) => ({ entryId, kind, at, delivery, site }))
    },
    async next(limit) {
      const rows = await database.run(['outbox', 'ledger'], 'readonly', async (tx) => {
        const waiting = await tx.objectStore('outbox').index('state').getAll(numbered('waiting'), limit)
        const found = await Promise.all(waiting.map((row) => tx.objectStore('ledger').get(row.entryId)))
        return found.filter((row): row is LedgerRow => row !== undefined)
      })
      const parcels = await Promise.all(rows.map((row) => openParcel(vault, row)))
      return parcels.filter(({ personal }, i) => personal !== null || rows[i]?.personal === null)
    },
    isUnreceipted: async (visit) =>
      (await database.run(['outbox'], 'readonly', (tx) => tx.objectStore('outbox').index('visit').count(numbered(visit)))) > 0,
    async delivered(receipts) {
      await database.run(['outbox', 'receipts', 'meta'], 'readwrite', async (tx) => {
        const outbox = tx.objectStore('outbox')
        const rows = await Promise.all(receipts.map((receipt) => outbox.index('entry').get(receipt.entryId)))
        const gone = rows.filter((row) => row !== undefined)
        await Promise.all([
          ...gone.map((row) => outbox.delete(row.deviceSeq)),
          ...receipts.filter((_, i) => rows[i] !== undefined).map((receipt) => tx.objectStore('receipts').put(receipt)),
          count(tx, {
            waiting: -gone.filter((row) => row.delivery.state === 'waiting').length,
            quarantined: -gone.filter((row) => row.delivery.state === 'quarantined').length,
            delivered: gone.length,
          }),
        ])
      })
      changes.tell()
    },
    async quarantine(entryId, reason) {
      await database.run(['outbox', 'meta'], 'readwrite', async (tx) => {
        const row = await tx.objectStore('outbox').index('entry').get(entryId)
        if (row === undefined) return
        const moved = row.delivery.state === 'waiting' ? 1 : 0
        await Promise.all([
          tx.objectStore('outbox').put({ ...row, delivery: { state: 'quarantined', reason } }),
          count(tx, { waiting: -moved, quarantined: moved }),
        ])
      })
      changes.tell()
    },
    async release(reasons) {
      const released = await database.run(['outbox', 'meta'], 'readwrite', async (tx) => {
        const all = await tx.objectStore('outbox').index('state').getAll(numbered('quarantined'))
        const rows = all.filter(({ delivery }) => delivery.state === 'quarantined' && (reasons?.includes(delivery.reason) ?? true))
        await Promise.all([
          ...rows.map((row) => tx.objectStore('outbox').put({ ...row, delivery: { state: 'waiting' } })),
          count(tx, { waiting: rows.length, quarantined: -rows.length }),
        ])
        return rows.length
      })
      if (released > 0) changes.tell()
    },
    async reoffer(deviceSeq) {
      const reoffered = await reoffer(database, deviceSeq)
      if (reoffered) changes.tell()
      return reoffered
    },
    async nextPhoto(except) {
      const row = await database.run(['attachments'], 'readonly', async (tx) => {
        let cursor = await tx.objectStore('attachments').index('state').openCursor(numbered('waiting'))
        while (cursor !== null && except?.has(cursor.value.sha256)) cursor = await cursor.continue()
        return cursor?.value ?? null
      })
      if (row === null) return null
      return { sha256: row.sha256, bytes: (await vault.open(row.sealed, photoBound(row.sha256))) ?? new ArrayBuffer(0) }
    },
    async photoDelivered(receipt) {
      await database.run(['attachments', 'meta'], 'readwrite', async (tx) => {
        const row = await tx.objectStore('attachments').get(receipt.sha256)
        if (row === undefined || row.state === 'delivered') return
        await Promise.all([
          tx.objectStore('attachments').put({ ...row, state: 'delivered', receipt }),
          count(tx, { photosWaiting: -1, photosDelivered: 1 }),
        ])
      })
      changes.tell()
    },
    async counts() {
      const { delivered, photosDelivered } = (await database.run(['meta'], 'readonly', (tx) => getMeta(tx, 'counters'))) ?? emptyCounters
      return { delivered, photosDelivered }
    },
    async applyPull(before, page) {
      const applied = await applyPull(database, vault, answers, canonical(before), page)
      if (applied && page.entries.length > 0) changes.tell()
      return applied
    },
    async cursor() {
      return ((await database.run(['meta'], 'readonly', (tx) => getMeta(tx, 'pull'))) ?? emptyPull).cursor
    },
  }
}
