/** Notices: what was issued, its numbers, who signed it, how it was delivered, and what took its place. */
import type { Entry } from '../entries/kinds.ts'
import type { DeliveryMethod, NoticeType } from '../entries/notice.ts'
import { afterNoticeCommand, noticeCommands, type NoticeCommand, type NoticeStanding } from '../notice-states.ts'
import type { Day, Instant } from '../time.ts'
import { groupBy, only, readAll, type Any, type Read } from './read.ts'
import { signatureOf, type Signature } from './signature.ts'

export interface Notice extends NoticeStanding {
  id: string
  area: string
  site: string
  visit: string
  type: NoticeType
  temporaryNumber: string | null
  template: { id: string; version: string }
  unit: string
  findings: string[]
  deadline: Day | null
  /** SHA-256 of what was printed. */
  document: string
  issuedAt: Instant
  issuedBy: string
  replaces: string | null
  /** The notice that took its place. */
  supersededBy: string | null
  signatures: Signature[]
  delivery: { method: DeliveryMethod; tracking: string | null; at: Instant; recipient: string | null } | null
  disputed: Entry[]
}

/** Notices by id, in the order they were issued. What is about a notice that is not here is left for a later fold. */
export function foldNotices(entries: readonly Any[]): Map<string, Notice> {
  const read = readAll(entries)
  const issued = groupBy(only(read, 'notice.issued'), idOf)
  const commands = groupBy(only(read, ...noticeCommands), (entry) => entry.about.notice)
  // Who issued a notice twice under one name replaces nothing with the second.
  const replacing = groupBy([...issued.values()].map((group) => group[0]!), (entry) => entry.body.replaces ?? undefined)
  const notices = new Map<string, Notice>()
  for (const [id, [first, ...further]] of issued) {
    const [successor] = (replacing.get(id) ?? []).filter((entry) => idOf(entry) !== id)
    const turns = [...(commands.get(id) ?? []), ...(successor === undefined ? [] : [successor])].sort((a, b) => (a.id < b.id ? -1 : 1))
    const notice = fromIssue(id, first!)
    notice.disputed.push(...further.map((entry) => entry.stored))
    for (const entry of turns) follow(notice, entry)
    notices.set(id, notice)
  }
  return notices
}

function idOf(entry: Read<'notice.issued'>): string {
  return entry.about.notice ?? entry.id
}

function fromIssue(id: string, { about, area, at, by, body }: Read<'notice.issued'>): Notice {
  return {
    id,
    area,
    site: about.site ?? '',
    visit: about.visit ?? '',
    type: body.type,
    state: body.number === null ? 'draft' : 'numbered',
    number: body.number,
    temporaryNumber: body.temporaryNumber,
    template: body.template,
    unit: body.unit,
    findings: body.findings,
    deadline: body.deadline,
    document: body.document,
    issuedAt: at,
    issuedBy: by,
    replaces: body.replaces,
    supersededBy: null,
    signatures: [],
    delivery: null,
    disputed: [],
  }
}

function follow(notice: Notice, entry: Read<NoticeCommand | 'notice.issued'>): void {
  if (entry.kind === 'notice.issued') {
    notice.state = 'superseded'
    notice.supersededBy = idOf(entry)
    return
  }
  const standing = afterNoticeCommand(notice, entry)
  if (standing === null) {
    notice.disputed.push(entry.stored)
    return
  }
  notice.state = standing.state
  notice.number = standing.number
  if (entry.kind === 'notice.delivered') {
    const { method, tracking } = entry.body
    notice.delivery = { method, tracking, at: entry.at, recipient: entry.personal?.recipientName ?? null }
  } else if (entry.kind !== 'notice.numbered') notice.signatures.push(signatureOf(entry))
}
