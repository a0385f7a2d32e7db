import { describe, expect, it } from 'vitest'
import { parseIdNumber } from '#domain/identity.ts'
import { demoPeople, faultPeople } from '../../../../server/platform/simulator/people.ts'

const numbers = [...demoPeople, ...faultPeople].map((person) => person.idNumber)

describe('the people of the simulator', () => {
  it('have valid numbers that are given to nobody', () => {
    for (const number of numbers) {
      expect(parseIdNumber(number, '2026-11-22')).toEqual({ kind: 'id-number', value: number })
      expect(number.slice(14, 17)).toBe('000')
    }
  })

  it('are told apart by their numbers', () => {
    expect(new Set(numbers).size).toBe(numbers.length)
  })

  it('say by their names that they are made up', () => {
    for (const { name } of demoPeople) expect(name).toMatch(/演示|示范|样例|模拟/)
  })

  it('show every colour, every age of a green code and people without one', () => {
    expect(new Set(demoPeople.map((person) => person.colour))).toEqual(new Set(['green', 'yellow', 'red', 'none']))
    const days = demoPeople.map((person) => person.validDays)
    for (const day of [365, 3, 0, -1]) expect(days).toContain(day)
  })
})
