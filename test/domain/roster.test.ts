import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareCrew, isOldRoster, standingOn, type RosterPerson } from '#domain/roster.ts'
import { DAY } from '#domain/time.ts'
import { aPerson, matchOf } from '../support/rosters.ts'

const today = '2026-11-20'
const zhang = aPerson('320581196010010008')
const li = aPerson('320581198312040009', { nameMasked: '李*' })
const wang = aPerson('320581198110220001', { nameMasked: '王*', from: '2026-11-21' })
const roster = { people: [zhang, li, wang] }
const met = (check: string, person: RosterPerson | string | null) => ({ check, match: typeof person === 'object' ? (person?.match ?? null) : matchOf(person) })

describe('who should be on the site', () => {
  it('is told apart into those met, those not met so far and those who are on no list', () => {
    const crew = compareCrew(roster, [met('a', zhang), met('b', '320581197706020006')], today)
    expect(crew).toEqual({ present: [zhang], notMet: [li], outsideTerm: [], notOnRoster: ['b'] })
  })

  it('is not said of a check without a number, which is on no list and off none', () => {
    expect(compareCrew(roster, [met('a', null)], today)).toEqual({ present: [], notMet: [zhang, li], outsideTerm: [], notOnRoster: [] })
  })

  it('counts somebody who was checked twice as one person, by the newest check', () => {
    const stranger = '320581197706020006'
    expect(compareCrew(roster, [met('a', stranger), met('b', zhang), met('c', stranger), met('d', zhang)], today)).toMatchObject({ present: [zhang], notOnRoster: ['c'] })
  })

  it('expects nobody before the first day or after the last, and says so of whoever is met all the same', () => {
    expect(compareCrew(roster, [met('a', wang)], today)).toMatchObject({ notMet: [zhang, li], outsideTerm: [wang], notOnRoster: [] })
    expect(compareCrew(roster, [met('a', wang)], '2026-11-21')).toMatchObject({ present: [wang], outsideTerm: [] })
    expect(compareCrew(roster, [], '2026-12-31').notMet).toHaveLength(3)
    expect(compareCrew(roster, [], '2027-01-01').notMet).toEqual([])
  })

  it('shows somebody with two teams once, under the one that holds today', () => {
    const before = { ...zhang, team: '钢筋班', to: '2026-11-10' }
    for (const people of [[before, zhang], [zhang, before]]) {
      expect(compareCrew({ people }, [met('a', zhang)], today)).toMatchObject({ present: [zhang], outsideTerm: [] })
      expect(standingOn({ people }, zhang.match, today)).toEqual({ kind: 'engaged', person: zhang })
    }
  })

  it('is complete whoever is met: everybody engaged is met or not met, and every number is on the list or off it', () => {
    const ids = ['1', '2', '3', '4', '5', '6']
    const day = fc.constantFrom(null, '2026-11-19', today, '2026-11-21')
    const person = fc.record({ id: fc.constantFrom(...ids), from: day, to: day }).map(({ id, from, to }) => aPerson(id, { from, to }))
    const someone = fc.record({ check: fc.uuid(), match: fc.option(fc.constantFrom(...ids).map((id) => matchOf(id))) })
    fc.assert(fc.property(fc.array(person), fc.array(someone), (people, seen) => {
      const crew = compareCrew({ people }, seen, today)
      const listed = new Set(people.map(({ match }) => match))
      const numbers = new Set(seen.flatMap(({ match }) => (match === null ? [] : [match])))
      const groups = [...crew.present, ...crew.notMet, ...crew.outsideTerm].map(({ match }) => match)
      expect(new Set(groups).size).toBe(groups.length)
      expect(crew.present.length + crew.outsideTerm.length + crew.notOnRoster.length).toBe(numbers.size)
      for (const { match } of crew.notMet) expect(numbers.has(match)).toBe(false)
      for (const check of crew.notOnRoster) expect(listed.has(seen.findLast((one) => one.check === check)!.match!)).toBe(false)
    }))
  })
})

describe('where one person stands', () => {
  it.each([
    ['engaged', zhang, today], ['not-yet', wang, today], ['ended', zhang, '2027-01-01'],
  ] as const)('%s', (kind, person, day) => {
    expect(standingOn(roster, person.match, day)).toEqual({ kind, person })
  })

  it('is on no list when the roster does not have the number', () => {
    expect(standingOn(roster, matchOf('320581197706020006'), today)).toEqual({ kind: 'absent' })
  })

  it('is engaged where the roster gives no days', () => {
    const person = { ...zhang, from: null, to: null }
    expect(standingOn({ people: [person] }, person.match, today).kind).toBe('engaged')
  })
})

describe('a roster', () => {
  it('is called old after three days', () => {
    expect(isOldRoster(1_000, 1_000 + 3 * DAY)).toBe(false)
    expect(isOldRoster(1_000, 1_001 + 3 * DAY)).toBe(true)
  })
})
