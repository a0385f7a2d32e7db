/**
 * The life of a finding: which word fits which state, and what follows from it. A word that does not fit is disputed, never dropped.
 *
 * raised ─► draft ─► open | rectifying | fixed ─► rectified ─► (reinspected) ─► fixed | not-fixed | rectifying ─► closed
 * open, not-fixed or overdue ─► escalated, which can lead to a bulletin, a credit action and a transfer, all of them if need be,
 * and is therefore the state in which they are listed. A finding that was wrong can be withdrawn at any time (promise 2).
 */
import type { Action } from './entries/finding.ts'
import type { CurrentEntry } from './entries/kinds.ts'
import { shanghaiDay, type Day } from './time.ts'

/**
 * `fixed`: an inspector saw that it is mended, on the spot or at a reinspection. `rectified`: the site says that it is mended, and
 * nobody has looked yet. `closed`: the office is done with it.
 */
export const findingStates = ['draft', 'open', 'rectifying', 'rectified', 'not-fixed', 'fixed', 'escalated', 'closed', 'withdrawn'] as const
export type FindingState = (typeof findingStates)[number]

export const findingCommands = [
  'finding.amended', 'finding.confirmed', 'finding.rectified', 'finding.reinspected', 'finding.escalated', 'finding.closed', 'finding.withdrawn',
  'bulletin.listed', 'credit.suggested', 'case.transferred',
] as const
export type FindingCommand = (typeof findingCommands)[number]

/** What may be said of a finding in each state; `finding.escalated` in `rectifying` only once the deadline has passed. */
export const fittingFinding: Readonly<Record<FindingState, readonly FindingCommand[]>> = {
  draft: ['finding.amended', 'finding.confirmed', 'finding.rectified', 'finding.withdrawn'],
  open: ['finding.amended', 'finding.rectified', 'finding.reinspected', 'finding.escalated', 'finding.withdrawn'],
  rectifying: ['finding.amended', 'finding.rectified', 'finding.reinspected', 'finding.escalated', 'finding.withdrawn'],
  rectified: ['finding.amended', 'finding.rectified', 'finding.reinspected', 'finding.withdrawn'],
  'not-fixed': ['finding.amended', 'finding.rectified', 'finding.reinspected', 'finding.escalated', 'finding.withdrawn'],
  fixed: ['finding.amended', 'finding.rectified', 'finding.closed', 'finding.withdrawn'],
  escalated: [
    'finding.amended', 'finding.rectified', 'finding.reinspected', 'finding.closed', 'finding.withdrawn', 'bulletin.listed', 'credit.suggested',
    'case.transferred',
  ],
  closed: ['finding.withdrawn'],
  withdrawn: [],
}

/** As much of a finding as its states depend on. */
export interface FindingStanding {
  state: FindingState
  action: Action
  deadline: Day | null
}

/** The state of a finding that is no draft, as it is raised. */
export function firstState(action: Action): FindingState {
  if (action === 'fixed-on-site') return 'fixed'
  return action === 'deadline' ? 'rectifying' : 'open'
}

/** Whether somebody still has to do something about it. A draft is no finding yet. */
export function isOpen(state: FindingState): boolean {
  return state === 'open' || state === 'rectifying' || state === 'rectified' || state === 'not-fixed' || state === 'escalated'
}

/** Whether the time given is over on the day `today` and nothing was heard. */
export function isOverdue({ state, deadline }: Pick<FindingStanding, 'state' | 'deadline'>, today: Day): boolean {
  return state === 'rectifying' && deadline !== null && today > deadline
}

/** How the finding stands after `command`, or `null` when it does not fit. */
export function afterCommand(now: FindingStanding, command: Extract<CurrentEntry, { kind: FindingCommand }>): FindingStanding | null {
  if (!fittingFinding[now.state].includes(command.kind)) return null
  switch (command.kind) {
    case 'finding.amended':
      return amended(now, command.body)
    case 'finding.confirmed':
      return { ...now, state: firstState(now.action) }
    case 'finding.rectified':
      return { ...now, state: now.state === 'open' || now.state === 'rectifying' || now.state === 'not-fixed' ? 'rectified' : now.state }
    case 'finding.reinspected':
      return reinspected(now, command.body)
    case 'finding.escalated': {
      const early = now.state === 'rectifying' && !isOverdue(now, shanghaiDay(command.at + (command.clockOffset ?? 0)))
      return early ? null : { ...now, state: 'escalated' }
    }
    case 'finding.closed':
      return { ...now, state: 'closed' }
    case 'finding.withdrawn':
      return { ...now, state: 'withdrawn' }
    case 'bulletin.listed':
    case 'credit.suggested':
    case 'case.transferred':
      return now
  }
}

type BodyOf<K extends FindingCommand> = Extract<CurrentEntry, { kind: K }>['body']

function amended(now: FindingStanding, body: BodyOf<'finding.amended'>): FindingStanding | null {
  const action = body.action ?? now.action
  const deadline = body.deadline === undefined ? now.deadline : body.deadline
  const untouched = now.state === 'draft' || now.state === firstState(now.action)
  if (action !== now.action && !untouched) return null
  const state = action === now.action || now.state === 'draft' ? now.state : firstState(action)
  return deadline === null && (action === 'deadline' || state === 'rectifying') ? null : { action, deadline, state }
}

function reinspected(now: FindingStanding, { conclusion, deadline }: BodyOf<'finding.reinspected'>): FindingStanding {
  if (conclusion === 'fixed') return { ...now, state: 'fixed' }
  if (now.state === 'escalated') return { ...now, deadline: deadline ?? now.deadline }
  return deadline === null ? { ...now, state: 'not-fixed' } : { ...now, deadline, state: 'rectifying' }
}
