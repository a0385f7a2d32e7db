/**
 * Station 10: store. The only place where an entry enters the ledger. What has to happen because an entry is there (a recheck,
 * the right to see a photograph) is written in the same transaction.
 */
import { canonical } from '#domain/canonical.ts'
import type { Parcel } from '#domain/contract.ts'
import type { Entry } from '#domain/entries/kinds.ts'
import type { Receipt } from '#domain/outbox.ts'
import { queueRecheck } from '../checks/queue-recheck.ts'
import type { Tx } from '../database/schema.ts'
import type { Doors } from '../doors.ts'

/** In one statement: fewer are slower, and a database takes only so many values in one. */
const ROWS_AT_ONCE = 20

type Ledger = Pick<Doors, 'keys'>

/**
 * Stores `parcels`, whose hashes and chains have been checked, and returns a receipt for each, in order. The area's counter is
 * taken as late as possible and held until commit, so that commit order is number order within an area and no reader of the
 * feed can miss a row.
 */
export async function append(tx: Tx, { keys }: Ledger, parcels: readonly Parcel[], receivedAt: number): Promise<Receipt[]> {
  const receipts: Receipt[] = []
  // Always in the same order of areas, so that two writers cannot wait for each other.
  const areas = [...new Set(parcels.map((parcel) => parcel.entry.area))].sort()
  for (const area of areas) {
    const group = parcels.filter((parcel) => parcel.entry.area === area)
    const { seq: last } = await tx
      .insertInto('areaHead')
      .values({ area, seq: group.length })
      .onConflict((oc) => oc.column('area').doUpdateSet((eb) => ({ seq: eb('areaHead.seq', '+', group.length) })))
      .returning('seq')
      .executeTakeFirstOrThrow()
    const rows = group.map(({ entry, personal, sig = null }, i) => {
      const receipt = keys.signReceipt({ entryId: entry.id, hash: entry.hash, area, seq: last - group.length + 1 + i, receivedAt })
      receipts.push(receipt)
      const personalSealed = personal === null ? null : keys.seal.close(canonical(personal), entry.id)
      return { ...placeOf(entry), seq: receipt.seq, receivedAt, bytes: canonical(entry), personalSealed, sig, receiptSig: receipt.sig, erasedBy: null }
    })
    for (let i = 0; i < rows.length; i += ROWS_AT_ONCE) await tx.insertInto('entry').values(rows.slice(i, i + ROWS_AT_ONCE)).execute()
    for (const parcel of group) await consequences(tx, keys, parcel, receivedAt)
  }
  const order = new Map(parcels.map((parcel, i) => [parcel.entry.id, i]))
  return receipts.sort((a, b) => order.get(a.entryId)! - order.get(b.entryId)!)
}

/** The columns by which entries are found: each says what the bytes say. */
export function placeOf(entry: Entry) {
  const { area, id, kind, device, deviceSeq, prev, hash, by, at, about } = entry
  const checkId = about.check ?? (kind === 'check.made' ? id : null)
  return {
    area, id, kind, device, deviceSeq, prev, hash, by, at, checkId,
    site: about.site ?? null, visit: about.visit ?? null, finding: about.finding ?? null,
    notice: about.notice ?? null, bulletin: about.bulletin ?? null, credit: about.credit ?? null, transfer: about.case ?? null,
  }
}

async function consequences(tx: Tx, keys: Ledger['keys'], { entry, personal }: Parcel, receivedAt: number): Promise<void> {
  if (entry.kind === 'attachment.added') {
    const row = { area: entry.area, sha256: entry.body.sha256 }
    await tx.insertInto('attachmentArea').values(row).onConflict((oc) => oc.columns(['area', 'sha256']).doNothing()).execute()
    await tx.insertInto('attachmentUse').values({ ...row, entryId: entry.id }).execute()
  }
  if (entry.kind === 'check.made' && personal?.idNumber !== undefined) {
    await queueRecheck(tx, entry, keys.personKey(personal.idNumber), receivedAt)
  }
}
