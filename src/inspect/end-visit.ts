import type { Draft } from '#domain/entries/kinds.ts'
import type { Finding, Visit } from '#domain/fold.ts'
import { unaddressed } from '#domain/finding-ground.ts'

/** Findings that count: a withdrawn one was taken back. */
export function standing(visit: Visit): Finding[] {
  return visit.findings.filter((finding) => finding.state !== 'withdrawn')
}

/** The last entry of a visit. Its result follows from findings and codes; nobody chooses it, and a red code nobody wrote up is a problem too. */
export function endDraft(visit: Visit, note: string): Draft {
  const told = note.trim()
  return {
    kind: 'visit.ended',
    area: visit.area,
    about: { site: visit.site, visit: visit.id },
    body: { result: standing(visit).length + unaddressed(visit).length === 0 ? 'no-problem' : 'problems', ...(told === '' ? {} : { note: told.slice(0, 500) }) },
  }
}

/** Items answered “不符合” for which no finding stands. */
export function unrecorded(visit: Visit): string[] {
  const recorded = new Set(standing(visit).map((finding) => finding.item))
  return [...visit.answers].filter(([item, value]) => value === 'not-conform' && !recorded.has(item)).map(([item]) => item)
}
