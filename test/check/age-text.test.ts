import { describe, expect, it } from 'vitest'
import { DAY, HOUR, MINUTE } from '#domain/time.ts'
import { ageText } from '#check/age-text.ts'

describe('the age of an answer in words', () => {
  it.each([
    [0, '刚刚'],
    [MINUTE - 1, '刚刚'],
    [MINUTE, '1 分钟前'],
    [HOUR - 1, '59 分钟前'],
    [3 * HOUR, '3 小时前'],
    [DAY, '24 小时前'],
    [2 * DAY - 1, '47 小时前'],
    [2 * DAY, '2 天前'],
    [3 * DAY - 1, '2 天前'],
  ])('%d ms is "%s"', (age, words) => expect(ageText(age)).toBe(words))

  it('never makes an answer of more than a day look as fresh as one of a day', () => {
    expect(ageText(DAY + 23 * HOUR)).toBe('47 小时前')
  })
})
