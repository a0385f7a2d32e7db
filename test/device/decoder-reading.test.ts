import { beforeAll, describe, expect, it } from 'vitest'
import type { Plane } from '#device/decoder/plane.ts'
import { readPlane, type PlaneReading } from '#device/decoder/reader.ts'
import { createLiveReader, readStill, type Read } from '#device/decoder/reading.ts'
import { sightOfPlane } from '#device/decoder/sight.ts'
import { drawCode, type Drawing } from '../support/drawn-codes.ts'
import { loadReader } from '../support/reader-here.ts'

// The example number of GB 11643-1999 itself.
const NUMBER = '11010519491231002X'
const LONGER = 'https://example.com/menu?table=7&guest=0123456789'

/** All that ZXing has, in one go: what the stages are measured by. */
const EVERYTHING = { formats: ['QRCode' as const], textMode: 'Plain' as const, tryHarder: true, tryRotate: true, tryInvert: true, tryDownscale: true, tryDenoise: true }

const textsOf = (codes: readonly { text: string }[]) => codes.map(({ text }) => text).sort()
const readAll = async (plane: Plane) => textsOf(await readStill(sightOfPlane(plane), readPlane))
const readOnce = async (plane: Plane) => textsOf((await readPlane(plane, EVERYTHING)).codes)

beforeAll(loadReader)

describe('a still photo', () => {
  it.each<[string, Omit<Drawing, 'text'>]>([
    ['on a helmet', { module: 5, bow: 1.5, turn: 0.2 }],
    ['on creased cloth', { module: 5, wave: 0.8 }],
    ['out of focus', { module: 4.5, blur: 2, turn: 0.3 }],
    ['at dusk', { light: 42, dark: 30, background: 32, noise: 3 }],
  ])('%s is read where the reader alone reads nothing', async (_, how) => {
    const plane = drawCode({ text: LONGER, ...how })
    expect(await readOnce(plane)).toEqual([])
    expect(await readAll(plane)).toEqual([LONGER])
  })

  it('of three workers’ codes gives all three, though one is bent', async () => {
    const numbers = ['11010519491231002X', '110105194912310038', '110105194912310046']
    let plane = drawCode({ text: numbers[0]!, width: 900, x: 150 })
    plane = drawCode({ text: numbers[1]!, width: 900, x: 450, turn: 0.6 }, plane)
    plane = drawCode({ text: numbers[2]!, width: 900, x: 750, bow: 1 }, plane)
    expect(await readAll(plane)).toEqual(numbers)
  })

  it('of 12 megapixels with small codes in two corners is read piece by piece', async () => {
    const size = { width: 4000, height: 3000, module: 2.2 }
    const plane = drawCode({ text: NUMBER, ...size, x: 3800, y: 2850 }, drawCode({ text: LONGER, ...size, x: 200, y: 150 }))
    expect(await readAll(plane)).toEqual([NUMBER, LONGER])
  })

  it('without a code gives nothing, however hard it is looked at', async () => {
    const plane = drawCode({ text: NUMBER, module: 0.5, noise: 60 })
    expect(await readAll(plane)).toEqual([])
  })

  it('tells where the code is, in pixels of the photo, when it was found in an enlarged part', async () => {
    const plane = drawCode({ text: NUMBER, x: 200, y: 300, module: 1.4, width: 500, height: 500 })
    const [code] = await readStill(sightOfPlane(plane), readPlane)
    const middle = { x: code!.corners.reduce((sum, { x }) => sum + x, 0) / 4, y: code!.corners.reduce((sum, { y }) => sum + y, 0) / 4 }
    expect(Math.hypot(middle.x - 200, middle.y - 300)).toBeLessThan(3)
  })
})

describe('the live picture', () => {
  const frame = sightOfPlane({ width: 640, height: 360, light: new Uint8Array(640 * 360) })
  const noNative = async () => null

  /** A phone on which each look takes `cost(look)` ms, and frames come every 33 ms or when it is done. */
  async function watch(frames: number, cost: (pass: number) => number, find: (look: number) => string[] = () => []) {
    let now = 0
    const looksPerFrame: number[] = []
    const waits: number[] = []
    let looks = 0
    const read: Read = async (): Promise<PlaneReading> => {
      now += cost(looksPerFrame.at(-1)!)
      looksPerFrame[looksPerFrame.length - 1]! += 1
      return { codes: find(looks++).map((text) => ({ text, corners: [] })), damaged: [] }
    }
    const live = createLiveReader(read, () => now)
    for (let n = 0; n < frames; n++) {
      const began = now
      looksPerFrame.push(0)
      await live(frame, noNative)
      waits.push(now - began)
      now = Math.max(now, began + 33)
    }
    return { looksPerFrame, waits }
  }

  it('looks harder at every frame on a quick phone', async () => {
    const { looksPerFrame } = await watch(30, (look) => (look === 0 ? 5 : 15))
    expect(looksPerFrame.slice(5).every((looks) => looks === 2)).toBe(true)
  })

  it('leaves most frames to the fast look on a slow phone, and still looks harder every now and then', async () => {
    const { looksPerFrame } = await watch(60, (look) => (look === 0 ? 40 : 120))
    const harder = looksPerFrame.slice(5).filter((looks) => looks === 2).length
    expect(harder).toBeGreaterThan(10)
    expect(harder).toBeLessThan(22)
  })

  it('does not give a harder look up for good that was slow once', async () => {
    let slow = true
    const { looksPerFrame } = await watch(40, (look) => {
      if (look === 0) return 5
      const cost = slow ? 5000 : 10
      slow = false
      return cost
    })
    expect(looksPerFrame.slice(20).filter((looks) => looks === 2).length).toBeGreaterThan(15)
  })

  it('answers at once when a new code comes into sight', async () => {
    const { looksPerFrame } = await watch(3, () => 5, () => [NUMBER])
    expect(looksPerFrame[0]).toBe(1)
    expect(looksPerFrame[1]).toBe(2)
  })

  it('reads a bent code in the frame it is seen in', async () => {
    const live = createLiveReader(readPlane, () => performance.now())
    const bent = sightOfPlane(drawCode({ text: LONGER, module: 5, bow: 1.5, turn: 0.2 }))
    expect(textsOf(await live(bent, noNative))).toEqual([LONGER])
  })

  it('reads what the browser’s own eyes have missed, and believes them otherwise', async () => {
    const live = createLiveReader(readPlane, () => performance.now())
    const plain = sightOfPlane(drawCode({ text: NUMBER }))
    expect(textsOf(await live(plain, async () => [{ text: NUMBER, corners: [] }]))).toEqual([NUMBER])
    const seen = new Set<string>()
    for (let n = 0; n < 8; n++) for (const { text } of await live(plain, async () => [])) seen.add(text)
    expect([...seen]).toEqual([NUMBER])
  })
})
