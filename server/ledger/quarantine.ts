/** What may not enter the ledger is kept here whole, sealed (it may name a person), with the reason. Nothing is dropped. */
import type { Entry } from '#domain/entries/kinds.ts'
import type { QuarantineReason } from '#domain/outbox.ts'
import type { Tx } from '../database/schema.ts'
import type { Keys } from './keys.ts'
import type { Link, ReadParcel } from './read-parcel.ts'

interface Aside {
  item: ReadParcel
  account: string
  device: string
  reason: QuarantineReason
  chained: boolean
  receivedAt: number
}

/** Keeps the bytes of `item`. The same bytes offered again are kept once; that they took their place in the chain is not forgotten. */
export async function keepAside(tx: Tx, keys: Pick<Keys, 'digest' | 'seal'>, aside: Aside): Promise<void> {
  const { item, account, device, reason, receivedAt } = aside
  const bytes = JSON.stringify(item.raw)
  const digest = keys.digest(bytes)
  // Where it claims to stand in this very device's chain; the walk along the chain needs it.
  const place = item.link?.device === device ? { device, deviceSeq: item.link.deviceSeq, prev: item.link.prev } : null
  const row = {
    digest, entryId: item.id, hash: item.link?.hash ?? null, device, account, reason, chained: aside.chained ? 1 : 0,
    sealed: keys.seal.close(bytes, digest), receivedAt, releasedAt: null, deviceSeq: null, prev: null, erasedBy: null, ...place,
  }
  const again = { reason, ...place, ...(aside.chained ? { chained: 1 } : {}) }
  await tx.insertInto('quarantine').values(row).onConflict((oc) => oc.column('digest').doUpdateSet(again)).execute()
}

/** Whether this very entry was kept aside at its right place in the chain, so that it may be judged again when offered again. */
export async function wasKeptInChain(tx: Tx, link: Link): Promise<boolean> {
  const row = await tx
    .selectFrom('quarantine')
    .select('digest')
    .where('entryId', '=', link.id)
    .where('hash', '=', link.hash)
    .where('device', '=', link.device)
    .where('chained', '=', 1)
    .executeTakeFirst()
  return row !== undefined
}

/** What was kept aside as `digest`, as it came; `null` once it was erased. */
export function openAside({ digest, sealed }: { digest: string; sealed: string }, { seal }: Pick<Keys, 'seal'>): unknown {
  return sealed === '' ? null : (JSON.parse(seal.open(sealed, digest)) as unknown)
}

/** Notes that entries once kept aside have entered the ledger. */
export async function markReleased(tx: Tx, entries: readonly Entry[], releasedAt: number): Promise<void> {
  const ids = entries.map((entry) => entry.id)
  const aside = await tx.selectFrom('quarantine').select('entryId').where('entryId', 'in', ids).where('releasedAt', 'is', null).execute()
  const known = new Set(aside.map((row) => row.entryId))
  for (const { id, hash } of entries.filter((entry) => known.has(entry.id))) {
    await tx.updateTable('quarantine').set({ releasedAt }).where('entryId', '=', id).where('hash', '=', hash).where('releasedAt', 'is', null).execute()
  }
}
