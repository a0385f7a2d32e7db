import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HOUR, MINUTE } from '#domain/time.ts'
import { fileAttendance } from '../../../server/attendance/file.ts'
import { followDue } from '../../../server/attendance/follow.ts'
import type { AttendanceRecord, Outcome } from '../../../server/platform/results.ts'
import { rosterOf } from '../../../server/rosters/links.ts'
import { refreshNext } from '../../../server/rosters/refresh.ts'
import { openParts, type Parts } from '../parts.ts'
import { SITE, newId } from '../phone.ts'
import { aFirm, aProject, aWorker, anEngagement } from '../platform-fake.ts'

const zhang = '320581196010010008'
const NUMBER = 'B2C7A1F0-2026'
const photo = Buffer.from([0xff, 0xd8, 0xff, 0xe0]).toString('base64')
const morning = Date.UTC(2026, 10, 20)

/** What can befall a sending. `late`: the reply's deadline passes and the platform takes the record 50 s afterwards. */
const sendings = ['good', 'lost-request', 'lost-reply', 'late', 'breaker-open', 'killed-before', 'killed-after'] as const
const questions = ['good', 'lost', 'killed'] as const
const step = fc.record({
  sending: fc.constantFrom(...sendings),
  question: fc.constantFrom(...questions),
  /** Two processes take the step at the same time. */
  twice: fc.boolean(),
  wait: fc.oneof(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 10 * MINUTE })),
})
type Step = { sending: (typeof sendings)[number]; question: (typeof questions)[number] }

let now = morning
let parts: Parts
let match: string

beforeAll(async () => {
  parts = await openParts(() => now, { attendance: true })
  parts.gateway.projects.set(NUMBER, { project: aProject, enterprises: [aFirm], workers: [aWorker(zhang, '张演示')], engagements: [anEngagement(zhang)] })
  await parts.link(NUMBER)
  await refreshNext(parts)
  match = rosterOf(await parts.theLink(), parts.keys)!.people[0]!.match
})
afterAll(() => parts.close())

/** A platform that does with one step what `step` says; `arrivals` are the moments at which it took the record. */
function meet({ sending, question }: Step, arrivals: number[]): void {
  const fault = <T>(): Promise<Outcome<T>> => Promise.resolve({ kind: 'fault', fault: 'timeout', answeredAt: now })
  const killed = () => Promise.reject(new Error('the process was killed'))
  parts.gateway.uploadAttendance = () => {
    if (sending === 'breaker-open') return Promise.resolve({ kind: 'fault', fault: 'breaker-open', answeredAt: now })
    if (sending === 'lost-request') return fault()
    if (sending === 'killed-before') return killed()
    arrivals.push(sending === 'late' ? now + 50_000 : now)
    if (sending === 'lost-reply' || sending === 'late') return fault()
    return sending === 'killed-after' ? killed() : Promise.resolve({ kind: 'ok', value: { kind: 'taken', message: '' }, answeredAt: now })
  }
  parts.gateway.attendance = (_dataNumber: string, _record: AttendanceRecord) => {
    if (question === 'lost') return fault()
    if (question === 'killed') return killed()
    const kind = arrivals.some((at) => at <= now) ? 'valid' : 'unknown'
    return Promise.resolve({ kind: 'ok', value: { kind, message: '' }, answeredAt: now })
  }
}

describe('whatever befalls a filing on its way', () => {
  it('the platform is never sent a record again that it has taken, and in the end it has taken it', async () => {
    let run = 0
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      now = morning + (run += 1) * 1_000
      const arrivals: number[] = []
      const id = newId()
      await fileAttendance(parts, parts.supervisor, { id, site: SITE, match, at: now - 2 * HOUR, direction: 'in', photo })
      const go = () => followDue(parts).catch(() => 0)
      for (const { wait, twice, ...faults } of steps) {
        meet(faults, arrivals)
        await Promise.all(twice ? [go(), go()] : [go()])
        now += wait
      }
      meet({ sending: 'good', question: 'good' }, arrivals)
      for (let quiet = 0; quiet < 40; quiet += 1) {
        now += 10 * MINUTE
        await go()
      }
      const { state } = await parts.db.selectFrom('attendanceFiling').select('state').where('id', '=', id).executeTakeFirstOrThrow()
      expect([state, arrivals.length]).toEqual(['valid', 1])
    }), { numRuns: 60 })
  })
})
