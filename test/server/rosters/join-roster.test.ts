import { describe, expect, it } from 'vitest'
import { joinRoster } from '../../../server/rosters/join-roster.ts'
import { countyOf, matchOf } from '../../../server/rosters/match.ts'
import { aFirm, aProject, aWorker, anEngagement } from '../platform-fake.ts'

const [zhang, li] = ['320581196010010008', '320581196102060002']
const match = (idNumber: string) => `match of ${idNumber}`
const join = (changes: { firms?: (typeof aFirm)[]; workers?: ReturnType<typeof aWorker>[]; engagements?: ReturnType<typeof anEngagement>[] }) =>
  joinRoster(aProject, changes.firms ?? [aFirm], changes.workers ?? [aWorker(zhang, '张演示')], changes.engagements ?? [anEngagement(zhang)], match)

describe('a roster put together from what the platform gives', () => {
  it('says who is engaged, for which firm and until when, and takes over nothing else of a person', () => {
    expect(join({})).toEqual({
      projectNumber: aProject.number,
      projectName: aProject.name,
      firms: [{ name: '演示建筑公司', creditCode: aFirm.creditCode, role: '总承包' }],
      people: [{
        match: match(zhang), idNumber: zhang, nameMasked: '张**', lastFour: '0008', firm: '演示建筑公司', team: '木工班', workerType: '普通工人', trade: '木工',
        from: '2026-01-01', to: '2026-12-31',
      }],
    })
  })

  it('keeps somebody whose card the platform does not tell, without a name', () => {
    expect(join({ engagements: [anEngagement(zhang), anEngagement(li)] })?.people.map((one) => one.nameMasked)).toEqual(['张**', ''])
  })

  it('names a manager’s post, a worker’s trade, and the class of trade where nothing finer is told', () => {
    const engagements = [anEngagement(zhang, { post: '安全员', trade: null }), anEngagement(zhang), anEngagement(zhang, { trade: null }), anEngagement(zhang, { trade: null, tradeClass: null })]
    expect(join({ engagements })?.people.map((one) => one.trade)).toEqual(['安全员', '木工', '木工类', ''])
  })

  it('names a firm it was not told of by its credit code', () => {
    expect(join({ firms: [] })?.people[0]?.firm).toBe(aFirm.creditCode)
  })

  it('accepts a project number that was cut to the twenty characters of its field', () => {
    const long = { ...aProject, number: '3205812026010100010001-0001' }
    const cut = long.number.slice(0, 20)
    expect(joinRoster(long, [{ ...aFirm, projectNumber: cut }], [], [anEngagement(zhang, { projectNumber: long.number })], match)).not.toBeNull()
  })

  it.each([
    ['the people of another project', { engagements: [anEngagement(zhang), anEngagement(li, { projectNumber: 'another' })] }],
    ['the firms of another project', { firms: [{ ...aFirm, projectNumber: 'another' }] }],
    ['people of whom nobody is engaged', { engagements: [] }],
  ])('is not made of %s: everybody on the site would be called a stranger', (_what, changes) => {
    expect(join(changes)).toBeNull()
  })
})

describe('the match by which a person is recognised', () => {
  it('is the same however the number is written, and another under another key', () => {
    const [one, other] = ['11'.repeat(32), '22'.repeat(32)]
    expect(matchOf(one, '32058119870424000x ')).toBe(matchOf(one, '32058119870424000X'))
    expect(matchOf(one, zhang)).not.toBe(matchOf(other, zhang))
    expect(matchOf(one, zhang)).toMatch(/^[0-9a-f]{64}$/)
  })

  it('is under one key in all towns of a county', () => {
    expect([countyOf('320581101'), countyOf('320581')]).toEqual(['320581', '320581'])
  })
})
