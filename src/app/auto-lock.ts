/** Locks the phone when nobody has touched it for a while, in the hand or in the pocket. */
import { MINUTE, type Instant } from '#domain/time.ts'

export const UNTOUCHED = 5 * MINUTE

export interface LockTriggers {
  now(): Instant
  /** `setTimeout` and its undoing. Phones stop timers of what is not in front, so `onVisible` asks once more. */
  later(ms: number, act: () => void): () => void
  onTouch(listener: () => void): () => void
  onVisible(listener: () => void): () => void
}

/** Calls `lock` once nobody has touched the phone for `UNTOUCHED` ms; returns how to stop that. */
export function lockUntouched({ now, later, onTouch, onVisible }: LockTriggers, lock: () => void): () => void {
  let touched = now()
  let cancel = () => {}

  function look(): void {
    cancel()
    // A clock that was turned back says nothing of how long it has been.
    touched = Math.min(touched, now())
    const left = touched + UNTOUCHED - now()
    if (left <= 0) return lock()
    cancel = later(left, look)
  }

  const stops = [
    onTouch(() => {
      // The first touch after a long sleep can come before anything else is told of it.
      if (now() - touched >= UNTOUCHED) return look()
      touched = now()
    }),
    onVisible(look),
  ]
  look()
  return () => {
    cancel()
    for (const stop of stops) stop()
  }
}
