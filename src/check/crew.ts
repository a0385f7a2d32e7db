/** The people of one visit as the scanner knows them: a row for each check, made or under way, the newest first. Pure. */
import type { InputMethod } from '#domain/check.ts'
import { colourHint } from '#domain/hints.ts'
import type { Recorded } from '#domain/entries/kinds.ts'
import { isGround, knownNow } from '#domain/finding-ground.ts'
import type { Check, Finding } from '#domain/fold.ts'
import type { IdNumber } from '#domain/identity.ts'
import type { PayloadShape } from '#domain/payload.ts'
import type { Instant } from '#domain/time.ts'
import { classOf, useOf, type VerdictClass } from '#domain/verdict.ts'
import type { Written } from '#device/doors.ts'
import type { CheckDraft } from './ask.ts'

export type KeepTrouble = Extract<Written, { kind: 'not-written' }>['why']

/** Whether a check is on disk. Nothing says "saved" before the ledger has said so. */
export type Keeping = { kind: 'saving' } | { kind: 'kept' } | { kind: 'not-kept'; why: KeepTrouble; draft: CheckDraft }

/** Which visit the checks belong to. */
export interface Place {
  visit: string
  site: string
  area: string
}

/** A person to be checked, as the scan station hands them over. */
export interface Person {
  id: IdNumber
  method: InputMethod
  shape: PayloadShape | null
  issuedAt?: Instant
}

export interface CrewRow {
  /** The check's id, given when the code was read. */
  id: string
  at: Instant
  /** Whose number was read; in memory only, and never shown. */
  person: IdNumber | null
  lastFour: string
  /** Whether this person's code came into sight once more. */
  again: boolean
  /** For how many minutes the code had existed when it was read, where that is too long; known only while the visit is in hand. */
  oldCode: number | null
  state: { kind: 'asking' } | { kind: 'judged'; check: Check; keeping: Keeping }
}

/** Whether another check of the same person counts instead: the newest that is settled, else the newest. */
export function isOvertaken(row: CrewRow, rows: readonly CrewRow[]): boolean {
  if (row.person === null) return false
  const same = rows.filter((other) => other.person === row.person)
  return (same.find(isSettled) ?? same[0]) !== row
}

function isSettled({ state }: CrewRow): boolean {
  return state.kind === 'judged' && useOf(knownNow(state.check)) !== 'recheck'
}

/** Each person once, with the check that counts. */
export function standingRows(rows: readonly CrewRow[]): CrewRow[] {
  return rows.filter((row) => !isOvertaken(row, rows))
}

/** What a row asks of the inspector; `null` when nothing. `recorded`: the rows of whoever is in a finding. */
export type Care = 'not-kept' | 'look-again' | 'finding' | 'unsettled'

export function careOf({ state }: CrewRow, recorded: ReadonlySet<string>): Care | null {
  if (state.kind === 'asking') return null
  const { check, keeping } = state
  if (keeping.kind === 'not-kept') return 'not-kept'
  if (recorded.has(check.id)) return null
  if (colourHint(check) !== null) return 'look-again'
  if (isGround(check)) return 'finding'
  const use = useOf(knownNow(check))
  return use === 'pass' || use === 'may-work' ? null : 'unsettled'
}

/** The rows of whoever is in a finding, under whichever of the person's checks. */
export function recordedRows(rows: readonly CrewRow[], findings: readonly Pick<Finding, 'checks'>[]): Set<string> {
  const named = new Set(findings.flatMap((finding) => finding.checks))
  const people = new Set(rows.flatMap(({ id, person }) => (person !== null && named.has(id) ? [person] : [])))
  return new Set(rows.flatMap(({ id, person }) => (named.has(id) || (person !== null && people.has(person)) ? [id] : [])))
}

/**
 * The checks that become findings in one go, the oldest first. Left out is whose colour on the phone differs, because a look again comes
 * first, and what is not on disk.
 */
export function toRecord(rows: readonly CrewRow[], recorded: ReadonlySet<string>): Check[] {
  return standingRows(rows)
    .flatMap((row) => (row.state.kind === 'judged' && careOf(row, recorded) === 'finding' && row.state.keeping.kind === 'kept' ? [row.state.check] : []))
    .reverse()
}

/** How many people stand in each class, and of how many the answer is still to come. A green without any basis counts as unsettled. */
export function tally(rows: readonly CrewRow[]): Record<VerdictClass | 'asking', number> {
  const counts = { green: 0, yellow: 0, red: 0, expired: 0, 'no-code': 0, unsettled: 0, asking: 0 }
  for (const { state } of standingRows(rows)) {
    if (state.kind === 'asking') counts.asking += 1
    else {
      const verdict = knownNow(state.check)
      counts[useOf(verdict) === 'no-basis' ? 'unsettled' : classOf(verdict.code)] += 1
    }
  }
  return counts
}

/** `rows` with `newer` among them, each in its place: by when its code was read, the newest first. */
export function withRows(rows: readonly CrewRow[], newer: readonly CrewRow[]): CrewRow[] {
  const ids = new Set(newer.map(({ id }) => id))
  return [...rows.filter(({ id }) => !ids.has(id)), ...newer].sort((a, b) => (a.id < b.id ? 1 : -1))
}

/** The rows of `checks` as the ledger has them, `entries` being those they come from. */
export function keptRows(checks: readonly Check[], entries: readonly Recorded[], held: readonly CrewRow[]): CrewRow[] {
  const people = new Map(entries.flatMap(({ kind, about, id, personal }) => (kind === 'check.made' ? [[about.check ?? id, personal?.idNumber]] : [])))
  const before = new Map(held.map((row) => [row.id, row]))
  return checks.map((check) => ({
    id: check.id,
    at: check.at,
    // Only whole numbers are written.
    person: (people.get(check.id) ?? null) as IdNumber | null,
    lastFour: check.lastFour,
    again: before.get(check.id)?.again ?? false,
    oldCode: before.get(check.id)?.oldCode ?? null,
    state: { kind: 'judged', check, keeping: { kind: 'kept' } },
  }))
}

/** The check that `draft` will be once it is written at `at`. */
export function checkOf(draft: CheckDraft, id: string, at: Instant): Check {
  const { body, about, personal } = draft
  return {
    id, at, visit: about.visit ?? '', method: body.method, subject: body.subject, nameMasked: personal?.nameMasked ?? '', lastFour: personal?.lastFour ?? '',
    seenColour: body.seenColour, verdict: body.verdict, recheck: null, simulated: body.simulated,
  }
}
