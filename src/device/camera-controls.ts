/**
 * Lamp, zoom and focus of a camera that is open (https://www.w3.org/TR/image-capture/, of which TypeScript's library knows nothing).
 * Every change asks for all three: a browser may put back what is not asked for again.
 */

export interface Point {
  x: number
  y: number
}

interface Settings {
  torch?: boolean
  zoom?: number
  focusMode?: string
  pointsOfInterest?: Point[]
}

interface Capabilities {
  torch?: boolean | boolean[]
  zoom?: { min: number; max: number }
  focusMode?: string[]
}

/** What is needed of a track; Firefox has no `getCapabilities`. */
export type ControlledTrack = Pick<MediaStreamTrack, 'applyConstraints'> & Partial<Pick<MediaStreamTrack, 'getCapabilities'>>

export interface Controls {
  canTorch: boolean
  /** By how much the camera itself enlarges; 1 when it does not. */
  mostZoom: number
  /** These answer whether the camera did it. */
  torch(on: boolean): Promise<boolean>
  zoom(factor: number): Promise<boolean>
  /** Focuses on `point` (0 to 1 from the left and the top of the frame), and after a while continuously again. */
  focusAt(point: Point): Promise<boolean>
}

/** Time a focus that was asked for is kept (ms): about as long as it takes to read the code. */
const FOCUS_STAYS = 4_000
/** More is only a blur of large pixels. */
const MOST_USEFUL_ZOOM = 8

/** `takesPoints`: whether the browser focuses on a point. */
export function controlsOf(track: ControlledTrack, takesPoints: boolean): Controls {
  const abilities = (track.getCapabilities?.() ?? {}) as Capabilities
  const modes = abilities.focusMode ?? []
  const canTorch = [abilities.torch].flat().includes(true)
  // In multiples of the main lens; webcams have units of their own, from 100 on.
  const unit = abilities.zoom !== undefined && abilities.zoom.min >= 10 ? abilities.zoom.min : 1
  const mostZoom = Math.min(MOST_USEFUL_ZOOM, Math.max(1, (abilities.zoom?.max ?? 0) / unit))

  let wish: Settings = modes.includes('continuous') ? { focusMode: 'continuous' } : {}
  let asked = false
  let applying: Promise<boolean> | null = null
  let letGo: ReturnType<typeof setTimeout> | undefined

  /** One change at a time, the last wish wins: two fingers ask sixty times a second. */
  function apply(changes: Settings): Promise<boolean> {
    wish = { ...wish, ...changes }
    asked = true
    applying ??= (async () => {
      let done = true
      while (asked) {
        asked = false
        done = await track.applyConstraints({ advanced: [wish as MediaTrackConstraintSet] }).then(() => true, () => false)
      }
      applying = null
      return done
    })()
    return applying
  }

  async function focusAt(point: Point): Promise<boolean> {
    const where = takesPoints ? { pointsOfInterest: [point] } : {}
    const single = modes.includes('single-shot')
    if (!single && !(modes.includes('continuous') && (takesPoints || modes.includes('manual')))) return false
    clearTimeout(letGo)
    // Without a single shot, leaving the continuous focus and coming back makes it look anew.
    if (!single && modes.includes('manual')) await apply({ focusMode: 'manual' })
    const done = await apply({ focusMode: single ? 'single-shot' : 'continuous', ...where })
    if (single && modes.includes('continuous')) letGo = setTimeout(lookAround, FOCUS_STAYS)
    return done
  }

  function lookAround(): void {
    delete wish.pointsOfInterest
    void apply({ focusMode: 'continuous' })
  }

  if (wish.focusMode !== undefined) void apply({})
  return {
    canTorch,
    mostZoom,
    torch: (on) => (canTorch ? apply({ torch: on }) : Promise.resolve(false)),
    zoom: (factor) => (mostZoom > 1 ? apply({ zoom: factor * unit }) : Promise.resolve(false)),
    focusAt,
  }
}
