/** Checks as a visit's page sees them, their verdicts given by the real `judge`. */
import type { Answer } from '#domain/check.ts'
import type { Check } from '#domain/fold.ts'
import { judge, type Verdict } from '#domain/verdict.ts'
import { defaultPolicy } from '#domain/verdict-policy.ts'

export const noon = Date.parse('2026-11-20T12:00:00+08:00')

export const yellow: Answer = { kind: 'code', colour: 'yellow', validUntil: null, nameMasked: '张*', answeredAt: noon }
export const red: Answer = { ...yellow, colour: 'red' }
export const green: Answer = { kind: 'code', colour: 'green', validUntil: '2027-11-20', nameMasked: '张*', answeredAt: noon }
export const lapsed: Answer = { ...green, validUntil: '2026-11-19' }
export const noRecord: Answer = { kind: 'no-record', answeredAt: noon }
export const fault: Answer = { kind: 'fault', fault: 'timeout', answeredAt: noon }

export function aVerdict(answer: Answer, basis: 'live' | 'remembered' = 'live'): Verdict {
  return judge({ kind: 'person', key: 'k' }, [{ basis, key: 'k', answer }], { now: noon, trusted: true }, defaultPolicy)
}

export function aCheck(id: string, verdict: Verdict, recheck: Verdict | null = null): Check {
  return {
    id, verdict, visit: 'visit', at: noon, method: 'camera', subject: 'person', nameMasked: '张*', lastFour: '0008', seenColour: null, simulated: true,
    recheck: recheck && { verdict: recheck, at: noon, changed: true },
  }
}
