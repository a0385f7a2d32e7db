import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { controlsOf } from '#device/camera-controls.ts'

/** A camera that keeps what it was last asked for, and refuses what it cannot do. */
function camera(abilities: object) {
  const asked: Record<string, unknown>[] = []
  return {
    asked,
    getCapabilities: () => abilities as MediaTrackCapabilities,
    applyConstraints: ({ advanced }: MediaTrackConstraints = {}) => {
      asked.push({ ...advanced![0] })
      return Promise.resolve()
    },
  }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('lamp, zoom and focus', () => {
  it.each([
    ['Chrome on Android', { torch: true, zoom: { min: 1, max: 8 } }, true, 8],
    ['a camera that enlarges a hundred times', { torch: false, zoom: { min: 1, max: 100 } }, false, 8],
    ['an iPhone whose combined camera begins at 0.5', { torch: true, zoom: { min: 0.5, max: 10 } }, true, 8],
    ['a webcam with units of its own', { zoom: { min: 100, max: 400 } }, false, 4],
    ['a browser that lists the states of the lamp', { torch: [false, true] }, true, 1],
    ['a camera without anything', {}, false, 1],
  ])('are known of %s', (_, abilities, torch, zoom) => {
    const { canTorch, mostZoom } = controlsOf(camera(abilities), false)
    expect([canTorch, mostZoom]).toEqual([torch, zoom])
  })

  it('are not offered by Firefox, which does not tell', async () => {
    const controls = controlsOf({ applyConstraints: () => Promise.resolve() }, false)
    expect([controls.canTorch, controls.mostZoom, await controls.torch(true), await controls.zoom(2), await controls.focusAt({ x: 0.5, y: 0.5 })]).toEqual([false, 1, false, false, false])
  })

  it('do not put each other out', async () => {
    const track = camera({ torch: true, zoom: { min: 1, max: 4 }, focusMode: ['continuous', 'single-shot'] })
    const controls = controlsOf(track, true)
    await controls.torch(true)
    await controls.zoom(2)
    expect(track.asked.at(-1)).toEqual({ focusMode: 'continuous', torch: true, zoom: 2 })
  })

  it('ask a webcam in its own units', async () => {
    const track = camera({ zoom: { min: 100, max: 400 } })
    await controlsOf(track, false).zoom(2)
    expect(track.asked).toEqual([{ zoom: 200 }])
  })

  it('follow two fingers without a queue of what was wished a moment ago', async () => {
    const track = camera({ zoom: { min: 1, max: 8 } })
    const controls = controlsOf(track, false)
    await Promise.all(Array.from({ length: 60 }, (_, i) => controls.zoom(1 + i / 20)))
    expect(track.asked.length).toBeLessThan(5)
    expect(track.asked.at(-1)).toEqual({ zoom: 1 + 59 / 20 })
  })

  it('focus where the finger was, and look around again after a while', async () => {
    const track = camera({ focusMode: ['continuous', 'single-shot', 'manual'] })
    expect(await controlsOf(track, true).focusAt({ x: 0.25, y: 0.75 })).toBe(true)
    expect(track.asked.at(-1)).toEqual({ focusMode: 'single-shot', pointsOfInterest: [{ x: 0.25, y: 0.75 }] })
    await vi.advanceTimersByTimeAsync(10_000)
    expect(track.asked.at(-1)).toEqual({ focusMode: 'continuous' })
  })

  it('give a focus without a single shot a push', async () => {
    const track = camera({ focusMode: ['continuous', 'manual'] })
    expect(await controlsOf(track, false).focusAt({ x: 0.5, y: 0.5 })).toBe(true)
    expect(track.asked.map(({ focusMode }) => focusMode)).toEqual(['continuous', 'manual', 'continuous'])
  })

  it('say when the phone would not', async () => {
    const track = { ...camera({ torch: true }), applyConstraints: () => Promise.reject(new Error('OverconstrainedError')) }
    expect(await controlsOf(track, false).torch(true)).toBe(false)
  })
})
