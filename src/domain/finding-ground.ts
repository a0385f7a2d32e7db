/** Which checks may be held against somebody, as far as is known now (promise 2). */
import type { Check, Visit } from './fold.ts'
import { useOf, type Verdict } from './verdict.ts'

/** What is known of a check now: the server's recheck where there is one. */
export function knownNow(check: Pick<Check, 'verdict' | 'recheck'>): Verdict {
  return check.recheck?.verdict ?? check.verdict
}

/** Whether a check may be the ground of a finding or of a draft. Doubtful and unverified ones never are. */
export function isGround(check: Pick<Check, 'verdict' | 'recheck'>): boolean {
  const use = useOf(knownNow(check))
  return use === 'finding' || use === 'draft-finding'
}

/** Whether a finding on this ground is only a draft until the platform has been asked again. */
export function isDraftGround(check: Pick<Check, 'verdict' | 'recheck'>): boolean {
  return useOf(knownNow(check)) === 'draft-finding'
}

/** Whether nothing is held against a check any more; one that is neither this nor ground waits for the platform. */
export function isCleared(check: Pick<Check, 'verdict' | 'recheck'>): boolean {
  return useOf(knownNow(check)) === 'pass'
}

/** Checks that call for a finding and are named in none. */
export function unaddressed(visit: Pick<Visit, 'checks' | 'findings'>): Check[] {
  const named = new Set(visit.findings.flatMap((finding) => finding.checks))
  return visit.checks.filter((check) => isGround(check) && !named.has(check.id))
}
