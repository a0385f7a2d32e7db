/**
 * Compares the database with its canary at every start. A database that came back empty or older must not go on with the chain: the
 * numbers after its head may be on the server already, under other entries. The phone takes a new name, and offers what is still
 * here under the old one.
 */
import type { Instant } from '#domain/time.ts'
import type { Canary, CanaryMark } from '../canary.ts'
import type { Changes } from './changes.ts'
import { dropName } from './device-name.ts'
import { getMeta, putMeta, type Database, type Tx } from './open.ts'
import { emptyCounters, emptyHead } from './schema.ts'

/** Before anything is written. Throws when the phone cannot keep what follows from it. */
export async function lookForLoss(database: Database, canary: Canary, now: Instant): Promise<void> {
  // First the canary, which never runs ahead of the database; the other way round, another tab could write in between.
  const mark = canary.read()
  if (mark === null || !(await database.run(['meta'], 'readonly', (tx) => isBehind(tx, mark)))) return
  await database.run(['outbox', 'rescued', 'meta'], 'readwrite', (tx) => beginAnew(tx, mark, now))
  // Said once. The new name has a mark of its own as soon as something is written.
  canary.note({ device: '', seq: 0, entries: 0, photos: 0 })
}

/** Keeps the canary in step with what this tab and others write. */
export function followLedger(database: Database, canary: Canary, changes: Changes): void {
  const note = async () => {
    const mark = await database.run(['meta'], 'readonly', async (tx) => {
      const [device, head, counters] = await Promise.all([getMeta(tx, 'device'), getMeta(tx, 'head'), getMeta(tx, 'counters')])
      const { waiting, quarantined, photosWaiting } = counters ?? emptyCounters
      return device === undefined || head === undefined ? null : { device, seq: head.seq, entries: waiting + quarantined, photos: photosWaiting }
    })
    if (mark !== null) canary.note(mark)
  }
  // A mark that is not made stays behind, which is never a false alarm.
  changes.listen(() => void note().catch(() => undefined))
}

async function isBehind(tx: Tx, mark: CanaryMark): Promise<boolean> {
  const [device, head, formers] = await Promise.all([getMeta(tx, 'device'), getMeta(tx, 'head'), getMeta(tx, 'formers')])
  if (device === mark.device) return (head ?? emptyHead).seq < mark.seq
  return mark.seq > 0 && formers?.some((former) => former.device === mark.device) !== true
}

async function beginAnew(tx: Tx<'readwrite'>, mark: CanaryMark, now: Instant): Promise<void> {
  // Another tab may have been first.
  if (!(await isBehind(tx, mark))) return
  await putMeta(tx, 'loss', { at: now, entries: mark.entries, photos: mark.photos })
  await dropName(tx)
}
