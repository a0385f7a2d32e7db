/**
 * From the decoded reply of GetSAMInfo (interface V3.0, 2.2.5) to an `Answer`. Green needs every row to be this person's, to say
 * exactly 1 and to bear a readable date; "no record" needs a recognised message. Everything else is a doubt or our own trouble.
 */
import type { Answer, Colour } from '#domain/check.ts'
import { normaliseIdText, type IdNumber } from '#domain/identity.ts'
import { maskName } from '#domain/mask.ts'
import type { AlarmKind } from '#domain/platform-health.ts'
import type { Instant } from '#domain/time.ts'
import { readFields, textOf } from './json-fields.ts'
import { meaningOf, type MessageRule } from './message-rules.ts'
import { readFrame, troubleOf } from './readers/frame.ts'
import { trouble, type Trouble } from './trouble.ts'
import { readValidUntil } from './wire-date.ts'

/** An answer of the platform, which a fault is not. */
export type Reply = Exclude<Answer, { kind: 'fault' }>

/** Judges `body`, the reply to a question about `asked` that came in at `answeredAt`. */
export function readAnswer(body: unknown, asked: IdNumber, rules: readonly MessageRule[], answeredAt: Instant): Reply | Trouble {
  const frame = readFrame(body)
  if (frame.kind === 'trouble') return frame
  const rows: unknown = frame.fields.get('data') ?? []
  if (!Array.isArray(rows)) return trouble('platform', 'data is no list')
  if (frame.kind === 'success') return rows.length > 0 ? readRows(rows, asked, answeredAt) : trouble('platform', 'success without data')
  if (meaningOf(frame.message, rules) !== 'no-record') return troubleOf(frame, rules)
  // Result 0 is an unexplained failure of the system, whatever its message says.
  if (frame.kind === 'disorder') return trouble('platform', 'no record, but not result 1 with success false')
  return rows.length > 0 ? { kind: 'doubt', doubt: 'conflict', answeredAt } : { kind: 'no-record', answeredAt }
}

/** What the administrator should hear of, whatever the inspector is told. */
export function alarmsOf(reply: Reply): AlarmKind[] {
  return reply.kind === 'doubt' && (reply.doubt === 'unknown-colour' || reply.doubt === 'id-mismatch') ? [reply.doubt] : []
}

const COLOURS: ReadonlyMap<string, Colour> = new Map([['1', 'green'], ['2', 'yellow'], ['3', 'red']])

function readRows(rows: readonly unknown[], asked: IdNumber, answeredAt: Instant): Reply | Trouble {
  const read = rows.map(readFields).filter((row) => row !== null)
  if (read.length < rows.length) return trouble('platform', 'a row is no object with distinct keys')
  const doubt = (because: Extract<Reply, { kind: 'doubt' }>['doubt']): Reply => ({ kind: 'doubt', doubt: because, answeredAt })

  if (read.some((row) => normaliseIdText(textOf(row.get('zjhm'))) !== asked)) return doubt('id-mismatch')
  const colours = new Set(read.map((row) => COLOURS.get(textOf(row.get('codetype')))))
  const names = new Set(read.map((row) => textOf(row.get('workername'))).filter((name) => name !== ''))
  const [colour] = colours
  if (colours.has(undefined) || colour === undefined) return doubt('unknown-colour')
  if (colours.size > 1 || names.size > 1) return doubt('conflict')

  const nameMasked = maskName([...names][0] ?? '')
  if (colour !== 'green') return { kind: 'code', colour, validUntil: null, nameMasked, answeredAt }
  const ends = new Set(read.map((row) => readValidUntil(row.get('yxq'))))
  const [validUntil] = ends
  if (ends.has(null) || validUntil === undefined || validUntil === null) return doubt('green-without-date')
  return ends.size > 1 ? doubt('conflict') : { kind: 'code', colour, validUntil, nameMasked, answeredAt }
}
