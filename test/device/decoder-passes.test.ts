import { describe, expect, it } from 'vitest'
import { passForFrame, stillPasses } from '#device/decoder/passes.ts'
import { cutOf } from '#device/decoder/pixels.ts'

const ROUND = Array.from({ length: 16 }, (_, n) => passForFrame(n))

describe('the passes over the live picture', () => {
  it('look at the middle, at the whole picture and far away within any four frames', () => {
    for (let first = 0; first < 8; first++) {
      const looks = ROUND.slice(first, first + 4).map(({ area, scale }) => `${area.width}x${scale}`)
      expect(new Set(looks)).toEqual(new Set(['0.7x1', '1x1', '0.4x2']))
    }
  })

  it('look for light codes on dark every now and then', () => {
    expect(ROUND.some(({ settings }) => settings.tryInvert)).toBe(true)
  })

  it('read QR codes only, and their text unchanged', () => {
    for (const { settings } of [...ROUND, ...stillPasses]) expect(settings).toMatchObject({ formats: ['QRCode'], textMode: 'Plain' })
  })
})

describe('cutting a pass out of a picture', () => {
  it('stays inside the picture', () => {
    for (const pass of [...ROUND, ...stillPasses]) {
      const cut = cutOf(pass, 1281, 719)
      expect(cut.x + cut.width).toBeLessThanOrEqual(1281)
      expect(cut.y + cut.height).toBeLessThanOrEqual(719)
    }
  })

  it('never reads more pixels a side than the pass allows, even of a 50-megapixel photo', () => {
    for (const pass of stillPasses) {
      const cut = cutOf(pass, 8160, 6120)
      expect(Math.round(Math.max(cut.width, cut.height) * cut.scale)).toBeLessThanOrEqual(pass.longest)
    }
  })
})
