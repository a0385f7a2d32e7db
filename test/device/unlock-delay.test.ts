import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MOST_FAILURES, waitLeft } from '#device/unlock-delay.ts'

describe('waiting after a wrong PIN', () => {
  it('lets a slip of the finger pass, then waits ever longer', () => {
    const waits = Array.from({ length: MOST_FAILURES }, (_, failures) => waitLeft({ failures, failedAt: 0 }, 0))
    expect(waits.slice(0, 3)).toEqual([0, 0, 0])
    expect(waits.slice(3)).toEqual([5_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000])
  })

  it('is over after its time and never lasts longer than from its start, whatever the clock is turned to', () => {
    fc.assert(fc.property(fc.nat(MOST_FAILURES), fc.nat(2 ** 41), fc.integer({ min: -(2 ** 41), max: 2 ** 41 }), (failures, failedAt, turned) => {
      const whole = waitLeft({ failures, failedAt }, failedAt)
      const left = waitLeft({ failures, failedAt }, failedAt + turned)
      expect(left).toBeLessThanOrEqual(whole)
      if (turned < 0) expect(left).toBe(whole)
      expect(waitLeft({ failures, failedAt }, failedAt + whole)).toBe(0)
    }))
  })
})
