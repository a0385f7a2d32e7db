/**
 * How hard to look at a picture. A live frame gets one cheap or one strong pass, varied from frame to frame, because another frame
 * comes anyway; a still photo gets stronger and stronger passes until one reads a code.
 */
import type { ReaderOptions } from 'zxing-wasm/reader'

/** A part of a picture, as fractions (0 to 1) of its width and height. */
export interface Area {
  x: number
  y: number
  width: number
  height: number
}

/** One attempt: read `area` of the picture, enlarged or shrunk, with these settings of the reader. */
export interface Pass {
  area: Area
  /** Pixels read per pixel of the picture; never so large that the longer side exceeds `longest`. */
  scale: number
  longest: number
  settings: ReaderOptions
}

const WHOLE: Area = { x: 0, y: 0, width: 1, height: 1 }

const FAST: ReaderOptions = {
  formats: ['QRCode'],
  // The text as it is in the code: human-readable rewriting would change a payload before its rules see it.
  textMode: 'Plain',
  tryHarder: false,
  tryRotate: false,
  tryInvert: false,
  tryDownscale: false,
  tryDenoise: false,
  maxNumberOfSymbols: 8,
}
const STRONG: ReaderOptions = { ...FAST, tryHarder: true, tryDownscale: true, tryDenoise: true }
const STRONGEST: ReaderOptions = { ...STRONG, tryRotate: true, tryInvert: true }

function centre(share: number): Area {
  return { x: (1 - share) / 2, y: (1 - share) / 2, width: share, height: share }
}

const CENTRE: Pass = { area: centre(0.7), scale: 1, longest: 1280, settings: FAST }
const INVERTED: Pass = { ...CENTRE, settings: { ...FAST, tryInvert: true } }
const EVERYWHERE: Pass = { area: WHOLE, scale: 1, longest: 1280, settings: STRONG }
const FAR_AWAY: Pass = { area: centre(0.4), scale: 2, longest: 1280, settings: STRONG }

const ROUND: readonly Pass[] = [CENTRE, EVERYWHERE, CENTRE, FAR_AWAY, CENTRE, EVERYWHERE, INVERTED, FAR_AWAY]

/** The pass for the `count`-th live frame, counted from 0. */
export function passForFrame(count: number): Pass {
  return ROUND[count % ROUND.length] ?? CENTRE
}

/** The passes for a still photo, cheapest first. */
export const stillPasses: readonly Pass[] = [
  { area: WHOLE, scale: 1, longest: 1600, settings: { ...STRONGEST, tryDenoise: false } },
  { area: WHOLE, scale: 1, longest: 800, settings: STRONGEST },
  { area: WHOLE, scale: 2, longest: 1600, settings: STRONGEST },
  { area: WHOLE, scale: 1, longest: 4096, settings: STRONGEST },
  { area: centre(0.5), scale: 2, longest: 2048, settings: STRONGEST },
  { area: WHOLE, scale: 1, longest: 1200, settings: { ...STRONGEST, binarizer: 'GlobalHistogram' } },
]
