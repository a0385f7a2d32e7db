import { afterEach, describe, expect, it, vi } from 'vitest'
import { openLocation } from '#device/location.ts'

afterEach(() => vi.useRealTimers())

function failing(code: number): Pick<Geolocation, 'getCurrentPosition'> {
  return {
    getCurrentPosition: (_found, failed) =>
      failed?.({ code, message: '', PERMISSION_DENIED: 1, POSITION_UNAVAILABLE: 2, TIMEOUT: 3 }),
  }
}

describe('position', () => {
  it.each([
    [1, 'denied'],
    [2, 'unavailable'],
    [3, 'timeout'],
  ])('trouble %i is kept as the reason "%s"', async (code, reason) => {
    expect(await openLocation(failing(code)).point()).toEqual({ kind: 'none', reason })
  })
  it('is "unsupported" where the phone has no positioning', async () => {
    // Node's own `navigator` has none.
    expect(await openLocation().point()).toEqual({ kind: 'none', reason: 'unsupported' })
  })
  it('does not keep the inspector waiting longer than ten seconds for an unanswered question', async () => {
    vi.useFakeTimers()
    const point = openLocation({ getCurrentPosition: () => undefined }).point()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(await point).toEqual({ kind: 'none', reason: 'timeout' })
  })
  it('keeps one point with its accuracy and nothing else', async () => {
    const coords = { latitude: 31.7, longitude: 120.9, accuracy: 12, altitude: 4, altitudeAccuracy: null, heading: 90, speed: 3, toJSON: () => null }
    let asked: PositionOptions | undefined
    const door = openLocation({
      getCurrentPosition(found, _failed, options) {
        asked = options
        found({ coords, timestamp: 0, toJSON: () => null })
      },
    })
    expect(await door.point()).toEqual({ kind: 'point', lat: 31.7, lng: 120.9, accuracyM: 12 })
    expect(asked).toMatchObject({ enableHighAccuracy: true, timeout: 10_000 })
  })

  it('is taken unasked only where the inspector has allowed it before', async () => {
    const answering = (state: PermissionState) => openLocation(undefined, { query: async () => ({ state }) as PermissionStatus }).allowed()
    expect(await Promise.all([answering('granted'), answering('prompt'), answering('denied')])).toEqual([true, false, false])
    expect(await openLocation(undefined, { query: () => Promise.reject(new TypeError('no such name')) }).allowed()).toBe(false)
    expect(await openLocation().allowed()).toBe(false)
  })
})
