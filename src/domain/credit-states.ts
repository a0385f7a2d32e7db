/** The life of a credit action: suggested ─► town-reviewed ─► city-approved ─► entered; either review can reject it. */
import type { CurrentEntry } from './entries/kinds.ts'

export const creditStates = ['suggested', 'town-reviewed', 'city-approved', 'rejected', 'entered'] as const
export type CreditState = (typeof creditStates)[number]

export const creditCommands = ['credit.reviewed', 'credit.entered'] as const
export type CreditCommand = (typeof creditCommands)[number]

/** Where the action stands after `command`, or `null` when it does not fit: the city does not decide before the town. */
export function afterCreditCommand(now: CreditState, command: Extract<CurrentEntry, { kind: CreditCommand }>): CreditState | null {
  if (command.kind === 'credit.entered') return now === 'city-approved' ? 'entered' : null
  const { level, decision } = command.body
  if (now !== (level === 'town' ? 'suggested' : 'town-reviewed')) return null
  if (decision === 'rejected') return 'rejected'
  return level === 'town' ? 'town-reviewed' : 'city-approved'
}
