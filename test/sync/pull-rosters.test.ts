import { describe, expect, it } from 'vitest'
import { keepSyncing } from '#sync/keep-syncing.ts'
import { pullRosters } from '#sync/pull-rosters.ts'
import type { Roster } from '#domain/roster.ts'
import { aSite } from '../support/drafts.ts'
import { createPhone, type Phone } from '../support/phone.ts'
import { aPerson, aRoster, aRosterList } from '../support/rosters.ts'
import { aSession } from '../support/session.ts'
import { receiptKey, smallServer } from '../support/small-server.ts'

const siteNo = (i: number) => `01890000-0000-7000-8000-${String(i).padStart(12, '0')}`
const rostersOf = (count: number) => Array.from({ length: count }, (_, i) => aRoster(siteNo(i), [aPerson('320581196010010008')]))

/** A server with `rosters`; `on` speaks first. `fetched` collects the sites whose roster was asked for. */
async function aPhoneBeside(rosters: Roster[], on: (path: string) => Response | undefined | Promise<never> = () => undefined) {
  const fetched: string[] = []
  let lists = 0
  const phone = await createPhone({
    fetch: async (input) => {
      const path = new URL(String(input)).pathname
      if (path === '/api/rosters') lists += 1
      else fetched.push(path.split('/').at(-1)!)
      const special = await on(path)
      if (special !== undefined) return special
      if (path === '/api/rosters') return Response.json(aRosterList(rosters))
      return Response.json(rosters.find(({ site }) => path.endsWith(site)))
    },
  })
  return { phone, fetched, lists: () => lists }
}
const kept = async (phone: Phone) => (await phone.rosters.versions()).size

describe('fetching rosters', () => {
  it('takes what is new, fetches nothing twice, and drops what is gone', async () => {
    const rosters = rostersOf(3)
    const { phone, fetched } = await aPhoneBeside(rosters)
    expect(await pullRosters(phone)).toBe(true)
    expect(await pullRosters(phone)).toBe(true)
    expect(fetched).toEqual([siteNo(0), siteNo(1), siteNo(2)])
    rosters[1] = { ...rosters[1]!, version: 'v2', people: [] }
    rosters.pop()
    expect(await pullRosters(phone)).toBe(true)
    expect(fetched.slice(3)).toEqual([siteNo(1)])
    expect(await phone.rosters.versions()).toEqual(new Map([[siteNo(0), 'v1'], [siteNo(1), 'v2']]))
  })

  it('takes the many rosters of a new area over several runs', async () => {
    const { phone, fetched } = await aPhoneBeside(rostersOf(45))
    expect([await pullRosters(phone), fetched.length]).toEqual([false, 20])
    expect([await pullRosters(phone), fetched.length]).toEqual([false, 40])
    expect([await pullRosters(phone), fetched.length]).toEqual([true, 45])
  })

  it.each([
    ['an older server, which does not know the address', () => Response.json({ code: 'not-found' }, { status: 404 })],
    ['a server that is out of order', () => Response.json({ code: 'internal', incident: 'x' }, { status: 500 })],
    ['an ended session', () => Response.json({ code: 'signed-out' }, { status: 401 })],
    ['a page of a captive portal', () => new Response('<h1>登录</h1>')],
  ])('leaves what is kept alone after %s', async (_, answer) => {
    let broken = false
    const { phone } = await aPhoneBeside(rostersOf(2), () => (broken ? answer() : undefined))
    await pullRosters(phone)
    broken = true
    expect(await pullRosters(phone)).toBe(true)
    expect(await kept(phone)).toBe(2)
  })

  it('stops where the network breaks off, and goes on from there', async () => {
    let reaches = 2
    const { phone, fetched } = await aPhoneBeside(rostersOf(4), (path) => {
      if (path === '/api/rosters') return undefined
      reaches -= 1
      return reaches < 0 ? Promise.reject(new TypeError('broken off')) : undefined
    })
    expect([await pullRosters(phone), fetched.length, await kept(phone)]).toEqual([false, 3, 2])
    reaches = 9
    expect([await pullRosters(phone), await kept(phone)]).toEqual([true, 4])
  })

  it('is not held up by one that is refused, cannot be read or is another site\'s', async () => {
    const rosters = rostersOf(4)
    const { phone } = await aPhoneBeside(rosters, (path) => {
      if (path.endsWith(siteNo(0))) return Response.json({ code: 'not-found' }, { status: 404 })
      if (path.endsWith(siteNo(1))) return Response.json({ ...rosters[1], people: 'many' })
      return path.endsWith(siteNo(2)) ? Response.json(rosters[3]) : undefined
    })
    expect(await pullRosters(phone)).toBe(true)
    expect([...(await phone.rosters.versions()).keys()]).toEqual([siteNo(3)])
  })

  it('lets entries go first that were written meanwhile', async () => {
    const { phone, fetched } = await aPhoneBeside(rostersOf(2))
    await phone.session.save(aSession())
    await phone.ledger.write([aSite()])
    expect([await pullRosters(phone), fetched]).toEqual([false, []])
  })

  it('breaks nothing where the phone has no space for them', async () => {
    const { phone } = await aPhoneBeside(rostersOf(2))
    phone.rosters.keep = () => Promise.reject(new DOMException('full', 'QuotaExceededError'))
    expect(await pullRosters(phone)).toBe(true)
  })
})

describe('keeping in step', () => {
  it('follows rosters after the entries, seldom, and at once for an inspector who comes back', async () => {
    const asked: string[] = []
    const server = smallServer({ on: (_, path) => (path === '/api/rosters' ? Response.json(aRosterList([])) : undefined) }, asked)
    const phone = await createPhone({ fetch: server })
    await phone.session.save(aSession({ receiptKey: await receiptKey() }))
    let due = () => {}
    const keeping = keepSyncing({ doors: phone, onVisible: () => () => {}, later: (_, act) => { due = act; return () => {} } })
    const lists = () => asked.filter((call) => call.endsWith('/api/rosters')).length
    const runs = async (count: number) => {
      for (let i = 0; i < 200 && (asked.filter((call) => call.includes('/api/entries?')).length < count || lists() === 0); i += 1) await new Promise((resolve) => setTimeout(resolve, 5))
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    await runs(1)
    expect([asked.at(-1), lists()]).toEqual(['GET /api/rosters', 1])
    due()
    await runs(2)
    expect(lists()).toBe(1)
    keeping.now()
    await runs(3)
    expect(lists()).toBe(2)
    keeping.stop()
  })
})
