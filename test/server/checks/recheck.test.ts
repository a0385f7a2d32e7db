import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Answer } from '#domain/check.ts'
import type { VisitDetail } from '#domain/contract.ts'
import type { Recorded } from '#domain/entries/kinds.ts'
import { foldVisits, type Visit } from '#domain/fold.ts'
import { DAY, HOUR, MINUTE } from '#domain/time.ts'
import { demoPeople } from '../../../server/platform/simulator/people.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import { checkMade, findingRaised, newId, phoneOf, pushTo, visitStarted } from '../phone.ts'

let server: TestServer
let cookie: string
let now: number
const red = demoPeople.find((person) => person.colour === 'red')!.idNumber
const green = demoPeople[0]!.idNumber

beforeEach(async () => {
  now = Date.UTC(2026, 10, 20, 1)
  server = await startServer({ now: () => now, platform: { deadlineMs: 500, breaker: { faultsInARow: 100, halfOpenAfterMs: 10 } } })
  cookie = await server.signIn('wangjian')
})
afterEach(() => server.close())

/** The visit as the town supervisor's page would fold it. */
async function seen(visit: string): Promise<Visit> {
  const reply = await server.app.inject({ url: `/api/supervise/visits/${visit}`, headers: { cookie: await server.signIn('sunli') } })
  const entries = reply.json<VisitDetail>().entries.map(({ entry, personal }): Recorded => ({ ...entry, personal }))
  return foldVisits(entries).get(visit)!
}

const remembered = (colour: 'yellow' | 'red'): Answer => ({ kind: 'code', colour, validUntil: null, nameMasked: '张**', answeredAt: now - HOUR })

describe('checks made without signal', () => {
  it('are asked again by the server; the new answer stands beside what the inspector saw, once', async () => {
    const phone = phoneOf('wangjian')
    const [visit, check] = [newId(), newId()]
    const greenBefore: Answer = { kind: 'code', colour: 'green', validUntil: '2027-01-01', nameMasked: '张**', answeredAt: now - HOUR }
    const parcels = [phone.write(visitStarted(visit)), phone.write(checkMade(visit, check, red, greenBefore, now))]
    await pushTo(server, cookie, phone.device, parcels)
    expect(await server.recheck()).toBe(1)
    await pushTo(server, cookie, phone.device, parcels)
    now += HOUR
    expect(await server.recheck()).toBe(0)
    const [shown] = (await seen(visit)).checks
    expect([shown!.verdict.code, shown!.recheck?.verdict.code, shown!.recheck?.changed]).toEqual(['green-remembered', 'red', true])
    const pulled = await server.app.inject({ url: '/api/entries', headers: { cookie } })
    expect(pulled.json<VisitDetail>().entries.filter(({ entry }) => entry.kind === 'check.rechecked').length).toBe(1)
  })

  it('are asked again and again while the platform is down, ever more rarely, and lose nothing by it', async () => {
    const phone = phoneOf('wangjian')
    const visit = newId()
    server.control.setOutage('html')
    await pushTo(server, cookie, phone.device, [phone.write(visitStarted(visit)), phone.write(checkMade(visit, newId(), red, null, now))])
    const tried: number[] = []
    const start = now
    while (now < start + HOUR) {
      const calls = server.doors.gateway.stats().calls
      expect(await server.recheck()).toBe(0)
      if (server.doors.gateway.stats().calls > calls) tried.push(now - start)
      now += 5_000
    }
    expect(tried.slice(0, 5)).toEqual([0, 5_000, 15_000, 35_000, 75_000])
    expect(tried.at(-1)! - tried.at(-2)!).toBe(10 * MINUTE)
    server.control.setOutage(null)
    now = start + 6 * DAY
    expect(await server.recheck()).toBe(1)
    expect((await seen(visit)).checks[0]!.recheck?.verdict.code).toBe('red')
  })

  it.each([
    { platform: 'red' as const, becomes: 'open', why: 'confirm' },
    { platform: 'green' as const, becomes: 'withdrawn', why: 'withdraw' },
    { platform: 'none' as const, becomes: 'open', why: 'confirm' },
  ])('$why the draft finding that rests on them when the platform now says $platform', async ({ platform, becomes }) => {
    const phone = phoneOf('wangjian')
    const [visit, check, finding] = [newId(), newId(), newId()]
    server.control.setColour(green, platform)
    await pushTo(server, cookie, phone.device, [
      phone.write(visitStarted(visit)),
      phone.write(checkMade(visit, check, green, remembered('red'), now)),
      phone.write(findingRaised(visit, finding, [check], true)),
    ])
    expect((await seen(visit)).findings[0]!.state).toBe('draft')
    await server.recheck()
    expect((await seen(visit)).findings[0]!.state).toBe(becomes)
  })

  it('settle a draft finding that arrives after the recheck', async () => {
    const phone = phoneOf('wangjian')
    const [visit, check] = [newId(), newId()]
    await pushTo(server, cookie, phone.device, [phone.write(visitStarted(visit)), phone.write(checkMade(visit, check, red, remembered('red'), now))])
    await server.recheck()
    await pushTo(server, cookie, phone.device, [phone.write(findingRaised(visit, newId(), [check], true))])
    expect((await seen(visit)).findings[0]!.state).toBe('open')
  })

  it('leave a draft standing until every check it rests on is cleared', async () => {
    const phone = phoneOf('wangjian')
    const [visit, first, second] = [newId(), newId(), newId()]
    const other = demoPeople[1]!.idNumber
    await pushTo(server, cookie, phone.device, [
      phone.write(visitStarted(visit)),
      phone.write(checkMade(visit, first, green, remembered('yellow'), now)),
      phone.write(findingRaised(visit, newId(), [first, second], true)),
    ])
    await server.recheck()
    expect((await seen(visit)).findings[0]!.state).toBe('draft')
    await pushTo(server, cookie, phone.device, [phone.write(checkMade(visit, second, other, remembered('yellow'), now))])
    await server.recheck()
    expect((await seen(visit)).findings[0]!.state).toBe('withdrawn')
  })

  it('leave a draft alone when the new answer cannot be believed', async () => {
    const phone = phoneOf('wangjian')
    const [visit, check] = [newId(), newId()]
    const otherPerson = '320581199007110001'
    await pushTo(server, cookie, phone.device, [
      phone.write(visitStarted(visit)),
      phone.write(checkMade(visit, check, otherPerson, remembered('red'), now)),
      phone.write(findingRaised(visit, newId(), [check], true)),
    ])
    expect(await server.recheck()).toBe(1)
    const shown = await seen(visit)
    expect([shown.checks[0]!.recheck?.verdict.code, shown.findings[0]!.state]).toEqual(['doubtful', 'draft'])
  })
})
