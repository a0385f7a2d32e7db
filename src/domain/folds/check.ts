/** Checks: what the inspector acted on, and what the server learned later. */
import type { SeenColour } from '../check.ts'
import type { Instant } from '../time.ts'
import { classOf, useOf, type Verdict, type VerdictClass } from '../verdict.ts'
import { only, readAll, type Any, type Read } from './read.ts'

export interface Check {
  id: string
  visit: string
  at: Instant
  method: 'camera' | 'photo' | 'typed'
  subject: 'person' | 'unreadable' | 'declared-none'
  nameMasked: string
  lastFour: string
  /** What the worker's own phone showed; `null` when nobody said. */
  seenColour: SeenColour | null
  /** What the inspector acted on. */
  verdict: Verdict
  /** What the server learned later; the newest recheck. */
  recheck: { verdict: Verdict; at: Instant; changed: boolean } | null
  simulated: boolean
}

/** Checks in the order they were made, each with its newest recheck. */
export function foldChecks(entries: readonly Any[]): Check[] {
  return checksIn(readAll(entries))
}

export function checksIn(entries: readonly Read[]): Check[] {
  const rechecks = new Map(only(entries, 'check.rechecked').map((entry) => [entry.about.check, entry]))
  const seen = new Map(only(entries, 'check.colour-seen').map((entry) => [entry.about.check, entry.body.colour]))
  return only(entries, 'check.made').map(({ id: entryId, about, at, body, personal }) => {
    const id = about.check ?? entryId
    const recheck = rechecks.get(id)
    return {
      id,
      visit: about.visit ?? '',
      at,
      method: body.method,
      subject: body.subject,
      nameMasked: personal?.nameMasked ?? recheck?.personal?.nameMasked ?? '',
      lastFour: personal?.lastFour ?? '',
      seenColour: seen.has(id) ? (seen.get(id) ?? null) : body.seenColour,
      verdict: body.verdict,
      recheck: recheck ? { verdict: recheck.body.verdict, at: recheck.at, changed: recheck.body.changed } : null,
      simulated: body.simulated,
    }
  })
}

/** The checks whose present verdict rests on a remembered answer. */
export function fromMemory(checks: readonly Check[]): Check[] {
  return checks.filter((check) => (check.recheck?.verdict ?? check.verdict).basis === 'remembered')
}

/** How many checks of each class, counting what is known now (the recheck where there is one). A green without any basis counts as unsettled. */
export function countByClass(checks: readonly Check[]): Record<VerdictClass, number> {
  const counts: Record<VerdictClass, number> = { green: 0, yellow: 0, red: 0, expired: 0, 'no-code': 0, unsettled: 0 }
  for (const check of checks) {
    const verdict = check.recheck?.verdict ?? check.verdict
    counts[useOf(verdict) === 'no-basis' ? 'unsettled' : classOf(verdict.code)] += 1
  }
  return counts
}
