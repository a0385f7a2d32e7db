/** The door to the clock. The comparison with the server and the highest time seen survive a restart, so turning it back shows. */
import { LONGEST_ROUND_TRIP, markClock, readClock, type ClockMark } from '#domain/clock-trust.ts'
import type { Instant } from '#domain/time.ts'
import type { ClockDoor } from './doors.ts'
import { getMeta, putMeta, type Database } from './database/open.ts'

/** The clock, and when what was kept of it has been read; until then, and where it cannot be read, it was "never compared", which trusts nothing. */
export function createClock(phoneNow: () => Instant, database: Database): ClockDoor & { ready: Promise<void> } {
  let mark: ClockMark | null = null
  let highest = 0
  const ready = database.run(['meta'], 'readonly', (tx) => getMeta(tx, 'clock')).then(
    (kept) => {
      // A comparison made meanwhile is newer.
      if (mark !== null || kept === undefined) return
      mark = kept.mark
      highest = Math.max(highest, kept.highest)
    },
    () => {},
  )
  return {
    ready,
    phoneNow,
    read(policy) {
      const now = phoneNow()
      const clock = readClock(now, mark, highest, policy)
      highest = Math.max(highest, now)
      return clock
    },
    async compared(sentAt, receivedAt, serverTime) {
      if (receivedAt - sentAt > LONGEST_ROUND_TRIP) return
      mark = markClock(sentAt, receivedAt, serverTime)
      // What was seen before a comparison says nothing any more: the offset is known anew.
      highest = receivedAt
      const state = { mark, highest }
      // Losing a comparison only makes the clock less trusted.
      await database.run(['meta'], 'readwrite', (tx) => putMeta(tx, 'clock', state)).catch(() => {})
    },
  }
}
