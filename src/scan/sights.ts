/** What is drawn over the picture: the outlines of the codes that are being read. */
import type { FoundCode, FrameSize } from '#device/camera.ts'
import type { Instant } from '#domain/time.ts'

/** Not every frame is looked at as hard as the one before: an outline stays until a few have gone by without its code (ms). */
const STAYS = 450

export interface Sights {
  size: FrameSize
  /** One SVG `points` for each code, in pixels of the frame. */
  outlines: readonly string[]
}

export interface SightKeeper {
  /** The outlines after a frame with `codes`, read at `now`; `null` when there are none. */
  see: (codes: readonly FoundCode[], size: FrameSize, now: Instant) => Sights | null
  forget: () => void
}

export function createSights(): SightKeeper {
  const seen = new Map<string, { points: string; at: Instant }>()
  return {
    see(codes, size, now) {
      for (const { text, corners } of codes) seen.set(text, { points: corners.map(({ x, y }) => `${Math.round(x)},${Math.round(y)}`).join(' '), at: now })
      for (const [text, { at }] of seen) if (Math.abs(now - at) > STAYS) seen.delete(text)
      return seen.size === 0 ? null : { size, outlines: [...seen.values()].map(({ points }) => points) }
    },
    forget() {
      seen.clear()
    },
  }
}
