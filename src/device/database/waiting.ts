/** What waits on this phone, in numbers: the first screen shows them. */
import type { Waiting } from '../doors.ts'
import { getMeta, type Database } from './open.ts'
import { numbered } from './outbox-rows.ts'
import { emptyCounters } from './schema.ts'

export function waiting(database: Database): Promise<Waiting> {
  return database.run(['outbox', 'rescued', 'attachments', 'meta'], 'readonly', async (tx) => {
    const [counters, entry, photo, rescued] = await Promise.all([
      getMeta(tx, 'counters'),
      tx.objectStore('outbox').index('state').get(numbered('waiting')),
      // By the key alone: the row would bring the photograph along.
      tx.objectStore('attachments').index('state').openKeyCursor(numbered('waiting')),
      tx.objectStore('rescued').getAll(),
    ])
    const { waiting, photosWaiting, quarantined } = counters ?? emptyCounters
    const since = [entry, ...rescued.filter((row) => row.delivery.state === 'waiting')].flatMap((row) => (row === undefined ? [] : [row.at]))
    if (photo !== null) since.push(photo.key[1])
    return { entries: waiting, photos: photosWaiting, quarantined, oldestAt: since.length === 0 ? null : Math.min(...since) }
  })
}
