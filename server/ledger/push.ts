/**
 * Station 9: server. Takes what phones push, each parcel on its own. Identity is the entry's id; the same id with the same hash
 * is known, with another hash it is kept aside; what may not enter is kept aside too and never blocks what follows.
 */
import { within } from '#domain/areas.ts'
import { PUSH_LIMIT, type Parcel } from '#domain/contract.ts'
import type { Entry } from '#domain/entries/kinds.ts'
import { authorsOf } from '#domain/entries/rights.ts'
import type { PushResult, QuarantineReason, Receipt } from '#domain/outbox.ts'
import type { AccountRow } from '../accounts/account.ts'
import { bindDevice } from '../accounts/device.ts'
import { settleDrafts } from '../checks/settle.ts'
import type { Tx } from '../database/schema.ts'
import type { Doors } from '../doors.ts'
import { append } from './append.ts'
import { keepAside, wasKeptInChain, markReleased } from './quarantine.ts'
import { readParcel, type Link, type ReadParcel } from './read-parcel.ts'
import { receiptOf } from './rows.ts'
import { advanceHead } from './server-writer.ts'
import { checkSignatures, type Signed } from './signatures.ts'

type Ledger = Pick<Doors, 'db' | 'keys' | 'now' | 'random'>

/** Most bytes of a body that carries parcels. */
export const PUSH_BYTES = PUSH_LIMIT * 32 * 1024

/** `repeat`: the same entry once more in one push. `chained`: it took its place in the chain although it is kept aside. */
type Judged =
  | { outcome: 'store'; parcel: Parcel }
  | { outcome: 'known'; receipt: Receipt }
  | { outcome: 'repeat' }
  | { outcome: 'later' }
  | { outcome: 'aside'; reason: QuarantineReason; chained: boolean }

/**
 * Takes `raws` of one `device`, which has been proven, pushed in a session of `account`. Answers in the order offered; an entry
 * without a readable id is kept aside and has no answer. All or nothing of it is durable when this returns.
 */
export async function push(doors: Ledger, account: AccountRow, device: string, raws: readonly unknown[]): Promise<PushResult[]> {
  const offered = raws.map(readParcel)
  // A phone that lost its order costs itself no second round trip.
  const inChainOrder = [...offered].sort((a, b) => (a.link?.deviceSeq ?? 0) - (b.link?.deviceSeq ?? 0))
  // Before the transaction, which must not wait for arithmetic.
  const signed = await checkSignatures(doors.db, device, offered)
  return doors.db.transaction().execute(async (tx) => {
    const batch = await openBatch(tx, doors, account, device, offered, signed)
    const judged = new Map<ReadParcel, Judged>()
    for (const item of inChainOrder) judged.set(item, await batch.judge(item))
    const receipts = await batch.store()
    return offered.flatMap((item) => {
      const result = resultOf(item, judged.get(item)!, receipts)
      return result === null ? [] : [result]
    })
  })
}

function resultOf(item: ReadParcel, judged: Judged, receipts: ReadonlyMap<string, Receipt>): PushResult | null {
  const id = item.id
  if (id === null) return null
  switch (judged.outcome) {
    case 'store':
      return { id, outcome: 'stored', receipt: receipts.get(id)! }
    case 'repeat':
      return { id, outcome: 'known', receipt: receipts.get(id)! }
    case 'known':
      return { id, outcome: 'known', receipt: judged.receipt }
    case 'later':
      return { id, outcome: 'later' }
    case 'aside':
      return { id, outcome: 'quarantined', reason: judged.reason }
  }
}

async function openBatch(
  tx: Tx,
  doors: Ledger,
  account: AccountRow,
  device: string,
  offered: readonly ReadParcel[],
  signatures: ReadonlyMap<ReadParcel, Signed>,
) {
  const receivedAt = doors.now()
  await bindDevice(tx, device, account.id, receivedAt)
  const users = await tx
    .selectFrom('account')
    .innerJoin('deviceAccount', 'deviceAccount.account', 'account.id')
    .selectAll('account')
    .where('deviceAccount.device', '=', device)
    .execute()
  const authors = new Map(users.map((user) => [user.id, user]))
  const stored = await tx.selectFrom('deviceHead').select(['seq', 'hash']).where('device', '=', device).executeTakeFirst()
  const head: { seq: number; hash: string | null } = { seq: stored?.seq ?? 0, hash: stored?.hash ?? null }
  const known = await tx.selectFrom('device').select('signedFrom').where('name', '=', device).executeTakeFirst()
  let signedFrom = known?.signedFrom ?? null
  const ids = offered.flatMap((item) => item.link?.id ?? [])
  const there = await tx.selectFrom('entry').select(['id', 'hash', 'area', 'seq', 'receivedAt', 'receiptSig']).where('id', 'in', ids).execute()
  const inLedger = new Map(there.map((row) => [row.id, row]))
  const staged = new Map<string, Parcel>()

  /** Why `entry` may not enter the ledger, or `null`. */
  function objection(entry: Entry): QuarantineReason | null {
    if (account.disabledAt !== null) return 'account-disabled'
    const roles = authorsOf[entry.kind]
    if (roles.length === 0 || (entry.kind === 'finding.withdrawn' && entry.body.reason === 'recheck-cleared')) return 'kind'
    const author = authors.get(entry.by)
    if (author === undefined || !roles.includes(author.role)) return 'rights'
    if (author.disabledAt !== null) return 'account-disabled'
    return within(entry.area, author.area) ? null : 'area'
  }

  /** Whether the signature says that the phone wrote this itself, so far as it can: a phone signs everything from its first signature on. */
  function isGenuine(item: ReadParcel, { deviceSeq }: Link): boolean {
    const signed = signatures.get(item)
    if (signed === 'by-device') signedFrom ??= deviceSeq
    return signed === 'not-at-all' ? signedFrom === null || deviceSeq < signedFrom : signed !== 'not-by-device'
  }

  function seenBefore(link: Link, item: ReadParcel): Judged | null {
    const row = staged.get(link.id)?.entry ?? inLedger.get(link.id)
    if (row === undefined) return null
    if (item.content.kind === 'unfit') return { outcome: 'aside', reason: item.content.reason, chained: false }
    if (row.hash !== link.hash) return { outcome: 'aside', reason: 'conflict-of-bytes', chained: false }
    if (!('seq' in row)) return { outcome: 'repeat' }
    return { outcome: 'known', receipt: receiptOf(row, doors.keys) }
  }

  async function examine(item: ReadParcel): Promise<Judged> {
    const { link, content } = item
    if (link === null) return { outcome: 'aside', reason: 'shape', chained: false }
    if (link.device !== device) return { outcome: 'aside', reason: 'rights', chained: false }
    const seen = seenBefore(link, item)
    if (seen !== null && seen.outcome !== 'aside') return seen
    if (link.deviceSeq > head.seq + 1) return { outcome: 'later' }
    const next = link.deviceSeq === head.seq + 1
    const chained = seen === null && (next ? link.prev === head.hash : await wasKeptInChain(tx, link))
    // The head moves over what is kept aside, too: it may not block what follows.
    if (next) Object.assign(head, { seq: link.deviceSeq, hash: link.hash })
    if (seen !== null) return seen
    if (content.kind === 'unfit') return { outcome: 'aside', reason: content.reason, chained }
    if (!chained) return { outcome: 'aside', reason: 'chain', chained }
    if (!isGenuine(item, link)) return { outcome: 'aside', reason: 'signature', chained }
    const reason = objection(content.parcel.entry)
    return reason === null ? { outcome: 'store', parcel: content.parcel } : { outcome: 'aside', reason, chained }
  }

  return {
    /** Decides on one parcel; what is kept aside is written at once, what may enter waits for `store`. */
    async judge(item: ReadParcel): Promise<Judged> {
      const judged = await examine(item)
      if (judged.outcome === 'aside') {
        const { reason, chained } = judged
        await keepAside(tx, doors.keys, { item, account: account.id, device, reason, chained, receivedAt })
      }
      if (judged.outcome === 'store') staged.set(judged.parcel.entry.id, judged.parcel)
      return judged
    },
    /** Writes what may enter, moves the head, and lets new draft findings meet rechecks that came before them. */
    async store(): Promise<ReadonlyMap<string, Receipt>> {
      const parcels = [...staged.values()]
      if (head.hash !== null && head.seq !== stored?.seq) await advanceHead(tx, device, head.seq, head.hash)
      if (signedFrom !== null) await tx.updateTable('device').set({ signedFrom }).where('name', '=', device).where('signedFrom', 'is', null).execute()
      await markReleased(tx, parcels.map((parcel) => parcel.entry), receivedAt)
      const receipts = await append(tx, doors, parcels, receivedAt)
      const drafts = parcels.map((parcel) => parcel.entry).filter((entry) => entry.kind === 'finding.raised' && entry.body.draft)
      const visits = new Map(drafts.flatMap((entry) => (entry.about.visit === undefined ? [] : [[entry.about.visit, entry.area]])))
      for (const [visit, area] of visits) await settleDrafts(tx, doors, visit, area)
      return new Map(receipts.map((receipt) => [receipt.entryId, receipt]))
    },
  }
}
