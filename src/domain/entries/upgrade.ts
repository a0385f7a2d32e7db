/**
 * Old bodies read as the newest version of their kind has them. Apart from the schemas, because whoever only folds (the app's first
 * screen) needs none of those; `test/domain/entries.test.ts` keeps both together.
 */
import type { CurrentEntry, Entry, EntryKind, EntryOf } from './kinds.ts'

type BodyOf<K extends EntryKind, N extends number> = Extract<EntryOf<K>, { v: N }>['body']

type Steps = Readonly<Record<number, (body: never) => unknown>>

/** `[n]` makes a body of version n into one of version n + 1. */
const upgrades = {
  'site.registered': { 1: (body: BodyOf<'site.registered', 1>): BodyOf<'site.registered', 2> => ({ ...body, filing: 'unknown' }) },
  'finding.raised': { 1: (body: BodyOf<'finding.raised', 1>): BodyOf<'finding.raised', 2> => ({ ...body, location: null, basis: null, party: null, duplicateOf: null }) },
  'attachment.added': { 1: (body: BodyOf<'attachment.added', 1>): BodyOf<'attachment.added', 2> => ({ ...body, takenAt: null }) },
} satisfies Partial<Record<EntryKind, Steps>>

/** The newest version of each kind. */
export const newestVersions: Readonly<Record<EntryKind, number>> = {
  'site.registered': 2, 'site.amended': 1, 'site.closed': 1,
  'visit.started': 1, 'visit.answered': 1, 'visit.ended': 1, 'visit.voided': 1,
  'check.made': 1, 'check.rechecked': 1, 'check.colour-seen': 1,
  'finding.raised': 2, 'finding.amended': 1, 'finding.confirmed': 1, 'finding.rectified': 1, 'finding.reinspected': 1, 'finding.escalated': 1,
  'finding.closed': 1, 'finding.withdrawn': 1,
  'notice.issued': 1, 'notice.numbered': 1, 'notice.delivered': 1,
  'bulletin.listed': 1, 'credit.suggested': 1, 'credit.reviewed': 1, 'credit.entered': 1, 'case.transferred': 1,
  'attachment.added': 2, 'signature.taken': 1, 'signature.refused': 1,
}

const stepsOf: ReadonlyMap<string, Steps> = new Map(Object.entries(upgrades))
const newestOf: ReadonlyMap<string, number> = new Map(Object.entries(newestVersions))

/** `body` of version `from` as version `newest` has it; `null` for a version that is not between 1 and that. */
export function newestBody(steps: Steps, newest: number, from: number, body: unknown): { v: number; body: unknown } | null {
  if (from < 1 || from > newest) return null
  let upgraded = body
  for (let version = from; version < newest; version += 1) upgraded = (steps[version] as (body: unknown) => unknown)(upgraded)
  return { v: newest, body: upgraded }
}

/**
 * `entry` as the newest version would have said it; the entry itself stays as it is. `null` where kind or version is newer than this
 * app: such an entry is kept and left for a later fold.
 */
export function upgradeEntry(entry: Entry): CurrentEntry | null {
  const newest = newestOf.get(entry.kind)
  const current = newest === undefined ? null : newestBody(stepsOf.get(entry.kind) ?? {}, newest, entry.v, entry.body)
  return current === null ? null : ({ ...entry, ...current } as CurrentEntry)
}
