import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ATTENDANCE_PHOTO_BYTES, attendanceListSchema, filedSchema, type Attendance } from '#domain/attendance.ts'
import { engagedOn, rosterSchema } from '#domain/roster.ts'
import { HOUR, MINUTE, shanghaiDay } from '#domain/time.ts'
import * as v from 'valibot'
import { demoProjectLinks } from '../../../server/demo/projects.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import { newId } from '../phone.ts'

let server: TestServer
let now: number
let attendance: Attendance
const { site } = demoProjectLinks[0]!

beforeEach(async () => {
  now = Date.UTC(2026, 10, 20, 4)
  server = await startServer({ now: () => now, config: { attendance: true } })
  await server.refreshRosters()
  const roster = v.parse(rosterSchema, (await go('sunli', 'GET', `/api/rosters/${site}`)).json())
  const person = roster.people.find((one) => engagedOn(one, shanghaiDay(now)))!
  const photo = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(20_000, 7)]).toString('base64')
  attendance = { id: newId(), site, match: person.match, at: now - 3 * HOUR, direction: 'in', photo }
})
afterEach(() => server.close())

async function go(name: string, method: 'GET' | 'POST', url: string, payload?: object) {
  return server.app.inject({ method, url, headers: { cookie: await server.signIn(name) }, ...(payload === undefined ? {} : { payload }) })
}
const list = async (name: string) => v.parse(attendanceListSchema, (await go(name, 'GET', '/api/attendance')).json())
const stateOf = async () => (await list('sunli')).filings[0]?.state

async function until(state: string): Promise<void> {
  for (let tries = 0; tries < 100 && (await stateOf()) !== state; tries += 1) {
    now += 5_000
    await server.follow()
  }
  expect(await stateOf()).toBe(state)
}

describe('attendance filed with the simulated platform', () => {
  it('is taken, judged, and shown to the supervisors of the town only, without a number', async () => {
    const reply = await go('sunli', 'POST', '/api/attendance', attendance)
    expect(v.parse(filedSchema, reply.json()).filing).toMatchObject({ id: attendance.id, state: 'waiting', filedBy: '孙丽（演示）' })
    await until('valid')
    const shown = await list('sunli')
    expect(shown.sites).toEqual([{ site, siteName: '演示·梅李工业园厂房屋面修缮', projectName: expect.stringContaining('演示') }])
    expect(JSON.stringify(shown)).not.toMatch(/\d{17}/)
    expect((await list('zhouping')).filings).toEqual([])
  })

  it('is filed once although it is sent in twice, also by a colleague', async () => {
    const first = await go('sunli', 'POST', '/api/attendance', attendance)
    await until('valid')
    const again = await go('sunli', 'POST', '/api/attendance', attendance)
    expect([first.json().filing.id, again.json().filing]).toMatchObject([attendance.id, { id: attendance.id, state: 'valid' }])
    expect((await go('sunli', 'POST', '/api/attendance', { ...attendance, id: newId() })).json().filing.id).toBe(attendance.id)
    expect((await list('sunli')).filings.length).toBe(1)
  })

  it('of another town cannot be had or stood in the way of by its name', async () => {
    await go('sunli', 'POST', '/api/attendance', attendance)
    expect((await go('zhouping', 'POST', '/api/attendance', attendance)).json()).toEqual({ code: 'not-found' })
  })

  it.each(['reset', 'hang', 'html-500', 'truncated', 'empty-200'] as const)('comes through in the end when the platform meets it with %s', async (outage) => {
    server.control.setOutage(outage)
    await go('sunli', 'POST', '/api/attendance', attendance)
    await server.follow()
    expect(await stateOf()).toBe('unsure')
    server.control.setOutage(null)
    now += MINUTE
    await until('valid')
  })

  it('takes the largest photograph that is allowed, and no larger one', async () => {
    const sized = (bytes: number) => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(bytes - 3, 7)]).toString('base64')
    expect((await go('sunli', 'POST', '/api/attendance', { ...attendance, photo: sized(ATTENDANCE_PHOTO_BYTES) })).statusCode).toBe(200)
    const larger = await go('sunli', 'POST', '/api/attendance', { ...attendance, id: newId(), at: attendance.at + MINUTE, photo: sized(ATTENDANCE_PHOTO_BYTES + 3) })
    expect([400, 413]).toContain(larger.statusCode)
  })

  it('is not there at all where it is not switched on', async () => {
    server.doors.config.attendance = false
    expect((await go('sunli', 'GET', '/api/attendance')).json()).toEqual({ code: 'not-enabled' })
    expect((await go('sunli', 'POST', '/api/attendance', attendance)).statusCode).toBe(404)
  })
})
