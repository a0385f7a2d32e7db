/** How long the answer to a question is waited for, and by whom it is put. */
import type { NetworkDoor } from '#device/doors.ts'
import { MINUTE } from '#domain/time.ts'

/** A code read longer ago than this (ms) is not asked about as if the worker stood there still. */
export const LATE = 10 * MINUTE

/**
 * Questions take their turn `inLane`. Whoever will not wait gets what a question without an answer gives, whether it was put already or
 * not; the recheck asks it again.
 */
export function untilCancelled(network: NetworkDoor, inLane: <T>(task: () => Promise<T>) => Promise<T>, cancelled: Promise<void>): NetworkDoor {
  const unanswered = { kind: 'unreachable', why: 'timeout' } as const
  let over = false
  void cancelled.then(() => (over = true))
  return {
    ...network,
    ask: (...question) =>
      Promise.race([inLane(async () => (over ? unanswered : network.ask(...question))), cancelled.then(() => unanswered)]),
  }
}
