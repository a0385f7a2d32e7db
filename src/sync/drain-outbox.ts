/** Station 8: sync. The outbox goes to the server in order, and a row leaves the phone only by a receipt that checks. */
import { PUSH_LIMIT, type Parcel, type PushReply, type Session } from '#domain/contract.ts'
import type { Receipt } from '#domain/outbox.ts'
import type { Device, Doors, QueueDoor } from '#device/doors.ts'
import { isReceiptFor } from '#device/receipts.ts'
import type { OnProgress, SyncEnd, Tally } from './sync-outcome.ts'
import { toEnd } from './trouble.ts'

const BATCH_BYTES = 256 * 1024

/**
 * Pushes this phone's own queue and then those it has rescued, each under its own device's name, until nothing waits or something
 * says stop. What was delivered before the stop stays delivered.
 */
export async function drainOutbox(
  doors: Pick<Doors, 'network' | 'outbox' | 'rescue' | 'session'>,
  session: Session,
  tally: Tally,
  onProgress: OnProgress,
): Promise<SyncEnd> {
  const own = { device: await doors.session.device(), queue: doors.outbox }
  for (const { device, queue } of [own, ...(await doors.rescue.queues())]) {
    const end = await drain(doors.network, device, queue, session, tally, onProgress)
    // A queue that the server cannot take further yet does not hold up another.
    if (end.kind !== 'done' && end.kind !== 'incomplete') return end
  }
  // What cannot be read on this phone still waits.
  return { kind: (await doors.outbox.waiting()).entries === 0 ? 'done' : 'incomplete' }
}

async function drain(network: Doors['network'], device: Device, queue: QueueDoor, session: Session, tally: Tally, onProgress: OnProgress): Promise<SyncEnd> {
  let reoffered = false
  for (;;) {
    const batch = fit(await queue.next(PUSH_LIMIT))
    if (batch.length === 0) return { kind: 'done' }
    const reply = await network.push(device, batch)
    if (reply.kind !== 'ok') return toEnd(reply)
    // Another history has other keys: its receipts are checked after the session has been read anew.
    if (reply.value.epoch !== session.epoch) return { kind: 'history-changed' }
    const settled = await settle(queue, batch, reply.value, session.receiptKey, tally)
    onProgress(tally)
    if (!reoffered && lacksEarlier(batch, reply.value)) {
      reoffered = true
      if (await queue.reoffer(batch[0]!.entry.deviceSeq)) continue
    }
    // Offering the same again at once would go round for ever.
    if (settled < batch.length) return { kind: 'incomplete' }
  }
}

/** Acts on each entry's own result, and says how many no longer wait. */
async function settle(queue: QueueDoor, batch: readonly Parcel[], reply: PushReply, key: string, tally: Tally): Promise<number> {
  const results = new Map(reply.results.map((result) => [result.id, result]))
  const checked = await Promise.all(batch.map(async ({ entry }) => {
    const result = results.get(entry.id)
    return result !== undefined && 'receipt' in result && (await isReceiptFor(entry, result.receipt, key)) ? [result.receipt] : []
  }))
  const receipts: readonly Receipt[] = checked.flat()
  let quarantined = 0
  for (const { entry } of batch) {
    const result = results.get(entry.id)
    if (result?.outcome !== 'quarantined') continue
    await queue.quarantine(entry.id, result.reason)
    quarantined += 1
  }
  if (receipts.length > 0) await queue.delivered(receipts)
  tally.delivered += receipts.length
  const delivered = new Set(receipts.map((receipt) => receipt.entryId))
  tally.signaturesDelivered += batch.filter(({ entry }) => entry.kind === 'signature.taken' && delivered.has(entry.id)).length
  tally.quarantined += quarantined
  return receipts.length + quarantined
}

/** Whether the server misses what it once gave receipts for: the first that waits comes too early for it. */
function lacksEarlier([first]: readonly Parcel[], reply: PushReply): boolean {
  return reply.results.some((result) => result.id === first?.entry.id && result.outcome === 'later')
}

/** As many of the first parcels as fit one request; always at least one. */
function fit(parcels: readonly Parcel[]): Parcel[] {
  const encoder = new TextEncoder()
  let bytes = 0
  const end = parcels.findIndex((parcel, i) => {
    bytes += encoder.encode(JSON.stringify(parcel)).length
    return i > 0 && bytes > BATCH_BYTES
  })
  return parcels.slice(0, end === -1 ? parcels.length : end)
}
