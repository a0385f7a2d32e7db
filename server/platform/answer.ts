/**
 * From the decoded reply of GetSAMInfo (interface V3.0, 2.2.5) to an `Answer`. Green needs every row to be this person's, to say
 * exactly 1 and to bear a readable date; "no record" needs a recognised message. Everything else is a doubt or our own trouble.
 */
import type { Answer, Colour } from '#domain/check.ts'
import { normaliseIdText, type IdNumber } from '#domain/identity.ts'
import { maskName } from '#domain/mask.ts'
import { isDay, shanghaiDay, type Day, type Instant } from '#domain/time.ts'
import { meaningOf, type MessageRule } from './message-rules.ts'
import { trouble, type Trouble } from './trouble.ts'

/** An answer of the platform, which a fault is not. */
export type Reply = Exclude<Answer, { kind: 'fault' }>

/** Judges `body`, the reply to a question about `asked` that came in at `answeredAt`. */
export function readAnswer(body: unknown, asked: IdNumber, rules: readonly MessageRule[], answeredAt: Instant): Reply | Trouble {
  const reply = readFields(body)
  if (reply === null) return trouble('bad-json', 'the reply is no object with distinct keys')
  const rows: unknown = reply.get('data') ?? []
  if (!Array.isArray(rows)) return trouble('platform', 'data is no list')
  const result = truth(reply.get('result'))
  const success = truth(reply.get('success'))
  if (result === true && success === true) {
    return rows.length > 0 ? readRows(rows, asked, answeredAt) : trouble('platform', 'success without data')
  }
  const message = reply.get('msg')
  const means = typeof message === 'string' ? meaningOf(message, rules) : 'platform'
  if (means !== 'no-record') return trouble(means, describe(message))
  // Result 0 is an unexplained failure of the system, whatever its message says.
  if (result !== true || success !== false) return trouble('platform', 'no record, but not result 1 with success false')
  return rows.length > 0 ? { kind: 'doubt', doubt: 'conflict', answeredAt } : { kind: 'no-record', answeredAt }
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

const DATE = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?$/
const ZONED = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/

/**
 * The last day of validity, inclusive, in Asia/Shanghai; `null` when it cannot be read or cannot be meant: 0001 and 1900 are how
 * .NET and SQL Server write "no date", and 9999 "no end", which no 苏安码 has.
 */
export function readValidUntil(value: unknown): Day | null {
  const text = textOf(value)
  const [, year = '', , month = '', date = ''] = DATE.exec(text) ?? []
  const day = ZONED.test(text) && Number.isFinite(Date.parse(text)) ? shanghaiDay(Date.parse(text)) : `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`
  return isDay(day) && /^20/.test(day) ? day : null
}

/** Members under trimmed, lower-case keys (the wire says `" msg"`); `null` when two of them say different things under one key. */
function readFields(value: unknown): ReadonlyMap<string, unknown> | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const fields = new Map<string, unknown>()
  for (const [rawKey, member] of Object.entries(value)) {
    const key = rawKey.trim().toLowerCase()
    if (fields.has(key) && fields.get(key) !== member) return null
    fields.set(key, member)
  }
  return fields
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : ''
}

function truth(value: unknown): boolean | null {
  const text = typeof value === 'boolean' ? String(value) : textOf(value).toLowerCase()
  if (text === '1' || text === 'true') return true
  return text === '0' || text === 'false' ? false : null
}

/** The message for the operator, who may have to add a rule for it; whatever may be a person's number or a check word is cut out. */
function describe(message: unknown): string {
  if (typeof message !== 'string') return 'failure without a message'
  return `message: ${message.replace(/[0-9a-f]{16,}|[\p{Nd}xX][\p{Nd}xX\s-]{5,}/giu, '…').slice(0, 80)}`
}
