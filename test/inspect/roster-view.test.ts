import { beforeEach, describe, expect, it } from 'vitest'
import type { Draft } from '#domain/entries/kinds.ts'
import { foldVisits } from '#domain/fold.ts'
import type { IdNumber } from '#domain/identity.ts'
import { DAY } from '#domain/time.ts'
import { byTeam, createRosterReader } from '#inspect/roster-view.ts'
import { notOnRosterPhrase, rosterAgeText, termText } from '#inspect/roster-text.ts'
import { aVerdict, green, noon, yellow } from '../support/checks.ts'
import { aSite, aVisit } from '../support/drafts.ts'
import { createPhone, type Phone } from '../support/phone.ts'
import { aPerson, aRoster, aRosterList, matchOf } from '../support/rosters.ts'
import { aSession, town } from '../support/session.ts'

const [zhang, li, wang, stranger] = ['320581196010010008', '320581198312040009', '320581198110220001', '320581197706020006'] as const
let phone: Phone
let site: string
let visit: string

async function write(...drafts: Draft[]): Promise<string[]> {
  const written = await phone.ledger.write(drafts)
  if (written.kind !== 'written') throw new Error(written.why)
  return written.ids
}

const check = (idNumber: string | null, answer = green): Draft => ({
  kind: 'check.made', area: town, about: { site, visit },
  body: { method: 'camera', subject: idNumber === null ? 'declared-none' : 'person', verdict: aVerdict(answer), answer: null, simulated: true, shape: null, seenColour: null },
  ...(idNumber === null ? {} : { personal: { idNumber, lastFour: idNumber.slice(-4), nameMasked: '某*' } }),
})

async function give(people = [aPerson(zhang), aPerson(li, { team: '钢筋班' }), aPerson(wang, { from: '2026-12-01' })], version = 'v1'): Promise<void> {
  const roster = aRoster(site, people, { version })
  await phone.rosters.follow(aRosterList([roster]))
  await phone.rosters.keep(roster)
}

async function view(read = createRosterReader(phone.rosters), now = noon) {
  const entries = await phone.ledger.about('visit', visit)
  return read(foldVisits(entries).get(visit)!, entries, now)
}

beforeEach(async () => {
  phone = await createPhone({ now: () => noon })
  await phone.session.save(aSession())
  ;[site] = (await write(aSite())) as [string]
  ;[visit] = (await write(aVisit(site))) as [string]
})

describe('the roster of a visit', () => {
  it('shows before the first scan who is expected today, and grows with the scans', async () => {
    await give()
    expect(await view()).toMatchObject({ expected: 2, present: [], notOnRoster: [], outsideTerm: [], notMet: [{ check: null }, { check: null }] })
    const [first] = await write(check(zhang), check(stranger), check(wang), check(null))
    expect(await view()).toMatchObject({
      expected: 2,
      present: [{ person: { match: matchOf(zhang) }, check: { id: first } }],
      notMet: [{ person: { match: matchOf(li) } }],
      outsideTerm: [{ person: { match: matchOf(wang) } }],
      notOnRoster: [{ lastFour: stranger.slice(-4) }],
      unnumbered: 1,
    })
  })

  it('shows the newest result of somebody who was checked twice', async () => {
    await give()
    const [, second] = await write(check(zhang, yellow), check(zhang))
    expect((await view())?.present).toMatchObject([{ check: { id: second, verdict: { code: 'green-live' } } }])
  })

  it('is not there for a site without one, nor where the phone\'s storage fails', async () => {
    expect(await view()).toBeNull()
    await give()
    phone.rosters.find = () => Promise.reject(new DOMException('storage gone', 'UnknownError'))
    expect(await view()).toBeNull()
  })

  it('says nothing of visits of earlier days: who was expected then is not known', async () => {
    await give()
    await write({ kind: 'visit.ended', area: town, about: { site, visit }, body: { result: 'no-problem' } })
    expect(await view()).not.toBeNull()
    expect(await view(createRosterReader(phone.rosters), noon + DAY)).toBeNull()
  })

  it('asks for each person once, and again when the roster is another', async () => {
    await give()
    await write(check(zhang), check(stranger))
    const asked: string[] = []
    const { matchOf: match } = phone.rosters
    phone.rosters.matchOf = (id: IdNumber) => {
      asked.push(id)
      return match(id)
    }
    const read = createRosterReader(phone.rosters)
    await view(read)
    await view(read)
    expect(asked).toEqual([zhang, stranger])
    await give([aPerson(stranger)], 'v2')
    expect(await view(read)).toMatchObject({ present: [{ person: { match: matchOf(stranger) } }], notOnRoster: [{ lastFour: zhang.slice(-4) }] })
    expect(asked).toHaveLength(4)
  })
})

describe('the words of the roster', () => {
  it('put people together by firm and team, and managers by what they are', () => {
    const people = [aPerson('1'), aPerson('2', { firm: '另一家' }), aPerson('3'), aPerson('4', { team: '', workerType: '管理人员' })]
    const teams = byTeam(people.map((person) => ({ person, check: null })))
    expect(teams.map(({ name, firm, members }) => [name, firm, members.length])).toEqual([['木工一班', '演示建设有限公司', 2], ['木工一班', '另一家', 1], ['管理人员', '演示建设有限公司', 1]])
  })

  it('say how old it is, and that an old one may lack people', () => {
    expect(rosterAgeText(noon - DAY, noon)).toBe('花名册更新于 昨天 12:00。')
    expect(rosterAgeText(noon - 4 * DAY, noon)).toContain('已超过 3 天')
  })

  it('name the day that keeps somebody from being expected', () => {
    expect(termText(aPerson('1', { from: '2026-12-01' }), '2026-11-20')).toBe('登记进场 2026-12-01')
    expect(termText(aPerson('1', { to: '2026-11-10' }), '2026-11-20')).toBe('登记退场 2026-11-10')
  })

  it('name nobody in the phrase for people on no list', () => {
    expect(notOnRosterPhrase(2)).toBe('2 名查验人员不在项目花名册内')
  })
})
