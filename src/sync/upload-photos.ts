/** Photographs travel apart from their entries, by hash, in pieces; an upload that breaks off goes on where the server stopped. */
import { CHUNK_BYTES, type RefusalCode, type Session, type UploadReply } from '#domain/contract.ts'
import type { PhotoReceipt } from '#domain/outbox.ts'
import type { Doors, Reply } from '#device/doors.ts'
import { isPhotoReceiptFor } from '#device/receipts.ts'
import type { OnProgress, SyncEnd, Tally } from './sync-outcome.ts'
import { toEnd } from './trouble.ts'

/** How many photographs travel at a time: a slow link is filled, a phone's memory is not. */
const ABREAST = 2
/** How often one photograph may start over in a run: its offset was wrong, or its bytes came out wrong at the other end. */
const RESTARTS = 3
const startsOver: readonly RefusalCode[] = ['offset', 'hash']
/** Refusals of this photograph; any other is about the account or the server and ends the run. */
const unwanted: readonly RefusalCode[] = ['bad-request', 'too-large', 'forbidden', 'not-found']

interface Waiting {
  sha256: string
  bytes: ArrayBuffer
}

/**
 * Uploads what waits. A photograph the server will not take is passed over for this run and does not hold up the others. While one is
 * on its way the next is opened and the receipt of the one before is kept: the link never waits for the phone's disk.
 */
export async function uploadPhotos(
  doors: Pick<Doors, 'network' | 'outbox'>,
  session: Session,
  tally: Tally,
  onProgress: OnProgress,
): Promise<SyncEnd> {
  const taken = new Set<string>()
  const kept: Promise<void>[] = []
  const broken: unknown[] = []
  let claims: Promise<unknown> = Promise.resolve()
  let end: SyncEnd = { kind: 'done' }

  /** One after the other, so that no photograph is taken twice. */
  function claim(): Promise<Waiting | null> {
    const claimed = claims.then(async () => {
      const photo = isStopped() ? null : await doors.outbox.nextPhoto(taken)
      if (photo !== null) taken.add(photo.sha256)
      return photo
    })
    claims = claimed.catch(() => {})
    return claimed
  }

  function isStopped(): boolean {
    return broken.length > 0 || (end.kind !== 'done' && end.kind !== 'incomplete')
  }

  /** The others come to their end before it is told: no run outlives its lock. */
  function isBroken(cause: unknown): void {
    broken.push(cause)
  }

  async function keep(receipt: PhotoReceipt): Promise<void> {
    await doors.outbox.photoDelivered(receipt)
    tally.photosDelivered += 1
    onProgress(tally)
  }

  async function work(): Promise<void> {
    let next = claim()
    for (let photo = await next; photo !== null && !isStopped(); photo = await next) {
      next = claim()
      const came = await uploadOne(doors.network, session, photo, (sent) => {
        tally.photoBytes += sent
        onProgress(tally)
      })
      if (came.kind === 'receipt') kept.push(keep(came.receipt).catch(isBroken))
      else if (!isStopped()) end = came
    }
  }

  await Promise.all(Array.from({ length: ABREAST }, () => work().catch(isBroken)))
  await Promise.all(kept)
  if (broken.length > 0) throw broken[0]
  return end
}

async function uploadOne(network: Doors['network'], session: Session, photo: Waiting, sent: (bytes: number) => void): Promise<SyncEnd | { kind: 'receipt'; receipt: PhotoReceipt }> {
  const { sha256, bytes } = photo
  for (let restarts = 0; restarts < RESTARTS; restarts += 1) {
    // Of a photograph that travels in one piece the server has all or nothing: there is nothing to ask, unless it says otherwise.
    const start = restarts === 0 && bytes.byteLength <= CHUNK_BYTES ? null : await network.uploadOffset(sha256)
    if (start !== null && start.kind !== 'ok') return toEnd(start)
    const last = await sendFrom(network, photo, Math.min(start?.value.offset ?? 0, bytes.byteLength), sent)
    if (last.kind === 'unreachable') return toEnd(last)
    if (last.kind === 'refused') {
      if (startsOver.includes(last.refusal.code)) continue
      return unwanted.includes(last.refusal.code) ? { kind: 'incomplete' } : toEnd(last)
    }
    const { receipt } = last.value
    if (receipt === null || !(await isPhotoReceiptFor(sha256, bytes.byteLength, receipt, session.receiptKey))) return { kind: 'incomplete' }
    return { kind: 'receipt', receipt }
  }
  return { kind: 'incomplete' }
}

/** Sends pieces until the receipt comes. When the server has all bytes already, an empty piece asks for the receipt. */
async function sendFrom(network: Doors['network'], { sha256, bytes }: Waiting, offset: number, sent: (bytes: number) => void): Promise<Reply<UploadReply>> {
  let at = offset
  for (;;) {
    const chunk = bytes.slice(at, at + CHUNK_BYTES)
    const reply = await network.upload(sha256, at, bytes.byteLength, chunk)
    if (reply.kind !== 'ok') return reply
    sent(chunk.byteLength)
    if (reply.value.receipt !== null) return reply
    // No receipt and no progress: asking on would go round for ever.
    if (reply.value.offset <= at) return reply
    at = reply.value.offset
  }
}
