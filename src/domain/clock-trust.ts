/** Whether the phone's clock may be believed. It is compared with the server's at every contact; it may never run backwards. */
import { DAY, MINUTE, type Instant } from './time.ts'
import type { VerdictPolicy } from './verdict-policy.ts'

/** One comparison: at phone time `phoneAt` the server's clock stood at `serverAt`; the exchange took `roundTrip` ms. */
export interface ClockMark {
  phoneAt: Instant
  serverAt: Instant
  roundTrip: number
}

/** The present as best known: `now` is server time; `offset` is what was added to the phone's time (ms), `null` when never compared. */
export interface Clock {
  now: Instant
  offset: number | null
  trusted: boolean
  /** Why not, for the screen. */
  trouble: 'never-compared' | 'differs' | 'ran-backwards' | 'compared-long-ago' | null
}

const MARK_GOOD_FOR = 14 * DAY

/** A longer exchange (ms) was suspended on the way and says nothing exact about the time. */
export const LONGEST_ROUND_TRIP = 30_000

/**
 * Reads the clock. `highest` is the latest phone time seen so far (last mark, last entry): a present before it means that
 * somebody turned the clock back, which could make an old answer look fresh.
 */
export function readClock(phoneNow: Instant, mark: ClockMark | null, highest: Instant, policy: VerdictPolicy): Clock {
  if (mark === null) return { now: phoneNow, offset: null, trusted: false, trouble: 'never-compared' }
  const offset = Math.round(mark.serverAt - mark.phoneAt)
  const now = phoneNow + offset
  const tolerance = policy.clockToleranceMinutes * MINUTE
  if (Math.abs(offset) > tolerance + Math.min(mark.roundTrip, LONGEST_ROUND_TRIP)) return { now, offset, trusted: false, trouble: 'differs' }
  if (phoneNow < Math.max(highest, mark.phoneAt) - tolerance) return { now, offset, trusted: false, trouble: 'ran-backwards' }
  if (phoneNow - mark.phoneAt > MARK_GOOD_FOR) return { now, offset, trusted: false, trouble: 'compared-long-ago' }
  return { now, offset, trusted: true, trouble: null }
}

/** The mark that one exchange gives: the server's time is taken to be that of the exchange's middle. */
export function markClock(sentAt: Instant, receivedAt: Instant, serverTime: Instant): ClockMark {
  const roundTrip = Math.max(0, receivedAt - sentAt)
  return { phoneAt: sentAt + roundTrip / 2, serverAt: serverTime, roundTrip }
}
