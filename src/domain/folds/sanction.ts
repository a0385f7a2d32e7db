/** What findings that were escalated led to: bulletins, credit actions, transfers. */
import { afterCreditCommand, creditCommands, type CreditCommand, type CreditState } from '../credit-states.ts'
import type { Level, Party } from '../entries/fields.ts'
import type { Entry } from '../entries/kinds.ts'
import type { Day, Instant } from '../time.ts'
import { findingsIn } from './finding.ts'
import { groupBy, only, readAll, type Any, type Read } from './read.ts'

/** What every one of them has. */
interface Sanction {
  id: string
  area: string
  site: string
  /** The finding it follows from, or `''`. */
  finding: string
  at: Instant
  by: string
  /** The finding was not escalated: it stands under `disputed` there and a person has to look at it. */
  contested: boolean
}

export interface BulletinItem extends Sanction {
  party: Party
  partyName: string | null
  checks: string[]
  text: string
}

/** The title, level and day of publication are those of the line written last. */
export interface Bulletin {
  id: string
  title: string
  level: Level
  publishedOn: Day | null
  items: BulletinItem[]
}

export interface Credit extends Sanction {
  party: Party
  partyName: string | null
  items: { code: string; points: number; basis: string }[]
  text: string
  state: CreditState
  /** What the credit system gave when it was keyed in. */
  reference: string | null
  history: { entry: Entry; state: CreditState }[]
  disputed: Entry[]
}

/** One case can hold several findings; what is said of it is what was written last. */
export interface Transfer extends Omit<Sanction, 'finding'> {
  findings: string[]
  to: string
  text: string
  entries: string[]
  attachments: string[]
  notice: string | null
  receipt: string | null
}

/** Bulletins by id, their lines in the order they were written. */
export function foldBulletins(entries: readonly Any[]): Map<string, Bulletin> {
  const { read, contested } = withContested(entries)
  const bulletins = new Map<string, Bulletin>()
  for (const [id, lines] of groupBy(only(read, 'bulletin.listed'), (entry) => entry.about.bulletin ?? entry.id)) {
    const { title, level, publishedOn } = lines[lines.length - 1]!.body
    const items = lines.map((line) => {
      const { party, checks, text } = line.body
      return { ...common(line.id, line, contested), party, partyName: line.personal?.partyName ?? null, checks, text }
    })
    bulletins.set(id, { id, title, level, publishedOn, items })
  }
  return bulletins
}

/** Credit actions by id. What is about an action that is not here is left for a later fold. */
export function foldCredits(entries: readonly Any[]): Map<string, Credit> {
  const { read, contested } = withContested(entries)
  const commands = groupBy(only(read, ...creditCommands), (entry) => entry.about.credit)
  const credits = new Map<string, Credit>()
  for (const [id, [first, ...further]] of groupBy(only(read, 'credit.suggested'), (entry) => entry.about.credit ?? entry.id)) {
    const credit = fromSuggestion(id, first!, contested)
    credit.disputed.push(...further.map((entry) => entry.stored))
    for (const command of commands.get(id) ?? []) follow(credit, command)
    credits.set(id, credit)
  }
  return credits
}

function fromSuggestion(id: string, entry: Read<'credit.suggested'>, contested: ReadonlySet<string>): Credit {
  const { party, items, text = '' } = entry.body
  return {
    ...common(id, entry, contested),
    party,
    partyName: entry.personal?.partyName ?? null,
    items,
    text,
    state: 'suggested',
    reference: null,
    history: [{ entry: entry.stored, state: 'suggested' }],
    disputed: [],
  }
}

function follow(credit: Credit, command: Read<CreditCommand>): void {
  const state = afterCreditCommand(credit.state, command)
  if (state === null) {
    credit.disputed.push(command.stored)
    return
  }
  credit.state = state
  if (command.kind === 'credit.entered') credit.reference = command.body.reference
  credit.history.push({ entry: command.stored, state })
}

/** Transfers by the id of their case. */
export function foldTransfers(entries: readonly Any[]): Map<string, Transfer> {
  const { read, contested } = withContested(entries)
  const transfers = new Map<string, Transfer>()
  for (const [id, group] of groupBy(only(read, 'case.transferred'), (entry) => entry.about.case ?? entry.id)) {
    const { finding: _, ...first } = common(id, group[0]!, contested)
    const findings = [...new Set(group.flatMap((entry) => entry.about.finding ?? []))]
    transfers.set(id, { ...first, contested: group.some((entry) => contested.has(entry.id)), findings, ...group[group.length - 1]!.body })
  }
  return transfers
}

function withContested(entries: readonly Any[]): { read: Read[]; contested: ReadonlySet<string> } {
  const read = readAll(entries)
  return { read, contested: new Set(findingsIn(read).flatMap((finding) => finding.disputed.map((entry) => entry.id))) }
}

function common(id: string, { id: entryId, about, area, at, by }: Read, contested: ReadonlySet<string>): Sanction {
  return { id, area, site: about.site ?? '', finding: about.finding ?? '', at, by, contested: contested.has(entryId) }
}
