import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { inkOf } from '#domain/documents/ink.ts'
import { decodeStrokes, encodeStrokes, type InkPoint } from '#domain/documents/strokes.ts'
import { personalSchema } from '#domain/entries/envelope.ts'

const point = fc.record({ x: fc.double({ min: 0, max: 14_000, noNaN: true }), y: fc.double({ min: 0, max: 14_000, noNaN: true }), t: fc.integer({ min: 0, max: 20_000 }), p: fc.integer({ min: 0, max: 99 }) })
const strokes = fc.array(fc.array(point, { minLength: 1, maxLength: 400 }), { minLength: 1, maxLength: 12 })
const fits = (text: string | null) => v.is(personalSchema, { salt: 's'.repeat(16), strokes: text })

describe('a signature on the glass', () => {
  it('fits what an entry may carry, however long somebody scribbles', () => {
    fc.assert(fc.property(strokes, (drawn) => {
      const text = encodeStrokes(drawn)
      expect(fits(text)).toBe(true)
      expect(decodeStrokes(text!)).toHaveLength(drawn.length)
    }), { numRuns: 80 })
    const scribble = Array.from({ length: 30 }, (_, s) => Array.from({ length: 2_000 }, (_, i): InkPoint => ({ x: (i * 137 + s) % 9999, y: (i * 71) % 9999, t: 8, p: 50 })))
    expect(fits(encodeStrokes(scribble))).toBe(true)
  })

  it('comes back as it went: where, when and how hard, its ends whatever was left out between', () => {
    const stroke = [{ x: 10, y: 20, t: 0, p: 0 }, { x: 12, y: 21, t: 8, p: 0 }, { x: 300, y: 400, t: 16, p: 40 }, { x: 301, y: 400, t: 9, p: 41 }]
    expect(decodeStrokes(encodeStrokes([stroke])!)).toEqual([[{ x: 10, y: 20, t: 0, p: 0 }, { x: 300, y: 400, t: 24, p: 40 }, { x: 301, y: 400, t: 9, p: 41 }]])
  })

  it('is nothing when nothing was written', () => {
    expect(encodeStrokes([])).toBeNull()
    expect(encodeStrokes([[]])).toBeNull()
    expect(inkOf([])).toBeNull()
  })

  it('is drawn inside its frame, whatever was written', () => {
    fc.assert(fc.property(strokes, (drawn) => {
      const ink = inkOf(decodeStrokes(encodeStrokes(drawn)!))!
      const [, , width, height] = ink.box.split(' ').map(Number)
      expect(ink.paths.join('')).not.toMatch(/NaN|Infinity/)
      expect(width! > 0 && height! > 0 && ink.ratio > 0).toBe(true)
    }), { numRuns: 60 })
  })

  it('of an older form without times is read, too', () => {
    expect(decodeStrokes('0,0 10,12;30,4')).toEqual([[{ x: 0, y: 0, t: 0, p: 0 }, { x: 10, y: 12, t: 0, p: 0 }], [{ x: 30, y: 4, t: 0, p: 0 }]])
    expect(inkOf(decodeStrokes('0,0 10,12;30,4'))).not.toBeNull()
  })
})
