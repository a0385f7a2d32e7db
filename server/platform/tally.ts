/** What the gateway has seen since it started, for the administrator's page. Counts only: no person, no question. */
import type { Instant } from '#domain/time.ts'
import type { PlatformFault } from './trouble.ts'

export interface Tally {
  /** One question went out to the platform. */
  called(): void
  /** The platform gave an answer, `ms` after it was asked. */
  answered(ms: number): void
  failed(fault: PlatformFault, at: Instant): void
  totals(): { calls: number; answered: number; faults: { fault: PlatformFault; count: number; lastAt: Instant }[]; medianMs: number | null }
}

const REMEMBERED_DURATIONS = 200

export function createTally(): Tally {
  let calls = 0
  let answered = 0
  const durations: number[] = []
  const faults = new Map<PlatformFault, { fault: PlatformFault; count: number; lastAt: Instant }>()
  return {
    called() {
      calls++
    },
    answered(ms) {
      durations[answered++ % REMEMBERED_DURATIONS] = ms
    },
    failed(fault, at) {
      faults.set(fault, { fault, count: (faults.get(fault)?.count ?? 0) + 1, lastAt: at })
    },
    totals() {
      const sorted = durations.toSorted((a, b) => a - b)
      return { calls, answered, faults: [...faults.values()], medianMs: sorted[Math.floor(sorted.length / 2)] ?? null }
    },
  }
}
