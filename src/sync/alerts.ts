/** Which results turned out otherwise after the server had asked again, and have not been read by the inspector yet. */
import { foldVisits, type Check } from '#domain/fold.ts'
import type { Entry, Recorded } from '#domain/entries/kinds.ts'
import { classOf } from '#domain/verdict.ts'

/** A visit with changed results: those that call for something come before those that turned out well. */
export interface ChangedVisit {
  visit: string
  site: string
  startedAt: number
  checks: Check[]
}

/** Newest visit first. `read` holds the ids of checks whose change has been read. */
export function unreadChanges(entries: readonly (Entry | Recorded)[], account: string, read: readonly string[]): ChangedVisit[] {
  const known = new Set(read)
  const gravity = (check: Check) => (turnedGreen(check) ? 1 : 0)
  return [...foldVisits(entries).values()]
    .filter((visit) => visit.by === account)
    .map(({ id, site, startedAt, checks }) => ({
      visit: id,
      site,
      startedAt,
      checks: checks.filter((check) => check.recheck?.changed && !known.has(check.id)).sort((a, b) => gravity(a) - gravity(b)),
    }))
    .filter(({ checks }) => checks.length > 0)
    .sort((a, b) => b.startedAt - a.startedAt)
}

/** Whether the change is good news for the worker. */
export function turnedGreen(check: Check): boolean {
  return check.recheck !== null && classOf(check.recheck.verdict.code) === 'green'
}
