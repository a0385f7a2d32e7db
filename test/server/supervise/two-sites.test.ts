import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Draft } from '#domain/entries/kinds.ts'
import type { TwoSites, VisitDetail } from '#domain/office-contract.ts'
import { MINUTE } from '#domain/time.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import { HAIYU, MEILI, checkMade, newId, phoneOf, pushTo, type Phone } from '../phone.ts'

/** 52 km from each other. */
const meili = { lat: 31.7062, lng: 120.8571 }
const suzhou = { lat: 31.299, lng: 120.5853 }
const noon = Date.UTC(2026, 10, 20, 4)

let server: TestServer
let supervisor: string
let people = 100

beforeAll(async () => {
  server = await startServer()
  supervisor = await server.signIn('sunli')
})
afterAll(() => server.close())

/** A number of nobody's; the same person only when asked with the same `n`. */
const numberOf = (n: number) => `32058119900101${String(n).padStart(4, '0')}`

interface Seen {
  at: number
  place?: { lat: number; lng: number }
  area?: string
  clockTrusted?: boolean
}

/** One code checked at a site of its own, by a phone of its own; answers the visit and the check. */
async function seen(person: number, { at, place, area = MEILI, clockTrusted = true }: Seen): Promise<{ visit: string; check: string }> {
  const username = area === HAIYU ? 'zhaomin' : 'wangjian'
  const cookie = await server.signIn(username)
  const phone: Phone = phoneOf(username)
  const [site, visit, check] = [newId(), newId(), newId()]
  const where = place === undefined ? ({ kind: 'none', reason: 'denied' } as const) : ({ kind: 'point', accuracyM: 20, ...place } as const)
  const about = { site, visit }
  const drafts: Draft[] = [
    { kind: 'site.registered', id: site, about: { site }, area, body: { name: `工地 ${site.slice(-4)}`, kind: 'decoration', address: '', place: where } },
    { kind: 'visit.started', about, area, body: { kind: 'routine', informed: true, template: { id: 'small-works', version: '1' } } },
    { ...checkMade(visit, check, numberOf(person), null, at, area), about: { ...about, check } },
  ]
  await pushTo(server, cookie, phone.device, drafts.map((draft) => phone.write(draft, undefined, { at, clockTrusted })))
  const personKey = server.doors.keys.personKey(numberOf(person))
  await server.db.insertInto('lookup').values({ id: newId(), account: `demo-${username}`, visit, personKey, at, outcome: 'green 2027-01-01' }).execute()
  return { visit, check }
}

async function hintsOf(visit: string): Promise<readonly TwoSites[] | undefined> {
  const reply = await server.app.inject({ url: `/api/supervise/visits/${visit}`, headers: { cookie: supervisor } })
  expect(reply.body).not.toContain('32058119900101')
  return reply.json<VisitDetail>().twoSites
}

it('a code at two sites between which nobody gets in the time is a hint at both visits', async () => {
  const person = (people += 1)
  const first = await seen(person, { at: noon, place: meili })
  const second = await seen(person, { at: noon + 10 * MINUTE, place: suzhou })
  expect(await hintsOf(first.visit)).toMatchObject([{ check: first.check, km: 52, minutes: 10, at: noon + 10 * MINUTE }])
  expect(await hintsOf(second.visit)).toMatchObject([{ check: second.check, km: 52, minutes: 10, at: noon }])
})

it.each<[string, Seen, Seen]>([
  ['there was time to drive', { at: noon, place: meili }, { at: noon + 45 * MINUTE, place: suzhou }],
  ['the place of one is not known', { at: noon, place: meili }, { at: noon + 10 * MINUTE }],
  ['a phone’s clock cannot be trusted', { at: noon, place: meili }, { at: noon + 10 * MINUTE, place: suzhou, clockTrusted: false }],
  ['the other site is another town’s, of whose visits this one sees nothing', { at: noon, place: meili }, { at: noon + 10 * MINUTE, place: suzhou, area: HAIYU }],
])('there is no hint where %s', async (_, one, other) => {
  const person = (people += 1)
  const { visit } = await seen(person, one)
  await seen(person, other)
  expect(await hintsOf(visit)).toEqual([])
})

it('another person at the other site is none', async () => {
  const { visit } = await seen((people += 1), { at: noon, place: meili })
  await seen((people += 1), { at: noon + 10 * MINUTE, place: suzhou })
  expect(await hintsOf(visit)).toEqual([])
})
