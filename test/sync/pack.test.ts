import { describe, expect, it } from 'vitest'
import type { IdNumber } from '#domain/identity.ts'
import { HOUR } from '#domain/time.ts'
import { fetchPack, type PackProgress } from '#sync/pack.ts'
import type { Roster } from '#domain/roster.ts'
import { aKnown, aPack } from '../support/packs.ts'
import { createPhone } from '../support/phone.ts'
import { aPerson, aRoster, aRosterList } from '../support/rosters.ts'
import { aSite } from '../support/drafts.ts'
import { aSession, town } from '../support/session.ts'

const id = '320581196010010008' as IdNumber
const now = Date.parse('2026-11-22T08:12:00+08:00')
const siteNo = (i: number) => `01890000-0000-7000-8000-${String(i).padStart(12, '0')}`
const session = aSession()

/** Two pages of the ledger: sites that another phone has registered. */
async function pagesOfAnotherPhone(count: number) {
  const phone = await createPhone()
  await phone.session.save(session)
  await phone.ledger.write(Array.from({ length: count }, (_, i) => aSite(`工地 ${i}`)))
  const parcels = await phone.outbox.next(count)
  const half = Math.ceil(count / 2)
  const page = (entries: typeof parcels, seq: number, more: boolean) => ({ epoch: 'epoch-1', entries, cursor: { [town]: seq }, more, serverTime: now })
  return [page(parcels.slice(0, half), half, true), page(parcels.slice(half), count, false)]
}

interface Given {
  rosters?: Roster[]
  sites?: number
  on?: (path: string) => Response | undefined | Promise<never>
}

async function aPhoneBeside({ rosters = [], sites = 0, on = () => undefined }: Given) {
  const pages = sites === 0 ? [] : await pagesOfAnotherPhone(sites)
  const asked: string[] = []
  const phone = await createPhone({
    now: () => now,
    fetch: async (input) => {
      const path = new URL(String(input)).pathname
      asked.push(path)
      const special = await on(path)
      if (special !== undefined) return special
      if (path === '/api/entries') return Response.json(pages.shift() ?? { epoch: 'epoch-1', entries: [], cursor: sites === 0 ? {} : { [town]: sites }, more: false, serverTime: now })
      if (path === '/api/rosters') return Response.json({ ...aRosterList(rosters), serverTime: now })
      if (path === '/api/pack') return Response.json(aPack([aKnown(id, { answeredAt: now - HOUR }), aKnown('2', { answeredAt: now - 80 * HOUR })], { madeAt: now, serverTime: now }))
      return Response.json({ ...rosters.find(({ site }) => path.endsWith(site)), serverTime: now })
    },
  })
  await phone.session.save(session)
  return { phone, asked }
}

describe('fetching today\'s pack', () => {
  it('takes the ledger, the rosters and what is known of people, telling how far it is', async () => {
    const { phone } = await aPhoneBeside({ sites: 5, rosters: [aRoster(siteNo(0), [aPerson(id)]), aRoster(siteNo(1), [aPerson(id), aPerson('320581196102060002')])] })
    const told: PackProgress[] = []
    const outcome = await fetchPack(phone, session, (progress) => told.push(progress))
    expect(outcome).toMatchObject({ kind: 'whole', unread: false, pack: { account: 'account-wang', at: now, sites: 5, openFindings: 0, rosterPeople: 3, knownPeople: 1 } })
    expect(told).toEqual([
      { part: 'ledger', done: 0, of: null }, { part: 'ledger', done: 3, of: null }, { part: 'ledger', done: 5, of: null },
      { part: 'rosters', done: 0, of: null }, { part: 'rosters', done: 0, of: 2 }, { part: 'rosters', done: 1, of: 2 },
      { part: 'answers', done: 0, of: null },
    ])
    expect((await phone.answers.recall(id))?.answer).toMatchObject({ colour: 'green', answeredAt: now - HOUR })
  })

  it('goes on where it broke off, and until it is whole the earlier pack is the one that counts', async () => {
    const rosters = [aRoster(siteNo(0), []), aRoster(siteNo(1), []), aRoster(siteNo(2), [])]
    let broken = true
    const { phone, asked } = await aPhoneBeside({ rosters, on: (path) => (broken && path.endsWith(siteNo(1)) ? Promise.reject(new TypeError('cut')) : undefined) })
    expect(await fetchPack(phone, session)).toEqual({ kind: 'broken-off', part: 'rosters', why: 'unreachable' })
    expect(await phone.pack.last('account-wang')).toBeNull()
    expect((await phone.rosters.versions()).size).toBe(1)
    broken = false
    expect((await fetchPack(phone, session)).kind).toBe('whole')
    expect(asked.filter((path) => path.endsWith(siteNo(0)))).toHaveLength(1)
  })

  it.each([
    ['/api/entries', 'ledger', { code: 'signed-out' }, 401, 'sign-in-needed'],
    ['/api/entries', 'ledger', { code: 'busy' }, 503, 'refused'],
    ['/api/rosters', 'rosters', { code: 'signed-out' }, 401, 'sign-in-needed'],
    ['/api/pack', 'answers', { code: 'not-found' }, 404, 'refused'],
    ['/api/pack', 'answers', '<h1>登录</h1>', 200, 'unreachable'],
    ['/api/pack', 'answers', { matchKey: 'x' }, 200, 'unreachable'],
  ] as const)('says what broke it off at %s (%s): %o', async (at, part, body, status, why) => {
    const { phone } = await aPhoneBeside({ on: (path) => (path === at ? (typeof body === 'string' ? new Response(body) : Response.json(body, { status })) : undefined) })
    expect(await fetchPack(phone, session)).toEqual({ kind: 'broken-off', part, why })
  })

  it('asks nothing without a network', async () => {
    const { phone, asked } = await aPhoneBeside({})
    phone.setOnline(false)
    expect(await fetchPack(phone, session)).toEqual({ kind: 'broken-off', part: 'ledger', why: 'offline' })
    expect(asked).toEqual([])
  })

  it('is not held up by what this phone has not sent yet', async () => {
    const { phone } = await aPhoneBeside({ rosters: [aRoster(siteNo(0), [])] })
    await phone.ledger.write([aSite()])
    expect(await fetchPack(phone, session)).toMatchObject({ kind: 'whole', pack: { sites: 1 } })
    expect((await phone.outbox.waiting()).entries).toBe(1)
  })

  it('says that there is no space, and that another page is at it', async () => {
    const { phone } = await aPhoneBeside({})
    const keep = phone.pack.keep
    phone.pack.keep = () => Promise.reject(new DOMException('full', 'QuotaExceededError'))
    expect(await fetchPack(phone, session)).toEqual({ kind: 'broken-off', part: 'answers', why: 'no-space' })
    phone.pack.keep = keep
    const both = await Promise.all([fetchPack(phone, session), fetchPack(phone, session)])
    expect(both.map((outcome) => (outcome.kind === 'whole' ? 'whole' : outcome.why)).sort()).toEqual(['busy', 'whole'])
  })
})
