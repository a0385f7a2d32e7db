import { describe, expect, it } from 'vitest'
import { laterPasses, livePass, sparePasses, stillPasses } from '#device/decoder/passes.ts'
import { boxOf } from '#device/decoder/sight.ts'

const SIZES = [[1281, 719], [240, 240], [4000, 3000], [8160, 6120], [1, 100]] as const

describe('the passes', () => {
  it('stay inside the picture, and never read more pixels a side than they allow, even of a 50-megapixel photo', () => {
    for (const [width, height] of SIZES) {
      for (const pass of [livePass, ...sparePasses, ...stillPasses, ...laterPasses(width, height).flat()]) {
        const { box, scale } = boxOf(pass, width, height)
        expect(box.x + box.width).toBeLessThanOrEqual(width)
        expect(box.y + box.height).toBeLessThanOrEqual(height)
        expect(Math.floor(Math.max(box.width, box.height) * scale)).toBeLessThanOrEqual(pass.longest)
      }
    }
  })

  it('over a large photo leave no place out at its own resolution, and no code of 400 pixels cut everywhere', () => {
    const [width, height] = [4000, 3000]
    const tiles = laterPasses(width, height).flat().map((pass) => boxOf(pass, width, height)).filter(({ box, scale }) => scale === 1 && box.width < width)
    for (let x = 0; x <= width - 400; x += 50) {
      for (let y = 0; y <= height - 400; y += 50) {
        const whole = tiles.some(({ box }) => box.x <= x && box.y <= y && box.x + box.width >= x + 400 && box.y + box.height >= y + 400)
        expect(whole, `${x},${y}`).toBe(true)
      }
    }
  })

  it('look for light codes on dark in live pictures, too', () => {
    expect(sparePasses.some(({ settings }) => settings.tryInvert)).toBe(true)
  })

  it('read QR codes only, and their text unchanged', () => {
    for (const { settings } of [livePass, ...sparePasses, ...stillPasses, ...laterPasses(4000, 3000).flat()]) {
      expect(settings.textMode).toBe('Plain')
      expect(settings.formats!.every((format) => format.startsWith('QRCode'))).toBe(true)
    }
  })
})
