/** Dates and times as the wire writes them: without a zone they are of Asia/Shanghai. */
import { isDay, type Day, type Instant } from '#domain/time.ts'
import { textOf } from './json-fields.ts'

const DATE = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?$/
const ZONED = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/
/** How .NET once wrote an instant in JSON; the zone behind it is information only. */
const MICROSOFT = /^\/Date\((-?\d{1,15})(?:[+-]\d{4})?\)\/$/

// People are older than the last summer time of 1991, which `domain/time` leaves out.
const shanghai = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'medium' })

/**
 * The calendar day that `value` names; `null` when it cannot be read or is no date: 0001 and 1900 are how .NET and SQL Server
 * write "none", and 9999 "no end".
 */
export function readDay(value: unknown): Day | null {
  const text = textOf(value)
  const day = dayOfInstant(text) ?? dayAsWritten(text)
  return isDay(day) && day > '1901' && day < '2200' ? day : null
}

/** The last day of a code's validity, inclusive; no 苏安码 is older than this century or without an end. */
export function readValidUntil(value: unknown): Day | null {
  const day = readDay(value)
  return day?.startsWith('20') === true ? day : null
}

/** The end of an identity card, which for elder people says 长期. */
export function readCardEnd(value: unknown): Day | 'long-term' | null {
  return /^长期/.test(textOf(value)) || /^9999\D/.test(textOf(value)) ? 'long-term' : readDay(value)
}

/** `yyyy-MM-dd HH:mm:ss` of Asia/Shanghai, as 3.2 wants it. */
export function writeDateTime(instant: Instant): string {
  return shanghai.format(instant)
}

function dayOfInstant(text: string): Day | null {
  const ms = ZONED.test(text) ? Date.parse(text) : Number(MICROSOFT.exec(text)?.[1] ?? NaN)
  return Math.abs(ms) < 8.64e15 ? shanghai.format(ms).slice(0, 10) : null
}

function dayAsWritten(text: string): string {
  const [, year = '', , month = '', date = ''] = DATE.exec(text) ?? []
  return `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`
}
