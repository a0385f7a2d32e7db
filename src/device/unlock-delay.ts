/** How long to wait after a wrong PIN. The wait is kept on the phone, so neither a restart nor turning the clock back shortens it. */
import { MINUTE, type Instant } from '#domain/time.ts'

const SECOND = 1_000

/** After so many wrong ones in a row the PIN opens nothing any more. */
export const MOST_FAILURES = 10

/** Wait (ms) after the n-th wrong PIN in a row: slips of the finger are free. */
const waits = [0, 0, 0, 5 * SECOND, 15 * SECOND, 30 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE] as const

/** What is left (ms) at `now` of the wait after the newest wrong PIN. A clock that was turned back starts it anew. */
export function waitLeft({ failures, failedAt }: { failures: number; failedAt: Instant }, now: Instant): number {
  const wait = waits[Math.min(failures, waits.length - 1)] ?? 0
  return now < failedAt ? wait : Math.max(0, wait - (now - failedAt))
}

/** `row` with a wait that begins anew where the clock has been turned back behind the newest try, instead of lasting until then. */
export function fairly<R extends { failedAt: Instant }>(row: R, now: Instant): R {
  return now < row.failedAt ? { ...row, failedAt: now } : row
}
