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
  const row = {
    digest, entryId: item.id, hash: item.link?.hash ?? null, device, account, reason, chained: aside.chained ? 1 : 0,
    sealed: keys.seal.close(bytes, digest), receivedAt, releasedAt: null,
  }
  const again = aside.chained ? { reason, device, chained: 1 } : { reason }
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

/** Notes that entries once kept aside have entered the ledger. */
export async function markReleased(tx: Tx, entries: readonly Entry[], releasedAt: number): Promise<void> {
  for (const { id, hash } of entries) {
    await tx.updateTable('quarantine').set({ releasedAt }).where('entryId', '=', id).where('hash', '=', hash).where('releasedAt', 'is', null).execute()
  }
}
