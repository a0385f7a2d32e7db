/** What became of a site, line by line: each thing said of it with what it changed, and the findings as they came and went. */
import type { Recorded } from '#domain/entries/kinds.ts'
import { foldFindings, foldSites, type Finding, type FindingState, type Site } from '#domain/fold.ts'
import type { Instant } from '#domain/time.ts'

/** `self`: who looks at it. Nobody else is named. */
export type Who = 'self' | 'system' | 'other'

/** Fields whose values are shown, in the order of the form. */
export const shownFields = [
  'status', 'name', 'kind', 'address', 'place', 'contractor', 'creditCode', 'owner', 'ownerCreditCode', 'headcount', 'filing', 'filingNo', 'prjNumber',
  'plannedStart', 'plannedEnd', 'areaSqm', 'costWan',
] as const satisfies readonly (keyof Site)[]
export type ShownField = (typeof shownFields)[number]

/** Fields that name a person: that they changed is told, from whom to whom is not. */
export const personFields = ['ownerName', 'ownerPhone', 'foremanName', 'foremanPhone', 'contactName', 'contactPhone'] as const satisfies readonly (keyof Site)[]
export type NamedField = (typeof personFields)[number]

export type Change = { [F in ShownField]: { field: F; before: Site[F]; after: Site[F] } }[ShownField]

interface Line {
  id: string
  at: Instant
  who: Who
}
export type HistoryLine =
  | (Line & { kind: 'registered' })
  | (Line & { kind: 'amended'; changes: Change[]; persons: NamedField[]; reason: string | null })
  | (Line & { kind: 'closed'; reason: string; duplicateOf: string | null; note: string | null })
  | (Line & { kind: 'finding'; text: string; state: FindingState; visit: string })

const SERVER = 'server'

/** The newest first. `self` is the account that looks at it. Of what does not fit, nothing is told here. */
export function siteHistory(entries: readonly Recorded[], site: string, self: string): HistoryLine[] {
  const who = (by: string): Who => (by === self ? 'self' : by === SERVER ? 'system' : 'other')
  const lines = [...siteLines(entries, site, who), ...foldFindings(entries).flatMap((finding) => findingLines(finding, who))]
  return lines.sort((a, b) => (a.id < b.id ? 1 : -1))
}

function siteLines(entries: readonly Recorded[], site: string, who: (by: string) => Who): HistoryLine[] {
  const told = entries.filter((entry) => entry.kind === 'site.registered' || entry.kind === 'site.amended' || entry.kind === 'site.closed')
  const inTurn = [...told].sort((a, b) => (a.id < b.id ? -1 : 1))
  return inTurn.flatMap((entry, i): HistoryLine[] => {
    const before = foldSites(inTurn.slice(0, i)).get(site)
    const after = foldSites(inTurn.slice(0, i + 1)).get(site)
    if (after === undefined || after.disputed.some(({ id }) => id === entry.id)) return []
    const line = { id: entry.id, at: entry.at, who: who(entry.by) }
    switch (entry.kind) {
      case 'site.registered':
        return [{ ...line, kind: 'registered' }]
      case 'site.closed':
        return [{ ...line, kind: 'closed', reason: entry.body.reason, duplicateOf: entry.body.duplicateOf, note: entry.body.note ?? null }]
      case 'site.amended':
        return before === undefined ? [] : [{ ...line, kind: 'amended', ...difference(before, after), reason: entry.body.reason ?? null }]
    }
  })
}

function difference(before: Site, after: Site): { changes: Change[]; persons: NamedField[] } {
  const differs = (field: keyof Site) => JSON.stringify(before[field]) !== JSON.stringify(after[field])
  return {
    changes: shownFields.filter(differs).map((field) => ({ field, before: before[field], after: after[field] }) as Change),
    persons: personFields.filter(differs),
  }
}

/** Only what changed how the finding stands: corrections of its words are on its own page. */
function findingLines({ text, visit, history }: Finding, who: (by: string) => Who): HistoryLine[] {
  return history.flatMap(({ entry, state }, i) =>
    history[i - 1]?.state === state ? [] : [{ id: entry.id, at: entry.at, who: who(entry.by), kind: 'finding', text, state, visit }],
  )
}
