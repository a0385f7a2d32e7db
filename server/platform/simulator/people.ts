/**
 * The people of the simulator. They belong to nobody: sequence 000 is given to no one, and every name says 演示, 示范, 样例 or 模拟.
 * Dates of validity count from the day of the question, so that the same person is always in the same state.
 */
import { normaliseIdText } from '#domain/identity.ts'
import { faultNotes, type DemoFault } from './faults.ts'
import { faultNumbers } from './fault-numbers.ts'
import { writtenPeople } from './people-data.ts'
import { generatePeople } from './people-generate.ts'
import type { DemoPerson } from './person.ts'

export type { DemoFault, DemoPerson }

const GENERATED = 190
const SEED = 2020_1028

export const demoPeople: readonly DemoPerson[] = [...writtenPeople, ...generatePeople(GENERATED, SEED)]

/** Numbers whose question always meets the same trouble or oddity. The worker behind each has a green code for 100 days, unless the fault needs none. */
export const faultPeople: readonly { idNumber: string; fault: DemoFault; note: string }[] =
  Object.entries(faultNumbers).map(([fault, idNumber]) => ({ idNumber, fault: fault as DemoFault, note: faultNotes[fault as DemoFault] }))

const people = new Map<string, DemoPerson>(demoPeople.map((person) => [person.idNumber, person]))
const faults = new Map(faultPeople.map((person) => [person.idNumber, person]))

/** The person of exactly this number, those behind a fault included. */
export function personOf(idNumber: string): DemoPerson | null {
  const fault = faults.get(idNumber)
  return fault === undefined ? (people.get(idNumber) ?? null) : behindFault(idNumber, fault.fault)
}

/** The fault or oddity that belongs to `zjhm`, if any. */
export function faultOf(zjhm: string): DemoFault | null {
  return faults.get(normaliseIdText(zjhm))?.fault ?? null
}

function behindFault(idNumber: string, fault: DemoFault): DemoPerson {
  const person = { idNumber, name: '钱演示', note: faultNotes[fault], photo: true }
  return fault === 'msg-without-blank' ? { ...person, colour: 'none', validDays: null } : { ...person, colour: 'green', validDays: 100 }
}
