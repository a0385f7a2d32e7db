/** How long to wait before trying again: doubling from one second to five minutes, spread out so that phones do not call in step. */
const SHORTEST = 1_000
const LONGEST = 5 * 60_000

/** Milliseconds. `failures` in a row, from 1; `chance` in [0, 1). */
export function backoff(failures: number, chance: number): number {
  const cap = Math.min(LONGEST, SHORTEST * 2 ** Math.min(failures, 20))
  return Math.round(SHORTEST + chance * (cap - SHORTEST))
}
