import { describe, expect, it } from 'vitest'
import { takeSharedPhotos } from '#device/shared-photos.ts'

const NOW = Date.UTC(2026, 10, 20, 4)

/** The phone's caches with one photo in them, handed in `age` ms ago. */
function cachesWith(age: number | null) {
  const held = new Map(age === null ? [] : [['shared-photos', [new Response('photo', { headers: { 'x-shared-at': String(NOW - age) } })]]])
  return {
    held,
    has: (name: string) => Promise.resolve(held.has(name)),
    delete: (name: string) => Promise.resolve(held.delete(name)),
    open: (name: string) => Promise.resolve({ keys: () => Promise.resolve(held.get(name)!.map((_, i) => i)), match: (i: number) => Promise.resolve(held.get(name)![i]) } as unknown as Cache),
  }
}

describe('photos handed in by another app', () => {
  it('are taken once, and then lie nowhere any more', async () => {
    const caches = cachesWith(2_000)
    const taken = await takeSharedPhotos({ caches, now: () => NOW })
    expect(await Promise.all(taken.map((photo) => photo.text()))).toEqual(['photo'])
    expect(caches.held.size).toBe(0)
    expect(await takeSharedPhotos({ caches, now: () => NOW })).toEqual([])
  })

  it('are let go unseen when they are old', async () => {
    const caches = cachesWith(11 * 60_000)
    expect(await takeSharedPhotos({ caches, now: () => NOW })).toEqual([])
    expect(caches.held.size).toBe(0)
  })

  it('are none where nothing was handed in, and on pages without https', async () => {
    expect(await takeSharedPhotos({ caches: cachesWith(null), now: () => NOW })).toEqual([])
    expect(await takeSharedPhotos({ caches: undefined, now: () => NOW })).toEqual([])
  })
})
