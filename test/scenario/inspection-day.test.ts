import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkPerson, declaredNoneCheck, unreadableCheck, type CheckResult, type Meeting } from '#check/ask.ts'
import type { Session } from '#domain/contract.ts'
import type { Draft, Recorded } from '#domain/entries/kinds.ts'
import { foldSites, foldVisits } from '#domain/fold.ts'
import type { IdNumber } from '#domain/identity.ts'
import { defaultPayloadRules, readPayload } from '#domain/payload.ts'
import { HOUR, MINUTE, shanghaiDay } from '#domain/time.ts'
import { runSync } from '#sync/run-sync.ts'
import type { SyncOutcome } from '#sync/sync-outcome.ts'
import { aPhoto, aPhotoDraft, aSite, aVisit, anAnswer } from '../support/drafts.ts'
import { injectFetch } from '../support/inject-fetch.ts'
import { createPhone, type Phone } from '../support/phone.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { town } from '../support/session.ts'

const GREEN = '320581196010010008'
const YELLOW = '320581198110220001'
const NOBODY = '320581198502140000'
const RED = '320581198312040009'

/** One day of one inspector, in one process: the phone without its screens, the real server, real SQLite, the simulated platform. */
describe('a day of an inspector in 梅李镇', () => {
  let now = Date.parse('2026-11-20T01:00:00Z')
  let server: TestServer
  let browser: typeof fetch
  let phone: Phone
  let session: Session
  let site = ''
  let visit = ''
  let finding = ''
  const checks: { id: string; result: CheckResult }[] = []

  beforeAll(async () => {
    server = await startServer({ now: () => now })
    browser = injectFetch(server.app)
    phone = await createPhone({ now: () => now, fetch: browser })
  })
  afterAll(() => server.close())

  /** What a scanned text leads to, as the screens do it: payload, check, verdict, entry. */
  async function scan(text: string): Promise<CheckResult> {
    now += 20_000
    const meeting: Meeting = { visit, site, area: town, method: 'camera', shape: null, seenColour: null }
    const payload = readPayload(text, defaultPayloadRules, shanghaiDay(now))
    const result =
      payload.kind === 'identity'
        ? await checkPerson(phone, session, { ...meeting, shape: payload.shape, id: payload.id })
        : unreadableCheck(phone, session, { ...meeting, shape: payload.shape })
    checks.push({ id: (await write([result.draft]))[0]!, result })
    return result
  }

  async function write(...args: Parameters<Phone['ledger']['write']>): Promise<string[]> {
    const outcome = await phone.ledger.write(...args)
    if (outcome.kind !== 'written') throw new Error(outcome.why)
    return outcome.ids
  }

  function sync(): Promise<SyncOutcome> {
    return runSync(phone, session)
  }

  it('signs in and finds the sites of the town, and none of another town', async () => {
    const reply = await phone.network.signIn('wangjian', 'demo-2026', await phone.session.device())
    if (reply.kind !== 'ok') throw new Error(JSON.stringify(reply))
    session = reply.value
    await phone.session.save(session)
    expect(await sync()).toMatchObject({ kind: 'done', delivered: 0, alerts: [] })
    const sites = foldSites(await phone.ledger.sites())
    expect(sites.size).toBe(4)
    expect([...sites.values()].every((s) => s.area === town && s.demo)).toBe(true)
  })

  it('registers a site nobody knew and begins a visit there', async () => {
    ;[site = ''] = await write([aSite('通江路店面装修')])
    ;[visit = ''] = await write([aVisit(site)])
    expect(await phone.outbox.waiting()).toMatchObject({ entries: 2, oldestAt: now })
  })

  it('judges workers by live answers, the visit itself not yet sent', async () => {
    expect((await scan(GREEN)).verdict).toMatchObject({ code: 'green-live', basis: 'live' })
    expect((await scan(`{"zjhm":"${YELLOW}"}`)).verdict).toMatchObject({ code: 'yellow', basis: 'live' })
    expect((await scan(`zjhm:${NOBODY}`)).verdict).toMatchObject({ code: 'no-code', reason: 'no-record', basis: 'live' })
    expect((await scan('WIFI:S:cafe;;')).verdict).toMatchObject({ code: 'unverified', reason: 'unreadable' })
    expect(checks[0]?.result.simulated).toBe(true)
  })

  it('goes on without a network: a remembered green keeps its age, an unknown worker is not blamed', async () => {
    phone.setOnline(false)
    now += 3 * HOUR
    const remembered = (await scan(GREEN)).verdict
    expect(remembered).toMatchObject({ code: 'green-remembered', basis: 'remembered' })
    expect(remembered.ageMs).toBeGreaterThan(3 * HOUR)
    expect((await scan(RED)).verdict).toMatchObject({ code: 'unverified', reason: 'offline', basis: 'none' })
    expect((await scan(NOBODY)).verdict).toMatchObject({ code: 'unverified', reason: 'offline' })
    expect(await sync()).toMatchObject({ kind: 'unreachable', delivered: 0 })
  })

  it('writes a finding with a photograph, answers the checklist and ends the visit, still without a network', async () => {
    const photo = await aPhoto(7, 600_000)
    finding = phone.random.uuid()
    const raised: Draft = {
      kind: 'finding.raised', id: finding, area: town, about: { site, visit },
      body: { item: null, severity: 'general', text: '一名工人黄码', checks: [checks[1]!.id], action: 'deadline', deadline: '2026-11-27', draft: false },
    }
    await write([raised, aPhotoDraft(site, visit, finding, photo)], [photo])
    await write([anAnswer(site, visit, 'codes', 'not-conform')])
    await write([{ kind: 'visit.ended', area: town, about: { site, visit }, body: { result: 'problems' } }])
    expect(await phone.outbox.waiting()).toMatchObject({ entries: 13, photos: 1, quarantined: 0 })
  })

  it('has lost nothing when the phone was killed and started again without a network', async () => {
    const killed = phone
    phone = await createPhone({ indexedDB: killed.indexedDB, now: () => now, fetch: browser })
    phone.setOnline(false)
    session = (await phone.session.load())!
    expect(session.account.username).toBe('wangjian')
    expect(await phone.session.device()).toEqual(await killed.session.device())
    const folded = foldVisits(await phone.ledger.recentVisits(5)).get(visit)
    expect(folded).toMatchObject({ result: 'problems', site })
    expect(folded?.checks).toHaveLength(7)
    expect(folded?.findings[0]?.photos).toHaveLength(1)
    expect(await phone.outbox.waiting()).toMatchObject({ entries: 13, photos: 1 })
  })

  it('delivers everything once when the network is back, however often it is sent', async () => {
    phone.setOnline(true)
    const parcels = await phone.outbox.next(100)
    const outcome = await sync()
    expect(outcome).toMatchObject({ kind: 'done', delivered: 13, photosDelivered: 1, quarantined: 0 })
    expect(await phone.outbox.waiting()).toEqual({ entries: 0, photos: 0, quarantined: 0, oldestAt: null })
    await phone.network.push(await phone.session.device(), parcels)
    const stored = await server.db.selectFrom('entry').select(['id', 'hash']).where('device', '=', (await phone.session.device()).device).execute()
    expect(stored.map((row) => row.id).sort()).toEqual(parcels.map((p) => p.entry.id).sort())
    expect(new Map(stored.map((row) => [row.id, row.hash]))).toEqual(new Map(parcels.map((p) => [p.entry.id, p.entry.hash])))
    expect(await phone.outbox.counts()).toEqual({ delivered: 13, photosDelivered: 1, signaturesDelivered: 0 })
  })

  it('hears that a check without a network came out otherwise', async () => {
    now += MINUTE
    await server.recheck()
    now += MINUTE
    const { alerts } = await sync()
    const red = checks.find((check) => check.result.draft.personal?.idNumber === RED)!
    expect(alerts).toContainEqual({ check: red.id, visit, before: 'unverified', after: 'red' })
    expect(alerts.some((alert) => alert.after === 'green-live')).toBe(false)
    const folded = foldVisits(await phone.ledger.about('visit', visit)).get(visit)!
    expect(folded.checks.find((check) => check.id === red.id)).toMatchObject({ verdict: { code: 'unverified' }, recheck: { changed: true, verdict: { code: 'red' } } })
    expect((await sync()).alerts).toEqual([])
  })

  it('shows the visit to the supervisor of the town and to the city, and nothing of it to the other town', async () => {
    const seen = async (username: string) => {
      const desk = await createPhone({ now: () => now, fetch: injectFetch(server.app) })
      expect((await desk.network.signIn(username, 'demo-2026', await desk.session.device())).kind).toBe('ok')
      const office = await desk.office()
      const list = await office.visits(null)
      const detail = await office.visit(visit)
      return { list: list.kind === 'ok' ? list.value.visits.map((row) => row.id) : list, detail }
    }
    for (const username of ['sunli', 'wuhao']) {
      const { list, detail } = await seen(username)
      expect(list).toEqual([visit])
      if (detail.kind !== 'ok') throw new Error(JSON.stringify(detail))
      const entries = detail.value.entries.map(({ entry, personal }) => ({ ...entry, personal }) as Recorded)
      expect(foldVisits(entries).get(visit)?.findings[0]?.photos[0]?.sha256).toBe(detail.value.photos[0])
      for (const id of [GREEN, YELLOW, NOBODY, RED]) expect(JSON.stringify(detail)).not.toContain(id)
    }
    const other = await seen('zhouping')
    expect(other.list).toEqual([])
    expect(other.detail).toEqual({ kind: 'refused', refusal: { code: 'not-found' } })
  })

  it('asks to sign in again when the session has ended, and loses nothing by it', async () => {
    await write([{ kind: 'visit.voided', area: town, about: { site, visit }, body: { reason: '演示' } }])
    await phone.network.signOut()
    expect(await sync()).toMatchObject({ kind: 'sign-in-needed', delivered: 0 })
    expect((await phone.outbox.waiting()).entries).toBe(1)
    await phone.network.signIn('wangjian', 'demo-2026', await phone.session.device())
    expect(await sync()).toMatchObject({ kind: 'done', delivered: 1 })
  })

  it('notes a worker who says that there is no code, without asking anybody', async () => {
    const result = declaredNoneCheck(phone, session, { visit, site, area: town, method: 'typed', shape: null, seenColour: 'not-shown', id: GREEN as IdNumber })
    expect(result.verdict).toMatchObject({ code: 'no-code', reason: 'declared-none', basis: 'none' })
  })
})
