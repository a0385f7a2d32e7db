import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { distanceM } from '#domain/near.ts'

const point = fc.record({ lat: fc.double({ min: -90, max: 90, noNaN: true }), lng: fc.double({ min: -180, max: 180, noNaN: true }) })
const meili = { lat: 31.7062, lng: 120.8571 }

describe('the distance between two points', () => {
  it.each([
    ['the same point', meili, meili, 0, 0],
    ['a thousandth of a degree to the north', meili, { ...meili, lat: 31.7072 }, 111, 1],
    ['a thousandth of a degree to the east, at this latitude', meili, { ...meili, lng: 120.8581 }, 94.6, 1],
    // 梅李镇 to 海虞镇, town hall to town hall.
    ['the next town', meili, { lat: 31.7412, lng: 120.8102 }, 5_900, 100],
    ['half the world', { lat: 0, lng: 0 }, { lat: 0, lng: 180 }, 20_015_115, 100],
  ])('%s', (_, from, to, metres, within) => {
    expect(Math.abs(distanceM(from, to) - metres)).toBeLessThanOrEqual(within)
  })

  it('is the same both ways, never negative, and never shorter by way of a third point', () => {
    fc.assert(
      fc.property(point, point, point, (a, b, c) => {
        expect(distanceM(a, b)).toBeGreaterThanOrEqual(0)
        expect(Math.abs(distanceM(a, b) - distanceM(b, a))).toBeLessThan(0.01)
        expect(distanceM(a, c)).toBeLessThanOrEqual(distanceM(a, b) + distanceM(b, c) + 0.01)
      }),
    )
  })
})
