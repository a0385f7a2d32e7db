import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Answer } from '#domain/check.ts'
import type { AskReply } from '#domain/contract.ts'
import type { VisitDetail } from '#domain/office-contract.ts'
import type { Recorded } from '#domain/entries/kinds.ts'
import { foldVisits, type Visit } from '#domain/fold.ts'
import { DAY, HOUR, MINUTE } from '#domain/time.ts'
import { demoPeople } from '../../../server/platform/simulator/people.ts'
import { entryOf } from '../../../server/ledger/rows.ts'
import { proofOf, startServer, type TestServer } from '../../support/server.ts'
import { MEILI, checkMade, findingRaised, newId, phoneOf, pushTo, visitStarted } from '../phone.ts'

let server: TestServer
let cookie: string
let now: number
const red = demoPeople.find((person) => person.colour === 'red')!.idNumber
const green = demoPeople[0]!.idNumber
/** Of this one the platform always tells something about somebody else. */
const otherPerson = '320581199007110001'

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

/** The codes of the rechecks on record, the oldest first. */
async function rechecksOf(visit: string): Promise<string[]> {
  const rows = await server.db.selectFrom('entry').select('bytes').where('kind', '=', 'check.rechecked').where('visit', '=', visit).orderBy('seq').execute()
  return rows.map(entryOf).flatMap((entry) => (entry.kind === 'check.rechecked' ? [entry.body.verdict.code] : []))
}

async function waiting(): Promise<number> {
  return (await server.db.selectFrom('recheck').select('checkId').where('doneAt', 'is', null).execute()).length
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

  it('leave a draft as it is that rests on one worker who is cleared and one who is not: it may not blame the first', async () => {
    const phone = phoneOf('wangjian')
    const [visit, first, second] = [newId(), newId(), newId()]
    await pushTo(server, cookie, phone.device, [
      phone.write(visitStarted(visit)),
      phone.write(checkMade(visit, first, green, remembered('red'), now)),
      phone.write(checkMade(visit, second, red, remembered('red'), now)),
      phone.write(findingRaised(visit, newId(), [first, second], true)),
    ])
    expect(await server.recheck()).toBe(2)
    const shown = await seen(visit)
    expect(shown.checks.map((check) => check.recheck?.verdict.code)).toEqual(['green-live', 'red'])
    expect(shown.findings[0]!.state).toBe('draft')
  })

  it('confirm a draft only when every check it rests on has been asked again', async () => {
    const phone = phoneOf('wangjian')
    const [visit, first, second] = [newId(), newId(), newId()]
    await pushTo(server, cookie, phone.device, [
      phone.write(visitStarted(visit)),
      phone.write(checkMade(visit, first, red, remembered('red'), now)),
      phone.write(checkMade(visit, second, otherPerson, remembered('red'), now)),
      phone.write(findingRaised(visit, newId(), [first, second], true)),
    ])
    await server.recheck()
    expect((await seen(visit)).findings[0]!.state).toBe('draft')
  })

  it('leave a draft alone when the new answer cannot be believed', async () => {
    const phone = phoneOf('wangjian')
    const [visit, check] = [newId(), newId()]
    await pushTo(server, cookie, phone.device, [
      phone.write(visitStarted(visit)),
      phone.write(checkMade(visit, check, otherPerson, remembered('red'), now)),
      phone.write(findingRaised(visit, newId(), [check], true)),
    ])
    expect(await server.recheck()).toBe(1)
    const shown = await seen(visit)
    expect([shown.checks[0]!.recheck?.verdict.code, shown.findings[0]!.state]).toEqual(['doubtful', 'draft'])
  })

  it('are asked again as long as the answer is doubtful, hourly in the end and for a week; the same doubt is told once', async () => {
    const phone = phoneOf('wangjian')
    const visit = newId()
    await pushTo(server, cookie, phone.device, [phone.write(visitStarted(visit)), phone.write(checkMade(visit, newId(), otherPerson, null, now))])
    const start = now
    const tried: number[] = []
    for (; now < start + 4 * HOUR; now += 10 * MINUTE) if ((await server.recheck()) > 0) tried.push((now - start) / MINUTE)
    expect(tried).toEqual([0, 10, 20, 30, 40, 50, 60, 120, 180])
    expect(await rechecksOf(visit)).toEqual(['doubtful'])
    expect(await waiting()).toBe(1)
    now = start + 7 * DAY - 1
    expect(await server.recheck()).toBe(1)
    now += HOUR
    expect(await server.recheck()).toBe(0)
  })

  it('are put under the name of who made them, and wait for the next day when that account has asked about enough people today', async () => {
    await server.close()
    server = await startServer({ now: () => now, config: { dailyChecks: 1 } })
    cookie = await server.signIn('wangjian')
    const phone = phoneOf('wangjian')
    const visit = newId()
    await pushTo(server, cookie, phone.device, [
      phone.write(visitStarted(visit)),
      phone.write(checkMade(visit, newId(), red, null, now)),
    ])
    expect(await server.recheck()).toBe(1)
    await pushTo(server, cookie, phone.device, [phone.write(checkMade(visit, newId(), green, null, now))])
    expect(await server.recheck()).toBe(0)
    now += 14 * HOUR
    expect(await server.recheck()).toBe(0)
    now += 2 * HOUR
    expect(await server.recheck()).toBe(1)
    const rows = await server.db.selectFrom('lookup').select(['account', 'visit', 'personKey', 'outcome']).execute()
    const by = { account: 'demo-wangjian', visit }
    const { personKey } = server.doors.keys
    expect(rows).toEqual([{ ...by, personKey: personKey(red), outcome: 'red' }, { ...by, personKey: personKey(green), outcome: expect.stringMatching(/^green 20/) }])
  })

  it('are not asked about at all when no visit of the inspector stands behind them; the check stays as it is', async () => {
    const phone = phoneOf('wangjian')
    const colleague = phoneOf('lixiu')
    const theirs = newId()
    await pushTo(server, await server.signIn('lixiu'), colleague.device, [colleague.write(visitStarted(theirs))])
    const reply = await pushTo(server, cookie, phone.device, [newId(), theirs].map((visit) => phone.write(checkMade(visit, newId(), red, null, now))))
    expect(reply.results.map((result) => result.outcome)).toEqual(['stored', 'stored'])
    expect([await server.recheck(), await waiting(), server.doors.gateway.stats().calls]).toEqual([0, 0, 0])
  })

  it('keep a name they learn out of the entry itself; the supervisor still reads it', async () => {
    const phone = phoneOf('wangjian')
    const [visit, check] = [newId(), newId()]
    const nameless = { ...checkMade(visit, check, red, null, now), personal: { idNumber: red, lastFour: red.slice(-4) } }
    await pushTo(server, cookie, phone.device, [phone.write(visitStarted(visit)), phone.write(nameless)])
    await server.recheck()
    const row = await server.db.selectFrom('entry').select('bytes').where('kind', '=', 'check.rechecked').executeTakeFirstOrThrow()
    expect(row.bytes).toContain('"nameMasked":""')
    expect((await seen(visit)).checks[0]!.nameMasked).toBe('罗**')
  })
})

describe('checks that claim a live answer', () => {
  const liveGreen = (validUntil: string): Answer => ({ kind: 'code', colour: 'green', validUntil, nameMasked: '', answeredAt: now })

  it('are asked again unless this server gave that very answer about that person for that visit', async () => {
    const phone = phoneOf('wangjian')
    const visit = newId()
    await pushTo(server, cookie, phone.device, [phone.write(visitStarted(visit))])
    const asked = await server.app.inject({
      method: 'POST', url: '/api/checks', headers: { cookie }, payload: { ...proofOf(phone.device), visit, idNumber: green, carried: [] },
    })
    const { answer } = asked.json<AskReply>()
    const queuedBy = async (id: string, claimed: Answer) => {
      const before = await waiting()
      await pushTo(server, cookie, phone.device, [phone.write(checkMade(visit, newId(), id, claimed, now, MEILI, 'live'))])
      return (await waiting()) - before
    }
    expect(await queuedBy(green, answer)).toBe(0)
    expect(await queuedBy(red, answer)).toBe(1)
    expect(await queuedBy(green, liveGreen('2099-01-01'))).toBe(1)
    expect(await queuedBy(green, { ...remembered('red'), answeredAt: now })).toBe(1)
    now += 3 * DAY
    cookie = await server.signIn('wangjian')
    expect(await queuedBy(green, { ...answer, answeredAt: now })).toBe(1)
  })

  it('that nobody gave are told apart: the red code behind a claimed green one alerts the town', async () => {
    const phone = phoneOf('wangjian')
    const visit = newId()
    const claim = checkMade(visit, newId(), red, liveGreen('2099-01-01'), now, MEILI, 'live')
    await pushTo(server, cookie, phone.device, [phone.write(visitStarted(visit)), phone.write(claim)])
    expect(await server.recheck()).toBe(1)
    const [shown] = (await seen(visit)).checks
    expect([shown!.verdict.code, shown!.recheck?.verdict.code, shown!.recheck?.changed]).toEqual(['green-live', 'red', true])
  })
})
