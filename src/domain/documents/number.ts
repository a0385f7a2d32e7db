/** Numbers of notices: a temporary one from the phone, the final one from the server. */
import { areaName, type AreaCode } from '../areas.ts'
import type { Instant } from '../time.ts'
import { shanghaiDay } from '../time.ts'
import type { NoticePaperType } from './paper.ts'
import { issuerMarks, typeMarks } from './templates.ts'

/** `临-7F3A-12`: the phone's own, by the end of its name, and the how-manieth paper it issued. */
export function temporaryNumber(device: string, count: number): string {
  const short = device.replace(/[^0-9a-z]/gi, '').slice(-4).toUpperCase()
  return `临-${short}-${count}`
}

/** The how-manieth paper a temporary number was of this phone; 0 for another phone's. */
export function countIn(number: string | null, device: string): number {
  const prefix = temporaryNumber(device, 0).slice(0, -1)
  return number?.startsWith(prefix) ? Number(number.slice(prefix.length)) || 0 : 0
}

/** `（梅李镇）整改〔2026〕7号`. */
export function finalNumber(type: NoticePaperType, area: AreaCode, year: number, count: number): string {
  return `（${issuerMarks[area] ?? areaName(area)}）${typeMarks[type]}〔${year}〕${count}号`
}

/** The blank that stands where the number of an authority is still to come. */
export const blankNumber = (at: Instant) => `（　　　）　　　字〔${shanghaiDay(at).slice(0, 4)}〕　　号`
