import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { backoff } from '#sync/backoff.ts'

describe('waiting before the next try', () => {
  it('is between one second and five minutes, whatever happens', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (failures, chance) => {
        const wait = backoff(failures, chance)
        expect(wait).toBeGreaterThanOrEqual(1_000)
        expect(wait).toBeLessThanOrEqual(300_000)
      }),
    )
  })

  it('doubles what it may be at most with every failure', () => {
    expect([1, 2, 3, 4].map((failures) => backoff(failures, 1))).toEqual([2_000, 4_000, 8_000, 16_000])
    expect(backoff(30, 1)).toBe(300_000)
  })
})
