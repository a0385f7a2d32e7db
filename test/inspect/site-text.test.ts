import { describe, expect, it } from 'vitest'
import { DAY } from '#domain/time.ts'
import { distanceText, visitedText } from '#inspect/site-text.ts'

const now = Date.parse('2026-11-22T00:30:00+08:00')

describe('the words of a list of sites', () => {
  it.each([
    [0, '不到 50 米'], [49, '不到 50 米'], [50, '约 50 米'], [324, '约 320 米'], [994, '约 990 米'], [996, '约 1.0 公里'], [1_449, '约 1.4 公里'], [9_949, '约 9.9 公里'],
    [9_960, '约 10 公里'], [12_400, '约 12 公里'],
  ])('%i m is told as %s', (metres, text) => expect(distanceText(metres)).toBe(text))

  it.each([
    [null, '还没有查过'], [now, '今天查过'], [now + DAY, '今天查过'], [now - 40 * 60_000, '昨天查过'], [now - 3 * DAY, '3 天前查过'], [now - 59 * DAY, '59 天前查过'], [now - 95 * DAY, '3 个月前查过'],
  ])('a last visit at %s is told as %s, by calendar days', (at, text) => expect(visitedText(at, now)).toBe(text))
})
