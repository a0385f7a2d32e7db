/** The life of a notice: draft (a temporary number) ─► numbered ─► signed | refused ─► delivered ─► superseded. */
import type { CurrentEntry } from './entries/kinds.ts'

export const noticeStates = ['draft', 'numbered', 'signed', 'refused', 'delivered', 'superseded'] as const
export type NoticeState = (typeof noticeStates)[number]

export const noticeCommands = ['notice.numbered', 'signature.taken', 'signature.refused', 'notice.delivered'] as const
export type NoticeCommand = (typeof noticeCommands)[number]

/** What may be said of a notice in each state. A number can come late, to a paper that was handed over without connection; only once. */
export const fittingNotice: Readonly<Record<NoticeState, readonly NoticeCommand[]>> = {
  draft: noticeCommands,
  numbered: ['signature.taken', 'signature.refused', 'notice.delivered'],
  signed: noticeCommands,
  refused: noticeCommands,
  delivered: ['notice.numbered'],
  superseded: ['notice.numbered'],
}

/** As much of a notice as its states depend on. */
export interface NoticeStanding {
  state: NoticeState
  number: string | null
}

/** How the notice stands after `command`, or `null` when it does not fit. Only the inspected unit's signature moves it. */
export function afterNoticeCommand(now: NoticeStanding, command: Extract<CurrentEntry, { kind: NoticeCommand }>): NoticeStanding | null {
  if (!fittingNotice[now.state].includes(command.kind)) return null
  switch (command.kind) {
    case 'notice.numbered':
      return now.number === null ? { state: now.state === 'draft' ? 'numbered' : now.state, number: command.body.number } : null
    case 'signature.taken':
      return command.body.role === 'unit' ? { ...now, state: 'signed' } : now
    case 'signature.refused':
      if (command.body.role !== 'unit') return now
      return now.state === 'signed' ? null : { ...now, state: 'refused' }
    case 'notice.delivered':
      return { ...now, state: 'delivered' }
  }
}
