/** The sites of the area as lists show them: what is known of each at a glance, found by a word, put in order. */
import type { Entry, EntryKind } from '#domain/entries/kinds.ts'
import { isOpen, isOverdue } from '#domain/finding-states.ts'
import { foldFindings, foldSites, type Site } from '#domain/fold.ts'
import { distanceM, type Point } from '#domain/near.ts'
import type { Day, Instant } from '#domain/time.ts'

export interface ListedSite {
  site: Site
  /** When the newest visit by anybody began. */
  visitedAt: Instant | null
  /** Findings that somebody still has to do something about, and how many of them are past their deadline. */
  open: number
  overdue: number
  /** What a search looks through, in lower case. */
  words: string
}

export const siteKindsRead: readonly EntryKind[] = ['site.registered', 'site.amended', 'site.closed']

/** All that `listSites` reads. Of findings everything counts; checks and answers, by far the most of a ledger, do not. */
export const listedKinds: readonly EntryKind[] = [
  ...siteKindsRead, 'visit.started', 'visit.voided', 'finding.raised', 'finding.amended', 'finding.confirmed', 'finding.rectified', 'finding.reinspected',
  'finding.escalated', 'finding.closed', 'finding.withdrawn',
]

/** Every site in `entries` with what they say of it on the day `today`. */
export function listSites(entries: readonly Entry[], today: Day): ListedSite[] {
  const visited = newestVisits(entries)
  const findings = new Map<string, { open: number; overdue: number }>()
  for (const finding of foldFindings(entries.filter((entry) => entry.kind.startsWith('finding.')))) {
    if (!isOpen(finding.state)) continue
    const counted = findings.get(finding.site) ?? { open: 0, overdue: 0 }
    findings.set(finding.site, { open: counted.open + 1, overdue: counted.overdue + (isOverdue(finding, today) ? 1 : 0) })
  }
  return [...foldSites(entries.filter((entry) => entry.kind.startsWith('site.'))).values()].map((site) => ({
    site,
    visitedAt: visited.get(site.id) ?? null,
    ...(findings.get(site.id) ?? { open: 0, overdue: 0 }),
    words: [site.name, site.address, site.prjNumber, site.filingNo].join(' ').toLowerCase(),
  }))
}

function newestVisits(entries: readonly Entry[]): Map<string, Instant> {
  const voided = new Set(entries.flatMap((entry) => (entry.kind === 'visit.voided' ? [entry.about.visit] : [])))
  const newest = new Map<string, Instant>()
  for (const { kind, at, about } of entries) {
    if (kind !== 'visit.started' || about.site === undefined || voided.has(about.visit)) continue
    newest.set(about.site, Math.max(at, newest.get(about.site) ?? at))
  }
  return newest
}

/** Those in which every word of `sought` occurs: in the name, the address or a number. */
export function searchSites(list: readonly ListedSite[], sought: string): ListedSite[] {
  const words = sought.normalize('NFKC').toLowerCase().split(/\s+/).filter((word) => word !== '')
  return list.filter((listed) => words.every((word) => listed.words.includes(word)))
}

/** Metres from `here`; `null` where either is unknown. */
export function metresFrom(here: Point | null, { site }: ListedSite): number | null {
  return here === null || site.place.kind !== 'point' ? null : distanceM(here, site.place)
}

export const siteOrders = ['near', 'urgent', 'newest'] as const
export type SiteOrder = (typeof siteOrders)[number]

/**
 * A new list in `order`. `near`: the nearest first, those without a point last. `urgent`: overdue findings, then open ones, then the
 * longest without a visit. Closed sites come last in every order.
 */
export function sortSites(list: readonly ListedSite[], order: SiteOrder, here: Point | null): ListedSite[] {
  const keyed = list.map((listed) => ({ listed, keys: [listed.site.status === 'closed' ? 1 : 0, ...keysOf(listed, order, here), -listed.site.registeredAt] }))
  return keyed.sort((a, b) => firstDifference(a.keys, b.keys)).map(({ listed }) => listed)
}

function keysOf(listed: ListedSite, order: SiteOrder, here: Point | null): number[] {
  switch (order) {
    case 'near':
      return [metresFrom(here, listed) ?? Infinity]
    case 'urgent':
      return [-listed.overdue, -listed.open, listed.visitedAt ?? -Infinity]
    case 'newest':
      return []
  }
}

function firstDifference(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((key, i) => key !== b[i])
  return at < 0 ? 0 : a[at]! < b[at]! ? -1 : 1
}

/** The nearest sites under way, at most `most` of them, none farther than `withinM`. */
export function nearbySites(list: readonly ListedSite[], here: Point, withinM: number, most: number): ListedSite[] {
  const near = list.filter((listed) => listed.site.status !== 'closed' && (metresFrom(here, listed) ?? Infinity) <= withinM)
  return sortSites(near, 'near', here).slice(0, most)
}
