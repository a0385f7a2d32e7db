import { describe, expect, it } from 'vitest'
import { compactDay } from '#domain/time.ts'
import { neighbourDay, samPass } from '../../../server/platform/pass.ts'

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
