/** What the simulated platform says of a number: the JSON of GetSAMInfo, in the wire's own spelling. */
import { normaliseIdText } from '#domain/identity.ts'
import { addDays, shanghaiDay, startOfDay, type Day, type Instant } from '#domain/time.ts'
import type { SimulatorControl } from './control.ts'
import type { DemoFault } from './faults.ts'
import { failure, found, type JsonReply } from './json-reply.ts'
import { demoPeople, personOf } from './people.ts'

const CODE_TYPES = { green: '1', yellow: '2', red: '3' } as const
const CODE_WORDS: Readonly<Record<string, string>> = { 1: '绿码', 2: '黄码', 3: '红码' }
const OVERRIDDEN_GREEN_DAYS = 365

/** One row of 2.2.5. Faults put other things into `codeType` and `Yxq` than text. */
interface SamRow {
  WorkerName: string
  Zjhm: string
  codeType: string | number | null
  Yxq: string | null
}

/** The reply about `zjhm` on the day of `now`, made odd by `fault`. */
export function answerSam(zjhm: string, fault: DemoFault | null, now: Instant, control: SimulatorControl): JsonReply {
  const row = fault === 'lower-case-x' ? rowUnderLowerCase(zjhm, now, control) : rowOf(zjhm, now, control)
  if (row === null || fault === 'failure-0') return failure('未查询到该人员的苏安码信息')
  return oddReply(row, fault, now, control) ?? found([oddRow(row, fault)])
}

function rowOf(zjhm: string, now: Instant, control: SimulatorControl): SamRow | null {
  const person = personOf(zjhm)
  const colour = control.colourOf(zjhm) ?? person?.colour ?? 'none'
  if (colour === 'none') return null
  const days = person?.colour === 'green' && person.validDays !== null ? person.validDays : OVERRIDDEN_GREEN_DAYS
  const yxq = colour === 'green' ? addDays(shanghaiDay(now), days) : ''
  return { WorkerName: person?.name ?? '某演示', Zjhm: zjhm, codeType: CODE_TYPES[colour], Yxq: yxq }
}

/** A register that was filled in with small letters knows nobody by a capital one. */
function rowUnderLowerCase(zjhm: string, now: Instant, control: SimulatorControl): SamRow | null {
  if (zjhm.endsWith('X')) return null
  const row = rowOf(normaliseIdText(zjhm), now, control)
  return row === null ? null : { ...row, Zjhm: zjhm }
}

/** A reply with other rows than the one asked for; `null` when `fault` does not change that. */
function oddReply(row: SamRow, fault: DemoFault | null, now: Instant, control: SimulatorControl): JsonReply | null {
  const others = (): SamRow[] => demoPeople.filter(({ idNumber }) => idNumber !== row.Zjhm).flatMap(({ idNumber }) => rowOf(idNumber, now, control) ?? [])
  switch (fault) {
    case 'other-person':
      return found(others().slice(0, 1))
    case 'mixed-rows':
      return found([row, ...others().slice(0, 1)])
    case 'everybody':
      return found([...others(), row])
    case 'rows-disagree':
      return found([row, row.codeType === '3' ? { ...row, codeType: '2' } : { ...row, codeType: '3', Yxq: '' }])
    case 'names-disagree':
      return found([row, { ...row, WorkerName: '冒演示' }])
    case 'equal-rows':
      return found([row, row])
    case 'no-rows':
      return found([])
    case 'data-null':
      return found(null)
    case 'data-object':
      return found(row)
    default:
      return null
  }
}

function oddRow(row: SamRow, fault: DemoFault | null): SamRow {
  switch (fault) {
    case 'code-type-0':
      return { ...row, codeType: '0' }
    case 'code-type-4':
      return { ...row, codeType: '4' }
    case 'code-type-null':
      return { ...row, codeType: null }
    case 'code-type-word':
      return { ...row, codeType: CODE_WORDS[String(row.codeType)] ?? null }
    case 'code-type-number':
      return { ...row, codeType: Number(row.codeType) }
    case 'blank-code-type':
      return { ...row, codeType: ` ${row.codeType} ` }
    default:
      return row.Yxq === null || row.Yxq === '' ? row : { ...row, Yxq: oddDate(row.Yxq, fault) }
  }
}

/** Trap 11 of the interface: the ways of writing a day, and of writing none. */
function oddDate(day: Day, fault: DemoFault | null): string | null {
  switch (fault) {
    case 'green-without-date':
      return ''
    case 'yxq-null':
      return null
    case 'yxq-0001':
      return '0001-01-01'
    case 'yxq-1900':
      return '1900-01-01'
    case 'yxq-impossible':
      return `${day.slice(0, 4)}-02-30`
    case 'yxq-json-date':
      return `/Date(${startOfDay(day)})/`
    case 'yxq-slashes':
      return day.replaceAll('-', '/')
    case 'yxq-dots':
      return day.replaceAll('-', '.')
    case 'yxq-with-time':
      return `${day} 00:00:00`
    default:
      return day
  }
}
