/** One whole exchange with the server: entries, photographs, then what is new in the area. One tab at a time. */
import type { Session } from '#domain/contract.ts'
import type { Doors } from '#device/doors.ts'
import { drainOutbox } from './drain-outbox.ts'
import { pullLedger } from './pull-ledger.ts'
import { emptyTally, type OnProgress, type SyncEnd, type SyncOutcome, type Tally } from './sync-outcome.ts'
import { uploadPhotos } from './upload-photos.ts'

export type SyncDoors = Pick<Doors, 'network' | 'outbox' | 'rescue' | 'session' | 'ledger' | 'locks'>

/**
 * Never throws for the network's or the server's trouble; whatever stopped it, the rest waits for the next run. `holdPhotos` is asked
 * when entries have gone and photographs would be next.
 */
export async function runSync(doors: SyncDoors, session: Session, onProgress: OnProgress = () => {}, holdPhotos: () => boolean = () => false): Promise<SyncOutcome> {
  const tally = emptyTally()
  const end = await doors.locks.alone('sync', () => exchange(doors, session, tally, onProgress, holdPhotos))
  return { ...(end ?? { kind: 'busy' }), ...tally }
}

async function exchange(doors: SyncDoors, session: Session, tally: Tally, onProgress: OnProgress, holdPhotos: () => boolean): Promise<SyncEnd> {
  const entries = await drainOutbox(doors, session, tally, onProgress)
  if (stops(entries)) return after(doors, entries)
  tally.photosHeld = holdPhotos() && (await doors.outbox.waiting()).photos > 0
  const photos: SyncEnd = tally.photosHeld ? { kind: 'done' } : await uploadPhotos(doors, session, tally, onProgress)
  if (stops(photos)) return after(doors, photos)
  const pulled = await pullLedger(doors, session, tally, onProgress)
  if (stops(pulled)) return after(doors, pulled)
  return [entries, photos, pulled].find((end) => end.kind === 'incomplete') ?? { kind: 'done' }
}

function stops(end: SyncEnd): boolean {
  return end.kind !== 'done' && end.kind !== 'incomplete'
}

/** A new history comes with a new name and perhaps new keys: they are read before the next run. */
async function after(doors: SyncDoors, end: SyncEnd): Promise<SyncEnd> {
  if (end.kind !== 'history-changed') return end
  // It may lack what the old one had given receipts for.
  await doors.outbox.reoffer(Number.MAX_SAFE_INTEGER)
  const session = await doors.network.currentSession()
  const still = await doors.session.load()
  if (session.kind === 'ok' && session.value.account.id === still?.account.id) await doors.session.save(session.value)
  return end
}
