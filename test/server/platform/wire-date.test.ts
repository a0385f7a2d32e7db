import { describe, expect, it } from 'vitest'
import { readCardEnd, readDay, readValidUntil, writeDateTime } from '../../../server/platform/wire-date.ts'

describe('a day on the wire', () => {
  it.each([
    ['2027-02-20', '2027-02-20'], ['2027/02/20', '2027-02-20'], ['2027.2.3', '2027-02-03'], [' 2027-02-20 00:00:00 ', '2027-02-20'],
    ['2027-02-20T23:59:59.997', '2027-02-20'], ['2027/2/20 0:00:00', '2027-02-20'], ['2027-02-20T00:00:00+08:00', '2027-02-20'],
    ['2027-02-19T16:00:00Z', '2027-02-20'], ['/Date(1739980800000)/', '2025-02-20'], ['/Date(1739980800000+0800)/', '2025-02-20'],
    ['/Date(99999999999999999)/', null], ['02/20/2027', null], ['2027-13-01', null], ['2027-02-30', null], ['2027-02/20', null], ['20270220', null],
    ['', null], [null, null], [undefined, null], [0, null], [{}, null], ['长期', null],
    ['0001-01-01T00:00:00', null], ['1900-01-01', null], ['9999-12-31', null], ['1958-04-24T00:00:00', '1958-04-24'],
  ])('of %j is %s', (value, day) => {
    expect(readDay(value)).toBe(day)
  })

  it('in the summers of 1986 to 1991 is that of the clock of those summers', () => {
    expect(readDay('1987-07-01T00:00:00+09:00')).toBe('1987-07-01')
    expect(readDay('1987-07-01T00:00:00')).toBe('1987-07-01')
  })
})

describe('the last valid day of a code', () => {
  it.each([['2027-02-20', '2027-02-20'], ['/Date(1739980800000)/', '2025-02-20'], ['1999-12-31', null], ['9999-12-31', null], ['长期', null]])('of %s is %s', (text, day) => {
    expect(readValidUntil(text)).toBe(day)
  })
})

describe('the end of an identity card', () => {
  it.each([['2035.06.01', '2035-06-01'], ['长期', 'long-term'], ['长期有效', 'long-term'], ['9999-12-31T00:00:00', 'long-term'], ['', null], [null, null]])('of %j is %s', (value, end) => {
    expect(readCardEnd(value)).toBe(end)
  })
})

describe('the time of a passage', () => {
  it.each([['2026-11-21T16:00:00Z', '2026-11-22 00:00:00'], ['2026-11-22T15:59:59Z', '2026-11-22 23:59:59']])('%s is written %s', (instant, text) => {
    expect(writeDateTime(Date.parse(instant))).toBe(text)
  })
})
