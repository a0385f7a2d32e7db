import { describe, expect, it } from 'vitest'
import { addDays, compactDay, daysBetween, isDay, shanghaiDay, startOfDay } from '#domain/time.ts'
import vectors from '../fixtures/test-vectors.json' with { type: 'json' }

describe('a day', () => {
  it.each(vectors.md5.boundary)('%s is the Shanghai day %s', (instant, day) => expect(compactDay(Date.parse(instant!))).toBe(day))
  it('begins at 16:00 UTC of the day before', () => expect(new Date(startOfDay('2026-03-02')).toISOString()).toBe('2026-03-01T16:00:00.000Z'))
  it('is counted over month, year and leap day', () => {
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28')
    expect(daysBetween('2026-11-22', '2026-12-01')).toBe(9)
  })
  it('that does not exist is none', () => expect(['2026-02-29', '2026-13-01', '2026-1-1', ''].some(isDay)).toBe(false))
  it('does not depend on the machine’s time zone', () => expect(shanghaiDay(Date.parse('2026-03-01T23:30:00Z'))).toBe('2026-03-02'))
})
