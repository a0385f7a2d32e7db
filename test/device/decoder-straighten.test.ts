import { beforeAll, describe, expect, it } from 'vitest'
import { encode } from 'uqr'
import { knownModules } from '#device/decoder/qr-layout.ts'
import { readPlane } from '#device/decoder/reader.ts'
import { straighten } from '#device/decoder/straighten.ts'
import { drawCode } from '../support/drawn-codes.ts'
import { loadReader } from '../support/reader-here.ts'

const SETTINGS = { formats: ['QRCode' as const], textMode: 'Plain' as const, tryHarder: true }

describe('what is known of a code beforehand', () => {
  it('is so in codes of all forty versions', () => {
    for (let version = 1; version <= 40; version++) {
      const { data, size } = encode('1', { minVersion: version, maxVersion: version, border: 0 })
      const known = knownModules(size)
      const wrong = [...known].filter((colour, m) => colour !== 0 && (colour === 1) !== data[Math.floor(m / size)]![m % size])
      expect(wrong.length, `version ${version}`).toBe(0)
      expect(known.filter((colour) => colour !== 0).length).toBeGreaterThan(190)
    }
  })
})

describe('straightening', () => {
  beforeAll(loadReader)

  it('draws a bent code flat, so that it is read', async () => {
    const text = 'https://example.com/menu?table=7&guest=0123456789'
    const plane = drawCode({ text, module: 5, bow: 1.5, turn: 0.2 })
    const { codes, damaged } = await readPlane(plane, SETTINGS)
    expect(codes).toEqual([])
    const flat = straighten(plane, damaged[0]!)
    expect((await readPlane(flat!, SETTINGS)).codes.map((code) => code.text)).toEqual([text])
  })

  it('leaves alone what is too small to pull at, or so large that it would hold everything up', () => {
    const corners = [{ x: 0, y: 0 }, { x: 40, y: 0 }, { x: 40, y: 40 }, { x: 0, y: 40 }]
    const plane = drawCode({ text: '1' })
    expect(straighten(plane, { corners, modules: 29 })).toBeNull()
    expect(straighten(plane, { corners: corners.map(({ x, y }) => ({ x: x * 11, y: y * 11 })), modules: 177 })).toBeNull()
  })
})
