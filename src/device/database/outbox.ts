/**
 * What waits on the phone for the server's receipt: its own queue, and what is known of everything that waits here, in whichever
 * queue. A pull adds to the ledger and never touches what waits.
 */
import { canonical } from '#domain/canonical.ts'
import type { AnswersDoor, OutboxDoor } from '../doors.ts'
import type { Vault } from '../vault.ts'
import type { Changes } from './changes.ts'
import { getMeta, type Database } from './open.ts'
import { count, numbered, ownShelf } from './outbox-rows.ts'
import { applyPull } from './pull.ts'
import { createQueue } from './queue.ts'
import { release } from './release.ts'
import { reoffer } from './reoffer.ts'
import { photoBound } from './sealing.ts'
import { emptyCounters, emptyPull } from './schema.ts'
import { visitDelivery } from './visit-delivery.ts'

export function createOutbox(database: Database, vault: Vault, answers: AnswersDoor, changes: Changes): Omit<OutboxDoor, 'waiting'> {
  return {
    ...createQueue(database, vault, changes, ownShelf),
    async items(limit) {
      const rows = await database.run(['outbox', 'rescued'], 'readonly', async (tx) => {
        const own = await tx.objectStore('outbox').getAll(null, limit)
        return own.length < limit ? [...own, ...(await tx.objectStore('rescued').getAll(null, limit - own.length))] : own
      })
      return rows.map(({ entryId, kind, at, delivery, site }) => ({ entryId, kind, at, delivery, site }))
    },
    visitDelivery: (visit) => visitDelivery(database, visit),
    isUnreceipted: async (visit) =>
      (await database.run(['outbox'], 'readonly', (tx) => tx.objectStore('outbox').index('visit').count(numbered(visit)))) > 0,
    async release(reasons) {
      if (await release(database, ({ reason }) => reasons?.includes(reason) ?? true)) changes.tell()
    },
    async releaseOne(entryId) {
      if (await release(database, (_, row) => row.entryId === entryId)) changes.tell()
    },
    async reoffer(deviceSeq) {
      const reoffered = await reoffer(database, deviceSeq)
      if (reoffered) changes.tell()
      return reoffered
    },
    async nextPhoto(except) {
      const row = await database.run(['attachments'], 'readonly', async (tx) => {
        const attachments = tx.objectStore('attachments')
        let cursor = await attachments.index('state').openKeyCursor(numbered('waiting'))
        while (cursor !== null && except?.has(cursor.primaryKey)) cursor = await cursor.continue()
        return (cursor === null ? undefined : await attachments.get(cursor.primaryKey)) ?? null
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
      const counters = { ...emptyCounters, ...(await database.run(['meta'], 'readonly', (tx) => getMeta(tx, 'counters'))) }
      const { delivered, photosDelivered, signaturesDelivered } = counters
      return { delivered, photosDelivered, signaturesDelivered }
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
