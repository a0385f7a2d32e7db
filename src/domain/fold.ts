/**
 * Folds: what entries add up to. Pure, the same on the phone, on the server and in the tests; the order of arrival does not
 * matter. An entry that does not fit the state is kept under `disputed`, shown to a person, never dropped.
 */
import type { AnswerValue } from './entries/visit.ts'
import type { Entry, EntryKind, Recorded } from './entries/kinds.ts'
import type { Day, Instant } from './time.ts'
import { classOf, useOf, type Verdict, type VerdictClass } from './verdict.ts'

/** A photograph as its entry tells it; the bytes are found by `sha256`. */
export interface Photo {
  sha256: string
  mime: string
  width: number
  height: number
  role: 'before' | 'after' | 'scene'
  at: Instant
}

export interface Site {
  id: string
  area: string
  name: string
  kind: string
  address: string
  place: { kind: 'point'; lat: number; lng: number; accuracyM: number } | { kind: 'none'; reason: string }
  contractor: string | null
  creditCode: string | null
  headcount: number | null
  contactName: string | null
  contactPhone: string | null
  demo: boolean
  registeredAt: Instant
  registeredBy: string
}

export interface Check {
  id: string
  visit: string
  at: Instant
  method: 'camera' | 'photo' | 'typed'
  subject: 'person' | 'unreadable' | 'declared-none'
  nameMasked: string
  lastFour: string
  seenColour: string | null
  /** What the inspector acted on. */
  verdict: Verdict
  /** What the server learned later; the newest recheck. */
  recheck: { verdict: Verdict; at: Instant; changed: boolean } | null
  simulated: boolean
}

export type FindingState = 'draft' | 'open' | 'rectifying' | 'fixed' | 'withdrawn'

export interface Finding {
  id: string
  visit: string
  site: string
  at: Instant
  item: string | null
  severity: 'general' | 'serious' | 'major'
  text: string
  checks: string[]
  action: 'fixed-on-site' | 'deadline' | 'stop-work' | 'report'
  deadline: Day | null
  state: FindingState
  photos: Photo[]
}

export interface Visit {
  id: string
  site: string
  area: string
  by: string
  kind: string
  startedAt: Instant
  endedAt: Instant | null
  result: 'no-problem' | 'problems' | null
  voided: string | null
  template: { id: string; version: string }
  answers: Map<string, AnswerValue>
  checks: Check[]
  findings: Finding[]
  disputed: Entry[]
}

type Any = Recorded | Entry

function personalOf(entry: Any) {
  return 'personal' in entry ? entry.personal : null
}

/** Oldest first by name (UUIDv7), the same everywhere whatever the order of arrival. */
function inOrder(entries: readonly Any[]): Any[] {
  const once = new Map(entries.map((entry) => [entry.id, entry]))
  return [...once.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
}

function only<K extends EntryKind>(entries: readonly Any[], kind: K): Extract<Any, { kind: K }>[] {
  return entries.filter((entry): entry is Extract<Any, { kind: K }> => entry.kind === kind)
}

/** Sites by id. */
export function foldSites(entries: readonly Any[]): Map<string, Site> {
  const sites = new Map<string, Site>()
  for (const entry of only(inOrder(entries), 'site.registered')) {
    const id = entry.about.site
    if (id === undefined || sites.has(id)) continue
    const personal = personalOf(entry)
    sites.set(id, {
      id,
      area: entry.area,
      name: entry.body.name,
      kind: entry.body.kind,
      address: entry.body.address,
      place: entry.body.place,
      contractor: entry.body.contractor ?? null,
      creditCode: entry.body.creditCode ?? null,
      headcount: entry.body.headcount ?? null,
      contactName: personal?.contactName ?? null,
      contactPhone: personal?.contactPhone ?? null,
      demo: entry.body.demo ?? false,
      registeredAt: entry.at,
      registeredBy: entry.by,
    })
  }
  return sites
}

/** Checks in the order they were made, each with its newest recheck. */
export function foldChecks(entries: readonly Any[]): Check[] {
  const ordered = inOrder(entries)
  const rechecks = only(ordered, 'check.rechecked')
  return only(ordered, 'check.made').map((entry) => {
    const id = entry.about.check ?? entry.id
    const recheck = rechecks.filter((r) => r.about.check === id).pop()
    const personal = personalOf(entry)
    return {
      id,
      visit: entry.about.visit ?? '',
      at: entry.at,
      method: entry.body.method,
      subject: entry.body.subject,
      nameMasked: personal?.nameMasked ?? (recheck && personalOf(recheck)?.nameMasked) ?? '',
      lastFour: personal?.lastFour ?? '',
      seenColour: entry.body.seenColour,
      verdict: entry.body.verdict,
      recheck: recheck ? { verdict: recheck.body.verdict, at: recheck.at, changed: recheck.body.changed } : null,
      simulated: entry.body.simulated,
    }
  })
}

/** Findings in the order they were raised. */
export function foldFindings(entries: readonly Any[]): Finding[] {
  const ordered = inOrder(entries)
  const about = (kind: EntryKind, id: string) => ordered.filter((e) => e.kind === kind && e.about.finding === id)
  return only(ordered, 'finding.raised').map((entry) => {
    const id = entry.about.finding ?? entry.id
    const photos = only(ordered, 'attachment.added')
      .filter((a) => a.about.finding === id)
      .map((a) => ({ sha256: a.body.sha256, mime: a.body.mime, width: a.body.width, height: a.body.height, role: a.body.role, at: a.at }))
    return {
      id,
      visit: entry.about.visit ?? '',
      site: entry.about.site ?? '',
      at: entry.at,
      item: entry.body.item,
      severity: entry.body.severity,
      text: entry.body.text,
      checks: entry.body.checks,
      action: entry.body.action,
      deadline: entry.body.deadline,
      state: stateOf(entry.body, about('finding.rectified', id), about('finding.confirmed', id), about('finding.withdrawn', id)),
      photos,
    }
  })
}

function stateOf(body: { draft: boolean; action: string }, rectified: Any[], confirmed: Any[], withdrawn: Any[]): FindingState {
  if (withdrawn.length > 0) return 'withdrawn'
  if (body.draft && confirmed.length === 0) return 'draft'
  if (rectified.length > 0 || body.action === 'fixed-on-site') return 'fixed'
  return body.action === 'deadline' ? 'rectifying' : 'open'
}

/** Visits by id, each with its checks and findings. Entries about a visit that is not here are left for a later fold. */
export function foldVisits(entries: readonly Any[]): Map<string, Visit> {
  const byVisit = new Map<string, Any[]>()
  for (const entry of inOrder(entries)) {
    const id = entry.about.visit
    if (id === undefined) continue
    const group = byVisit.get(id)
    if (group) group.push(entry)
    else byVisit.set(id, [entry])
  }
  const visits = new Map<string, Visit>()
  for (const [id, group] of byVisit) {
    const visit = foldVisit(id, group)
    if (visit !== null) visits.set(id, visit)
  }
  return visits
}

function foldVisit(id: string, group: readonly Any[]): Visit | null {
  const [start, ...furtherStarts] = only(group, 'visit.started')
  if (start === undefined) return null
  // Only who began a visit ends or voids it; another's word is kept for a person to look at.
  const own = (entry: Any) => entry.by === start.by
  const [end, ...furtherEnds] = only(group, 'visit.ended').filter(own)
  const voided = only(group, 'visit.voided').find(own)
  const foreign = [...only(group, 'visit.ended'), ...only(group, 'visit.voided')].filter((entry) => !own(entry))
  return {
    id,
    site: start.about.site ?? '',
    area: start.area,
    by: start.by,
    kind: start.body.kind,
    startedAt: start.at,
    endedAt: end?.at ?? null,
    result: end?.body.result ?? null,
    voided: voided?.body.reason ?? null,
    template: start.body.template,
    answers: new Map(only(group, 'visit.answered').map((a) => [a.body.item, a.body.value])),
    checks: foldChecks(group),
    findings: foldFindings(group),
    disputed: [...furtherStarts, ...furtherEnds, ...foreign],
  }
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
