/**
 * The ways of looking at a picture. Each is here because it reads what none before it did; docs/scanning.md counts them. What a pass
 * finds but cannot read is straightened, which is no pass but the second half of each.
 */
import type { ReaderOptions } from 'zxing-wasm/reader'

/** One look: read `area` of the picture, enlarged or shrunk, with these settings of the reader. */
export interface Pass {
  /** As fractions (0 to 1) of the picture's width and height. */
  area: { x: number; y: number; width: number; height: number }
  /** Pixels read per pixel of the picture; never so many that the longer side exceeds `longest`. */
  scale: number
  longest: number
  /** Makes the light even over so many pixels around each. */
  even?: number
  settings: ReaderOptions
}

const WHOLE: Pass['area'] = { x: 0, y: 0, width: 1, height: 1 }

const FAST: ReaderOptions = {
  formats: ['QRCodeModel2'],
  // The text as it is in the code: human-readable rewriting would change a payload before its rules see it.
  textMode: 'Plain',
  // Costs next to nothing, and without it only every tenth row of a large picture is looked at.
  tryHarder: true,
  tryRotate: false,
  tryInvert: false,
  tryDownscale: false,
  tryDenoise: false,
  maxNumberOfSymbols: 16,
}
/** With every effort of the reader itself, and for the older and smaller kinds of QR code. */
const STRONG: ReaderOptions = { ...FAST, formats: ['QRCode'], tryRotate: true, tryInvert: true, tryDownscale: true, tryDenoise: true }
/** One threshold for all: pale colours and codes with pictures in them. */
const ONE_THRESHOLD: ReaderOptions = { ...STRONG, binarizer: 'GlobalHistogram' }

/** Some modules: what is faint becomes strong. */
const DARK = 20
/** About one module: what is washed out gets edges again. */
const BLURRED = 5

/** Reads a drawn-anew code, and is part of every pass. */
export const CLEAN = FAST

/** Of every live frame. Camera frames are no larger than `longest` on most phones, and go through as they are. */
export const livePass: Pass = { area: WHOLE, scale: 1, longest: 1920, settings: FAST }

/** Of live frames in turn, when there is time to spare. */
export const sparePasses: readonly Pass[] = [
  // Far away: two pixels to a module become four.
  { area: middle(0.5), scale: 2, longest: 1920, settings: { ...FAST, tryDenoise: true } },
  { area: WHOLE, scale: 1, longest: 1280, settings: STRONG },
  // Dusk, glare, shadow.
  { area: WHOLE, scale: 1, longest: 1280, even: DARK, settings: FAST },
  // Out of focus or moved: half the size, because such modules are wide.
  { area: WHOLE, scale: 0.5, longest: 960, even: BLURRED, settings: FAST },
]

/** Of every still photo. */
export const stillPasses: readonly Pass[] = [
  { area: WHOLE, scale: 1, longest: 2048, settings: FAST },
  { area: WHOLE, scale: 1, longest: 1600, settings: STRONG },
]

/** Of a still photo of this size in which nothing was found yet, group by group until one finds something. */
export function laterPasses(width: number, height: number): Pass[][] {
  const large = Math.max(width, height) > 1600
  return [
    [{ area: WHOLE, scale: 1, longest: 1600, settings: ONE_THRESHOLD }],
    [{ area: WHOLE, scale: 1, longest: 1600, even: DARK, settings: STRONG }],
    [{ area: WHOLE, scale: 1, longest: 1600, even: BLURRED, settings: STRONG }],
    large ? tiles(width, height) : [{ area: WHOLE, scale: 2, longest: 2048, settings: STRONG }],
    [{ area: WHOLE, scale: 1, longest: 640, even: BLURRED, settings: STRONG }],
  ]
}

/** Pixels a side of a piece, and how much of it (as a share) the next one repeats, so that no code is cut everywhere. */
const TILE = 1400
const OVERLAP = 0.3

/** A large photo piece by piece at its own resolution, which as a whole would be 200 MB: codes far away. */
function tiles(width: number, height: number): Pass[] {
  const starts = (length: number): { from: number; share: number }[] => {
    const share = Math.min(1, TILE / length)
    const count = share === 1 ? 1 : Math.ceil((1 - share) / (share * (1 - OVERLAP))) + 1
    return Array.from({ length: count }, (_, n) => ({ from: count === 1 ? 0 : (n * (1 - share)) / (count - 1), share }))
  }
  return starts(height).flatMap((row) =>
    starts(width).map((column): Pass => ({ area: { x: column.from, y: row.from, width: column.share, height: row.share }, scale: 1, longest: TILE, settings: FAST })),
  )
}

function middle(share: number): Pass['area'] {
  return { x: (1 - share) / 2, y: (1 - share) / 2, width: share, height: share }
}
