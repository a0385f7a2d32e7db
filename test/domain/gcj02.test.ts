import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toGcj02 } from '#domain/gcj02.ts'
import { distanceM } from '#domain/near.ts'

describe('a point for a map app in China', () => {
  // The vectors of the implementation in general use (github.com/googollee/eviltransform).
  it.each([
    ['上海', 31.1774276, 121.5272106, 31.17530398364597, 121.531541859215],
    ['深圳', 22.543847, 113.912316, 22.540796131694766, 113.9171764808363],
    ['北京', 39.911954, 116.377817, 39.91334545536069, 116.38404722455657],
  ])('%s is shifted as everybody shifts it', (_, lat, lng, shiftedLat, shiftedLng) => {
    const shifted = toGcj02({ lat, lng })
    expect(distanceM(shifted, { lat: shiftedLat, lng: shiftedLng })).toBeLessThan(1)
  })

  it('is shifted by a few hundred metres everywhere in the county, and neighbours stay neighbours', () => {
    const inCounty = fc.record({ lat: fc.double({ min: 31.5, max: 31.9, noNaN: true }), lng: fc.double({ min: 120.5, max: 121.1, noNaN: true }) })
    fc.assert(
      fc.property(inCounty, (point) => {
        const shift = distanceM(point, toGcj02(point))
        expect(shift).toBeGreaterThan(300)
        expect(shift).toBeLessThan(700)
        const neighbour = { lat: point.lat + 0.0005, lng: point.lng }
        expect(Math.abs(distanceM(toGcj02(point), toGcj02(neighbour)) - distanceM(point, neighbour))).toBeLessThan(2)
      }),
    )
  })

  it('stays where it is outside of China', () => {
    const paris = { lat: 48.8566, lng: 2.3522 }
    expect(toGcj02(paris)).toEqual(paris)
  })
})
