/** What the gateway has seen since it started, for the administrator's page. Counts only: no person, no question. */
import { LATENCY_BOUNDS, platformCalls, type AlarmKind, type PlatformCall, type PlatformHealth } from '#domain/platform-health.ts'
import type { Instant } from '#domain/time.ts'
import type { PlatformFault } from './trouble.ts'

export interface Tally {
  /** One request went out to the platform. */
  called(call: PlatformCall): void
  /** The platform answered it, after `ms`. */
  answered(call: PlatformCall, ms: number): void
  /** A question ended without an answer, however many requests it cost; none while the breaker is open. */
  failed(call: PlatformCall, fault: PlatformFault, at: Instant): void
  alarmed(alarm: AlarmKind, at: Instant): void
  totals(): Pick<PlatformHealth, 'calls' | 'answered' | 'faults' | 'medianMs' | 'byCall' | 'alarms'>
}

const REMEMBERED_DURATIONS = 200

export function createTally(): Tally {
  const durations: number[] = []
  const faults = new Map<PlatformFault, PlatformHealth['faults'][number]>()
  const alarms = new Map<AlarmKind, PlatformHealth['alarms'][number]>()
  const byCall = platformCalls.map((call) => ({ call, calls: 0, answered: 0, faults: 0, latencyMs: 0, latency: Array.from({ length: LATENCY_BOUNDS.length + 1 }, () => 0) }))
  const rows = new Map(byCall.map((row) => [row.call, row]))
  const rowOf = (call: PlatformCall) => rows.get(call) as (typeof byCall)[number]
  const sum = (of: 'calls' | 'answered') => byCall.reduce((total, row) => total + row[of], 0)

  return {
    called(call) {
      rowOf(call).calls++
    },
    answered(call, ms) {
      const row = rowOf(call)
      const bucket = LATENCY_BOUNDS.findIndex((bound) => ms <= bound)
      const at = bucket === -1 ? LATENCY_BOUNDS.length : bucket
      row.latency[at] = (row.latency[at] ?? 0) + 1
      durations[sum('answered') % REMEMBERED_DURATIONS] = ms
      row.latencyMs += ms
      row.answered++
    },
    failed(call, fault, at) {
      rowOf(call).faults++
      faults.set(fault, { fault, count: (faults.get(fault)?.count ?? 0) + 1, lastAt: at })
    },
    alarmed(alarm, at) {
      alarms.set(alarm, { alarm, count: (alarms.get(alarm)?.count ?? 0) + 1, lastAt: at })
    },
    totals() {
      const sorted = durations.toSorted((a, b) => a - b)
      return {
        calls: sum('calls'),
        answered: sum('answered'),
        faults: [...faults.values()],
        medianMs: sorted[Math.floor(sorted.length / 2)] ?? null,
        byCall: byCall.filter((row) => row.calls + row.faults > 0).map((row) => ({ ...row, latency: [...row.latency] })),
        alarms: [...alarms.values()],
      }
    },
  }
}
