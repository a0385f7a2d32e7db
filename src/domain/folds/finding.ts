/** Findings: what was raised, and everything said of it since, at whichever visit. */
import type { Party } from '../entries/fields.ts'
import type { Action, Severity } from '../entries/finding.ts'
import type { Entry } from '../entries/kinds.ts'
import { afterCommand, findingCommands, firstState, type FindingCommand, type FindingStanding, type FindingState } from '../finding-states.ts'
import { photoRoles, type PhotoRole } from '../photo-roles.ts'
import type { Instant } from '../time.ts'
import { groupBy, only, readAll, type Any, type Read } from './read.ts'

/** A photograph as its entry tells it; the bytes are found by `sha256`. */
export interface Photo {
  sha256: string
  mime: string
  width: number
  height: number
  role: PhotoRole
  at: Instant
}

export interface Finding extends FindingStanding {
  id: string
  visit: string
  site: string
  at: Instant
  item: string | null
  severity: Severity
  text: string
  checks: string[]
  action: Action
  location: string | null
  basis: string | null
  party: Party | null
  duplicateOf: string | null
  responsibleName: string | null
  responsiblePhone: string | null
  photos: Photo[]
  /** What an escalation led to, by name. */
  bulletins: string[]
  credits: string[]
  cases: string[]
  /** What was said and counted, its raising first, and how the finding stood after each. */
  history: { entry: Entry; state: FindingState }[]
  /** What was said and did not fit. */
  disputed: Entry[]
}

/** Findings in the order they were raised. What is about a finding that is not here is left for a later fold. */
export function foldFindings(entries: readonly Any[]): Finding[] {
  return findingsIn(readAll(entries))
}

export function findingsIn(entries: readonly Read[]): Finding[] {
  const photos = groupBy(only(entries, 'attachment.added'), (entry) => entry.about.finding)
  const commands = groupBy(only(entries, ...findingCommands), (entry) => entry.about.finding)
  const raised = groupBy(only(entries, 'finding.raised'), (entry) => entry.about.finding ?? entry.id)
  return [...raised].map(([id, [first, ...further]]) => {
    const finding = fromRaising(id, first!, (photos.get(id) ?? []).flatMap(photoOf))
    finding.disputed.push(...further.map((entry) => entry.stored))
    for (const command of inTurn(commands.get(id) ?? [])) follow(finding, command)
    return finding
  })
}

/**
 * A recheck says whether there is a finding at all, whenever it comes in and whatever the clocks of phones say: what it confirms was a
 * finding from the start, and what it clears is withdrawn in the end.
 */
function inTurn(commands: readonly Read<FindingCommand>[]): Read<FindingCommand>[] {
  const cleared = (entry: Read<FindingCommand>) => entry.kind === 'finding.withdrawn' && entry.body.reason === 'recheck-cleared'
  const rank = (entry: Read<FindingCommand>) => (entry.kind === 'finding.confirmed' ? 0 : cleared(entry) ? 2 : 1)
  return [...commands].sort((a, b) => rank(a) - rank(b))
}

function fromRaising(id: string, { about, at, body, personal, stored }: Read<'finding.raised'>, photos: Photo[]): Finding {
  const state = body.draft ? 'draft' : firstState(body.action)
  return {
    id,
    visit: about.visit ?? '',
    site: about.site ?? '',
    at,
    item: body.item,
    severity: body.severity,
    text: body.text,
    checks: body.checks,
    action: body.action,
    deadline: body.deadline,
    state,
    location: body.location,
    basis: body.basis,
    party: body.party,
    duplicateOf: body.duplicateOf,
    responsibleName: personal?.responsibleName ?? null,
    responsiblePhone: personal?.responsiblePhone ?? null,
    photos,
    bulletins: [],
    credits: [],
    cases: [],
    history: [{ entry: stored, state }],
    disputed: [],
  }
}

function photoOf({ at, body: { sha256, mime, width, height, role } }: Read<'attachment.added'>): Photo[] {
  const known = photoRoles.find((name) => name === role)
  return known === undefined ? [] : [{ sha256, mime, width, height, role: known, at }]
}

function follow(finding: Finding, command: Read<FindingCommand>): void {
  const standing = afterCommand(finding, command)
  if (standing === null) {
    finding.disputed.push(command.stored)
    return
  }
  const { state, action, deadline } = standing
  Object.assign(finding, detail(finding, command), { state, action, deadline })
  finding.history.push({ entry: command.stored, state })
}

/** What a word that fits changes besides the state. */
function detail(finding: Finding, command: Read<FindingCommand>): Partial<Finding> {
  switch (command.kind) {
    case 'finding.amended': {
      const { item, severity, text, location, basis, party } = command.body
      return {
        item: item === undefined ? finding.item : item,
        severity: severity ?? finding.severity,
        text: text ?? finding.text,
        location: location === undefined ? finding.location : location,
        basis: basis === undefined ? finding.basis : basis,
        party: party === undefined ? finding.party : party,
        responsibleName: command.personal?.responsibleName ?? finding.responsibleName,
        responsiblePhone: command.personal?.responsiblePhone ?? finding.responsiblePhone,
      }
    }
    case 'bulletin.listed':
      return { bulletins: withName(finding.bulletins, command.about.bulletin ?? command.id) }
    case 'credit.suggested':
      return { credits: withName(finding.credits, command.about.credit ?? command.id) }
    case 'case.transferred':
      return { cases: withName(finding.cases, command.about.case ?? command.id) }
    default:
      return {}
  }
}

function withName(names: readonly string[], name: string): string[] {
  return names.includes(name) ? [...names] : [...names, name]
}
