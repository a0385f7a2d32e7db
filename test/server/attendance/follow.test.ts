import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Attendance } from '#domain/attendance.ts'
import { DAY, HOUR, MINUTE } from '#domain/time.ts'
import { fileAttendance } from '../../../server/attendance/file.ts'
import { followDue } from '../../../server/attendance/follow.ts'
import { rosterOf } from '../../../server/rosters/links.ts'
import { refreshNext } from '../../../server/rosters/refresh.ts'
import { openParts, type Parts } from '../parts.ts'
import { SITE, newId } from '../phone.ts'
import { aFirm, aProject, aWorker, anEngagement } from '../platform-fake.ts'

const zhang = '320581196010010008'
const NUMBER = 'B2C7A1F0-2026'
const photo = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]).toString('base64')
let now: number
let parts: Parts
let attendance: Attendance

beforeEach(async () => {
  now = Date.UTC(2026, 10, 20)
  parts = await openParts(() => now, { attendance: true })
  parts.gateway.projects.set(NUMBER, { project: aProject, enterprises: [aFirm], workers: [aWorker(zhang, '张演示')], engagements: [anEngagement(zhang)] })
  const link = await parts.link(NUMBER)
  await refreshNext(parts)
  const [person] = rosterOf(await parts.theLink(), parts.keys)!.people
  attendance = { id: newId(), site: link.site, match: person!.match, at: now - 3 * HOUR, direction: 'in', photo }
})
afterEach(() => parts.close())

const file = (changes: Partial<Attendance> = {}) => fileAttendance(parts, parts.supervisor, { ...attendance, ...changes })
const row = () => parts.db.selectFrom('attendanceFiling').selectAll().executeTakeFirstOrThrow()
const state = async () => (await row()).state

/** Lets `ms` pass in steps of a few seconds, as the chore does. */
async function pass(ms: number, step = 5_000): Promise<void> {
  const end = now + ms
  while (now < end) {
    now += step
    await followDue(parts)
  }
}

describe('filing attendance', () => {
  it('keeps the same filing once, however often it is sent in', async () => {
    const [first, second] = [await file(), await file()]
    expect(second).toEqual(first)
    expect((await file({ id: newId() })).id).toBe(first.id)
    expect((await parts.db.selectFrom('attendanceFiling').select('id').execute()).length).toBe(1)
  })

  it.each<[string, () => Partial<Attendance>]>([
    ['future', () => ({ at: now + MINUTE })],
    ['too-old', () => ({ at: now - 10 * DAY - MINUTE })],
    ['off-roster', () => ({ match: 'a'.repeat(64) })],
    ['bad-photo', () => ({ photo: Buffer.from('<svg/>').toString('base64') })],
    ['not-found', () => ({ site: newId() })],
  ])('is refused as %s before anything is kept or sent', async (code, changes) => {
    await expect(file(changes())).rejects.toMatchObject({ code })
    await followDue(parts)
    expect([await parts.db.selectFrom('attendanceFiling').selectAll().execute(), parts.gateway.taken]).toEqual([[], []])
  })

  it('is refused for a day on which the person was not engaged', async () => {
    parts.gateway.projects.get(NUMBER)!.engagements = [anEngagement(zhang, { from: '2026-11-20' })]
    now += 14 * HOUR
    await refreshNext(parts)
    await expect(file({ at: Date.UTC(2026, 10, 19, 3) })).rejects.toMatchObject({ code: 'off-roster' })
  })

  it('keeps nothing in plain text that names somebody or opens the project', async () => {
    await file()
    const text = JSON.stringify(await row())
    expect([zhang, '张', NUMBER, photo].filter((secret) => text.includes(secret))).toEqual([])
  })
})

describe('a filing on its way', () => {
  it('is sent once, asked about until it is judged, and its photograph is erased as soon as it is taken', async () => {
    await file()
    parts.gateway.judge = () => ({ kind: 'pending', message: '' })
    expect(await followDue(parts)).toBe(1)
    expect(await row()).toMatchObject({ state: 'pending', photoSealed: null })
    parts.gateway.judge = () => ({ kind: 'invalid', message: '人证比对未通过' })
    await pass(MINUTE)
    expect(await row()).toMatchObject({ state: 'invalid', message: '人证比对未通过' })
    await pass(HOUR)
    expect(parts.gateway.taken).toEqual([{ dataNumber: NUMBER, record: { idNumber: zhang, at: attendance.at, direction: 'in' } }])
  })

  it('ends with the platform’s words when it is refused, and may then be filed anew', async () => {
    await file()
    parts.gateway.uploadAttendance = () => Promise.resolve({ kind: 'ok', value: { kind: 'refused', message: '图片无效' }, answeredAt: now })
    await followDue(parts)
    expect(await row()).toMatchObject({ state: 'refused', message: '图片无效', photoSealed: null })
    expect((await file({ id: newId() })).state).toBe('waiting')
  })

  it('waits while the circuit breaker is open, and goes out when it closes', async () => {
    await file()
    const upload = parts.gateway.uploadAttendance
    parts.gateway.uploadAttendance = () => Promise.resolve({ kind: 'fault', fault: 'breaker-open', answeredAt: now })
    await followDue(parts)
    expect(await state()).toBe('waiting')
    parts.gateway.uploadAttendance = upload
    await pass(MINUTE)
    expect(await state()).toBe('valid')
  })

  it('is unsure when no reply came; the platform is asked, and what it knows is not sent again', async () => {
    await file()
    const upload = parts.gateway.uploadAttendance
    parts.gateway.uploadAttendance = async (...given) => {
      await upload(...given)
      return { kind: 'fault', fault: 'timeout', answeredAt: now }
    }
    await followDue(parts)
    expect(await state()).toBe('unsure')
    await pass(5 * MINUTE)
    expect([await state(), parts.gateway.taken.length]).toEqual(['valid', 1])
  })

  it('is sent again only after the platform has twice said, a minute apart, that it does not know it', async () => {
    await file()
    const upload = parts.gateway.uploadAttendance
    const asked: number[] = []
    const attendanceOf = parts.gateway.attendance
    parts.gateway.attendance = (...given) => {
      asked.push(now)
      return attendanceOf(...given)
    }
    parts.gateway.uploadAttendance = () => Promise.resolve({ kind: 'fault', fault: 'timeout', answeredAt: now })
    const sentAt = now
    await followDue(parts)
    parts.gateway.uploadAttendance = (...given) => {
      expect(asked).toHaveLength(2)
      return upload(...given)
    }
    await pass(10 * MINUTE)
    expect([await state(), parts.gateway.taken.length]).toEqual(['valid', 1])
    expect(asked[0]! - sentAt).toBeGreaterThanOrEqual(MINUTE)
    expect(asked[1]! - asked[0]!).toBeGreaterThanOrEqual(MINUTE)
  })

  it('is not sent again when the platform, having taken it, says that it does not know it', async () => {
    await file()
    parts.gateway.judge = () => ({ kind: 'unknown', message: '' })
    await followDue(parts)
    await pass(DAY, 10 * MINUTE)
    expect([await state(), parts.gateway.taken.length]).toEqual(['pending', 1])
  })

  it('is asked about ever more rarely while it is pending, and given up after three days', async () => {
    await file()
    const asked: number[] = []
    parts.gateway.judge = () => {
      asked.push(now)
      return { kind: 'pending', message: '' }
    }
    const start = now
    await followDue(parts)
    await pass(3 * MINUTE)
    await pass(3 * HOUR, MINUTE)
    expect(asked.map((at) => (at - start) / 1000).slice(0, 5)).toEqual([5, 10, 20, 40, 80])
    expect(asked.at(-1)! - asked.at(-2)!).toBe(30 * MINUTE)
    await pass(3 * DAY, 30 * MINUTE)
    expect(await row()).toMatchObject({ state: 'given-up', photoSealed: null })
  })

  it('is given up when the ten days are over, and its photograph goes with it, even where filing was switched off meanwhile', async () => {
    await file()
    parts.config.attendance = false
    now += 9 * DAY
    await followDue(parts)
    expect([await state(), parts.gateway.taken.length]).toEqual(['waiting', 0])
    now += DAY
    await followDue(parts)
    expect(await row()).toMatchObject({ state: 'given-up', photoSealed: null })
  })

  it('goes to the project that the site was tied to when it was filed', async () => {
    await file()
    await parts.db.deleteFrom('projectLink').where('site', '=', SITE).execute()
    await followDue(parts)
    expect(parts.gateway.taken[0]?.dataNumber).toBe(NUMBER)
  })
})
