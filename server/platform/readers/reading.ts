/** What every reader gives: a value, or the fault it found; and in both cases what the administrator should hear of. */
import type { AlarmKind } from '#domain/platform-health.ts'
import type { XmlLimits } from '../xml.ts'
import { trouble, type PlatformFault, type Trouble } from '../trouble.ts'

/** A reply that was read and must not be used. */
export interface Refusal extends Trouble {
  alarms: AlarmKind[]
}

export type Reading<T> = { kind: 'value'; value: T; alarms: AlarmKind[] } | Refusal

export function reading<T>(value: T, ...alarms: AlarmKind[]): Reading<T> {
  return { kind: 'value', value, alarms }
}

/** `detail` is for the log: it never quotes the reply. */
export function refusal(fault: PlatformFault, detail: string, ...alarms: AlarmKind[]): Refusal {
  return { ...trouble(fault, detail), alarms }
}

/** A fault that comes without an alarm. */
export function refused(why: Trouble): Refusal {
  return { ...why, alarms: [] }
}

/** How much of a document is read. More rows than `rows` is everybody's data: a parameter that the platform did not recognise. */
export interface ReadLimits {
  rows: number
  xml: XmlLimits
}

/** 5,000 people are a very large site; the photographs that may come with them are what makes a document long. */
export const defaultReadLimits: ReadLimits = { rows: 5_000, xml: { depth: 8, elements: 1_000_000, characters: 64 * 1024 * 1024 } }
