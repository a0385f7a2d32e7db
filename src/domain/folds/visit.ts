/** Visits, each with its checks, its findings and its signatures. */
import type { Entry } from '../entries/kinds.ts'
import type { AnswerValue } from '../entries/visit.ts'
import type { Instant } from '../time.ts'
import { checksIn, type Check } from './check.ts'
import { findingsIn, type Finding } from './finding.ts'
import { groupBy, only, readAll, type Any, type Read } from './read.ts'
import { signatureOf, type Signature } from './signature.ts'

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
  /** Of the visit's own record; those of a notice are with the notice. */
  signatures: Signature[]
  /** What does not fit, that of its findings included. */
  disputed: Entry[]
}

/** Visits by id, each with its checks and findings. Entries about a visit that is not here are left for a later fold. */
export function foldVisits(entries: readonly Any[]): Map<string, Visit> {
  const read = readAll(entries)
  // A finding is followed up at other visits, too.
  const findings = groupBy(findingsIn(read), (finding) => finding.visit)
  const visits = new Map<string, Visit>()
  for (const [id, group] of groupBy(read, (entry) => entry.about.visit)) {
    const visit = foldVisit(id, group, findings.get(id) ?? [])
    if (visit !== null) visits.set(id, visit)
  }
  return visits
}

function foldVisit(id: string, group: readonly Read[], findings: Finding[]): Visit | null {
  const [start, ...furtherStarts] = only(group, 'visit.started')
  if (start === undefined) return null
  // Only who began a visit ends or voids it; another's word is kept for a person to look at.
  const own = (entry: Read) => entry.by === start.by
  const [end, ...furtherEnds] = only(group, 'visit.ended').filter(own)
  const [voided, ...furtherVoids] = only(group, 'visit.voided').filter(own)
  const foreign = only(group, 'visit.ended', 'visit.voided').filter((entry) => !own(entry))
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
    checks: checksIn(group),
    findings,
    signatures: only(group, 'signature.taken', 'signature.refused').filter((entry) => entry.about.notice === undefined).map(signatureOf),
    disputed: [
      ...[...furtherStarts, ...furtherEnds, ...furtherVoids, ...foreign].map((entry) => entry.stored),
      ...findings.flatMap((finding) => finding.disputed),
    ],
  }
}
