import { describe, expect, it } from 'vitest'
import { HOUR, MINUTE, compactDay } from '#domain/time.ts'
import { imagePass, neighbourDay, otherPassDay, passDay, samPass } from '../../../server/platform/pass.ts'

describe('the check word of GetSAMInfo', () => {
  const zjhm = '11010519491231002X'
  const token = 'TEST-TOKEN-0001'

  it('is the MD5 that interface V3.0 describes', () => {
    expect(samPass(zjhm, '20201010', token)).toBe('09da10aa591ceb2e41536d1f54799103')
    expect(samPass(zjhm, '20201010', token, 'upper')).toBe('09DA10AA591CEB2E41536D1F54799103')
  })

  it('differs when the same number is spelt with a small x', () => {
    expect(samPass(zjhm.toLowerCase(), '20201010', token)).not.toBe(samPass(zjhm, '20201010', token))
  })

  it.each([
    ['2026-03-01T15:59:59Z', '20260301'],
    ['2026-03-01T16:00:00Z', '20260302'],
    ['2026-03-01T23:30:00Z', '20260302'],
    ['2026-03-02T00:00:00Z', '20260302'],
  ])('at %s it is made with the Shanghai day %s', (instant, day) => {
    expect(compactDay(Date.parse(instant))).toBe(day)
  })
})

describe('the other day, for a platform whose clock is a little off', () => {
  it.each([
    ['2026-03-01T15:49:00Z', null],
    ['2026-03-01T15:55:00Z', '20260302'],
    ['2026-03-01T16:05:00Z', '20260301'],
    ['2026-03-01T16:11:00Z', null],
  ])('at %s it is %s', (instant, day) => {
    expect(neighbourDay(Date.parse(instant))).toBe(day)
  })
})

describe('the day of a check word', () => {
  const before = Date.parse('2026-03-01T15:55:00Z')

  it('is the platform’s own when its clock is known and only a little off', () => {
    expect(passDay(before, null)).toBe('20260301')
    expect(passDay(before, 6 * MINUTE)).toBe('20260302')
    expect(passDay(before, 8 * HOUR)).toBe('20260301')
  })

  it.each([
    ['20260301', null, '20260302'],
    ['20260301', 6 * MINUTE, '20260302'],
    ['20260302', 6 * MINUTE, '20260301'],
  ])('that was refused (%s, clock %j) is followed by %s', (refused, difference, day) => {
    expect(otherPassDay(refused, before, difference)).toBe(day)
  })

  it('is not followed by another far from midnight', () => {
    expect(otherPassDay('20260301', before - HOUR, 6 * MINUTE)).toBeNull()
  })

  it('stands in the check word of a photograph without any secret', () => {
    expect(imagePass('11010519491231002X', '20201010')).toBe(samPass('11010519491231002X', '20201010', ''))
  })
})
