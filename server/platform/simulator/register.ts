/** What the simulated platform says of a number: the decoded reply of GetSAMInfo, in the wire's own spelling. */
import { normaliseIdText } from '#domain/identity.ts'
import { addDays, shanghaiDay, type Instant } from '#domain/time.ts'
import type { SimulatorControl } from './control.ts'
import { demoPeople, faultPeople, type DemoFault, type DemoPerson } from './people.ts'

const CODE_TYPES = { green: '1', yellow: '2', red: '3' } as const
const OVERRIDDEN_GREEN_DAYS = 365
const FAULT_GREEN_DAYS = 100

export interface WireRow {
  WorkerName: string
  Zjhm: string
  codeType: string
  Yxq: string | null
}

/** A failure as the interface prints it, with the blank before `msg`. */
export function failure(message: string): object {
  return { result: 1, success: false, ' msg': message }
}

export function found(rows: readonly WireRow[]): object {
  return { result: 1, success: true, msg: '获取成功', data: rows }
}

/** The fault or oddity that belongs to `zjhm`, if any. */
export function faultOf(zjhm: string): DemoFault | null {
  return faultPeople.find((person) => person.idNumber === normaliseIdText(zjhm))?.fault ?? null
}

/** The reply about `zjhm` on the day of `now`. */
export function lookUp(zjhm: string, now: Instant, control: SimulatorControl): object {
  const person = personOf(zjhm)
  const colour = control.colourOf(zjhm) ?? person?.colour ?? 'none'
  if (colour === 'none') return failure('未查询到该人员的苏安码信息')
  const days = person?.colour === 'green' && person.validDays !== null ? person.validDays : OVERRIDDEN_GREEN_DAYS
  const yxq = colour === 'green' ? addDays(shanghaiDay(now), days) : ''
  return found([{ WorkerName: person?.name ?? '某演示', Zjhm: zjhm, codeType: CODE_TYPES[colour], Yxq: yxq }])
}

/** The reply about a person of `faultPeople` where the trouble lies in what is said, not in how it is sent. */
export function lookUpOdd(zjhm: string, fault: DemoFault, now: Instant, control: SimulatorControl): object {
  const row: WireRow = { WorkerName: '钱演示', Zjhm: zjhm, codeType: '1', Yxq: addDays(shanghaiDay(now), FAULT_GREEN_DAYS) }
  switch (fault) {
    case 'other-person':
      return found([{ ...row, Zjhm: demoPeople[0]?.idNumber ?? '' }])
    case 'code-type-0':
      return found([{ ...row, codeType: '0' }])
    case 'code-type-4':
      return found([{ ...row, codeType: '4' }])
    case 'green-without-date':
      return found([{ ...row, Yxq: '' }])
    case 'blank-code-type':
      return found([{ ...row, codeType: ' 1 ' }])
    case 'rows-disagree':
      return found([row, { ...row, codeType: '3', Yxq: '' }])
    case 'lower-case-x':
      return zjhm.endsWith('x') ? found([row]) : lookUp(zjhm, now, control)
    case 'html-500':
    case 'soap-fault':
    case 'garbage-base64':
    case 'slow':
    case 'hang':
    case 'reset':
    case 'gb18030':
    case 'tolerant-json':
    case 'empty-result':
    case 'plain-json':
      return found([row])
  }
}

function personOf(zjhm: string): DemoPerson | null {
  return demoPeople.find((person) => person.idNumber === zjhm) ?? null
}
