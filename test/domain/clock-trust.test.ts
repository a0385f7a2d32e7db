import { describe, expect, it } from 'vitest'
import { markClock, readClock } from '#domain/clock-trust.ts'
import { DAY, MINUTE } from '#domain/time.ts'
import { defaultPolicy } from '#domain/verdict-policy.ts'

const now = Date.parse('2026-11-22T01:30:00Z')
const mark = { phoneAt: now - 3_600_000, serverAt: now - 3_600_000 + 40_000, roundTrip: 200 }

describe('the phone’s clock', () => {
  it('forty seconds off is trusted and corrected', () => {
    expect(readClock(now, mark, mark.phoneAt, defaultPolicy)).toEqual({ now: now + 40_000, offset: 40_000, trusted: true, trouble: null })
  })
  it('never compared is not trusted', () => expect(readClock(now, null, 0, defaultPolicy).trouble).toBe('never-compared'))
  it('two days off is not trusted, in either direction', () => {
    for (const days of [2, -2]) {
      const wrong = { ...mark, serverAt: mark.phoneAt + days * DAY }
      expect(readClock(now, wrong, mark.phoneAt, defaultPolicy)).toMatchObject({ trusted: false, trouble: 'differs' })
    }
  })
  it('turned back behind what was already seen is not trusted', () => {
    expect(readClock(now - 30 * MINUTE, mark, now, defaultPolicy).trouble).toBe('ran-backwards')
    expect(readClock(now - 5 * MINUTE, mark, now, defaultPolicy).trusted).toBe(true)
  })
  it('not compared for over two weeks is not trusted', () => {
    expect(readClock(mark.phoneAt + 15 * DAY, mark, mark.phoneAt, defaultPolicy).trouble).toBe('compared-long-ago')
  })
  it('is not trusted by an exchange that was suspended for hours', () => {
    const slept = markClock(now - 6 * 3_600_000, now, now)
    expect(readClock(now, slept, 0, defaultPolicy).trusted).toBe(false)
  })
  it('is compared with the middle of the exchange', () => {
    expect(markClock(1000, 1400, 5000)).toEqual({ phoneAt: 1200, serverAt: 5000, roundTrip: 400 })
  })
})
