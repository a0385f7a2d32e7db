/**
 * What a phone need not know any more, it lets go of: photographs and personal parts of own visits that are over and wholly delivered.
 * Entries, receipts and the chain stay, so that what was done can be shown and a restored server be helped.
 */
import { upgradeEntry } from '#domain/entries/upgrade.ts'
import { foldFindings, foldVisits } from '#domain/fold.ts'
import { isOpen } from '#domain/finding-states.ts'
import type { Instant } from '#domain/time.ts'
import type { RetentionDoor } from '../doors.ts'
import type { Changes } from './changes.ts'
import type { Database, Tx } from './open.ts'
import { numbered } from './outbox-rows.ts'
import type { LedgerRow } from './schema.ts'

export function createRetention(database: Database, changes: Changes): RetentionDoor {
  return {
    async sweep(deliveredBefore) {
      const ended = await database.run(['ledger'], 'readonly', async (tx) => {
        const rows = await Promise.all((['visit.ended', 'visit.voided'] as const).map((kind) => tx.objectStore('ledger').index('kind').getAll(IDBKeyRange.bound([kind, ''], [kind, '\uffff']))))
        return [...new Set(rows.flat().flatMap(({ entry }) => entry.about.visit ?? []))]
      })
      let [visits, photos] = [0, 0]
      // One visit at a time: nothing that is being written waits for long, and a kill in between loses no more than a turn.
      for (const visit of ended) {
        const dropped = await database.run(['ledger', 'outbox', 'rescued', 'receipts', 'attachments'], 'readwrite', (tx) => sweepVisit(tx, visit, deliveredBefore))
        if (dropped === null) continue
        visits += 1
        photos += dropped
      }
      if (visits > 0) changes.tell()
      return { visits, photos }
    },
  }
}

/** How many photographs went; `null` when there is nothing to let go of, or not yet. */
async function sweepVisit(tx: Tx<'readwrite'>, visit: string, deliveredBefore: Instant): Promise<number | null> {
  const [ledger, attachments] = [tx.objectStore('ledger'), tx.objectStore('attachments')]
  const rows = await ledger.index('visit').getAll(visit)
  const named = rows.filter((row) => row.personal !== null)
  const read = rows.flatMap(({ entry }) => upgradeEntry(entry) ?? [])
  const shown = [...new Set(read.flatMap((entry) => (entry.kind === 'attachment.added' ? [entry.body.sha256] : [])))]
  const photos = (await Promise.all(shown.map((sha256) => attachments.get(sha256)))).filter((photo) => photo !== undefined)
  if (named.length + photos.length === 0) return null
  if (photos.some((photo) => photo.receipt === null || photo.receipt.receivedAt >= deliveredBefore)) return null
  if (!(await isLongDelivered(tx, visit, rows, deliveredBefore)) || (await isStillNeeded(tx, visit, rows))) return null
  await Promise.all([...named.map(async (row) => ledger.put({ ...row, personal: null })), ...photos.map(async ({ sha256 }) => attachments.delete(sha256))])
  return photos.length
}

/** What has no receipt here was written elsewhere and is on the server already; somebody's own visit has at least one. */
async function isLongDelivered(tx: Tx, visit: string, rows: readonly LedgerRow[], deliveredBefore: Instant): Promise<boolean> {
  const [own, others, ...receipts] = await Promise.all([
    tx.objectStore('outbox').index('visit').count(numbered(visit)),
    tx.objectStore('rescued').index('visit').count(visit),
    ...rows.map(({ entry }) => tx.objectStore('receipts').get(entry.id)),
  ])
  const received = receipts.filter((receipt) => receipt !== undefined)
  return own + others === 0 && received.length > 0 && received.every((receipt) => receipt.receivedAt < deliveredBefore)
}

/** A visit that goes on, or whose findings somebody still has to look at. */
async function isStillNeeded(tx: Tx, visit: string, rows: readonly LedgerRow[]): Promise<boolean> {
  const folded = foldVisits(rows.map((row) => row.entry)).get(visit)
  if (folded === undefined || (folded.endedAt === null && folded.voided === null)) return true
  // Findings are followed up at other visits of the site, and the photographs of those visits belong to them.
  const site = await tx.objectStore('ledger').index('site').getAll(folded.site)
  const looked = new Set(rows.flatMap(({ entry }) => entry.about.finding ?? []))
  return foldFindings(site.map((row) => row.entry)).some((finding) => looked.has(finding.id) && (isOpen(finding.state) || finding.state === 'draft'))
}
