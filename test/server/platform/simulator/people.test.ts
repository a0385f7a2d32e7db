import { describe, expect, it } from 'vitest'
import { parseIdNumber } from '#domain/identity.ts'
import { listFaults } from '../../../../server/platform/simulator/faults.ts'
import { demoPeople, faultPeople } from '../../../../server/platform/simulator/people.ts'

const numbers = [...demoPeople, ...faultPeople].map((person) => person.idNumber)

describe('the people of the simulator', () => {
  it('have valid numbers that are given to nobody', () => {
    for (const number of numbers) {
      expect(parseIdNumber(number, '2026-11-22')).toEqual({ kind: 'id-number', value: number })
      expect(number.slice(14, 17)).toBe('000')
    }
  })

  it('are more than two hundred, told apart by their numbers and names', () => {
    expect(demoPeople.length).toBeGreaterThan(200)
    expect(new Set(numbers).size).toBe(numbers.length)
    expect(new Set(demoPeople.map(({ name }) => name)).size).toBe(demoPeople.length)
  })

  it('stay the same people: documents and tests name them', () => {
    expect(demoPeople.slice(24, 26).map(({ idNumber, name }) => [idNumber, name])).toEqual([['320921197404120007', '宋演示'], ['411525198111120004', '唐演示']])
    expect(demoPeople.at(-1)).toMatchObject({ idNumber: '320581196805250005', name: '江样例' })
  })

  it('say by their names that they are made up', () => {
    for (const { name } of demoPeople) expect(name).toMatch(/演示|示范|样例|模拟/)
  })

  it('show every colour, every age of a green code and people without one', () => {
    expect(new Set(demoPeople.map((person) => person.colour))).toEqual(new Set(['green', 'yellow', 'red', 'none']))
    const days = demoPeople.map((person) => person.validDays)
    for (const day of [365, 3, 0, -1]) expect(days).toContain(day)
  })

  it('stand behind every fault, each behind one', () => {
    expect(faultPeople.map(({ fault }) => fault).sort()).toEqual(listFaults().map(({ fault }) => fault).sort())
    expect(new Set(listFaults().map(({ note }) => note)).size).toBe(faultPeople.length)
  })
})
