import { describe, expect, it } from 'vitest'
import { spotOf, spread } from '#scan/picture-place.ts'
import { createSights } from '#scan/sights.ts'

describe('a finger on the picture', () => {
  // A frame of 1280 × 720 fills a phone's upright picture: its sides are cut off.
  const box = { left: 0, top: 60, width: 390, height: 600 }
  const frame = { width: 1280, height: 720 }

  it.each([
    ['the middle', { x: 195, y: 360 }, { x: 0.5, y: 0.5 }],
    ['the top', { x: 195, y: 60 }, { x: 0.5, y: 0 }],
    ['the bottom', { x: 195, y: 660 }, { x: 0.5, y: 1 }],
    // 600 / 720 of a pixel each: 468 of 1280 pixels are in sight, 0.183 to either side of the middle.
    ['the left edge in sight', { x: 0, y: 360 }, { x: 0.317, y: 0.5 }],
    ['the right edge in sight', { x: 390, y: 360 }, { x: 0.683, y: 0.5 }],
  ])('is on %s of the frame', (_, finger, spot) => {
    const found = spotOf(finger, box, frame)
    expect(found.x).toBeCloseTo(spot.x, 3)
    expect(found.y).toBeCloseTo(spot.y, 3)
  })

  it('is on the frame even where it slipped off the picture', () => {
    expect(spotOf({ x: -5_000, y: 5_000 }, box, frame)).toEqual({ x: 0, y: 1 })
  })

  it('has a distance from another one', () => {
    expect(spread([{ x: 0, y: 0 }, { x: 30, y: 40 }])).toBe(50)
  })
})

describe('the outlines over the picture', () => {
  const size = { width: 640, height: 480 }
  const code = (text: string, x: number) => ({ text, corners: [{ x, y: 0.4 }, { x: x + 10, y: 0.4 }, { x: x + 10, y: 10.4 }, { x, y: 10.4 }] })

  it('follow a code, and stay while one pass in between misses it', () => {
    const sights = createSights()
    sights.see([code('a', 0)], size, 1_000)
    expect(sights.see([code('a', 20)], size, 1_100)).toEqual({ size, outlines: ['20,0 30,0 30,10 20,10'] })
    expect(sights.see([], size, 1_300)?.outlines).toHaveLength(1)
    expect(sights.see([], size, 1_700)).toBeNull()
  })

  it('show every code of a crew', () => {
    expect(createSights().see([code('a', 0), code('b', 100), code('c', 200)], size, 0)?.outlines).toHaveLength(3)
  })

  it('do not stay for hours when the clock is set back', () => {
    const sights = createSights()
    sights.see([code('a', 0)], size, 10_000_000)
    expect(sights.see([], size, 1_000)).toBeNull()
  })
})
