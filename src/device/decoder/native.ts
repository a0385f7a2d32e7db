/**
 * The browser's own `BarcodeDetector`, for the first look at a live frame. Several handsets have one that throws, never answers or finds
 * nothing: it must read the app's test picture first, and whoever fails later is not asked again.
 */
import { testCodePicture, testCodeText } from '../self-check-code.ts'
import type { FoundCode } from './messages.ts'

/** The parts used of https://wicg.github.io/shape-detection-api/, which is not in TypeScript's library. */
export interface NativeDetector {
  detect: (picture: ImageBitmapSource) => Promise<{ rawValue: string; cornerPoints: readonly { x: number; y: number }[] }[]>
}

/** Time for one look (ms): beyond it, our own reader would long have been done. */
const PATIENCE = 400
/** Codes that our own reader has seen in frames in which the native one saw nothing. */
const FORGIVEN = 3

export interface NativeEyes {
  /** The codes in a picture; `null` from the first failure on. */
  look: (picture: ImageBitmapSource) => Promise<FoundCode[] | null>
  /** Our own reader has found in a picture what these eyes have not. */
  missed: () => void
}

/** `null` where there is none, or it does not read the test picture. */
export async function proveNative(open: () => NativeDetector | null = openNative): Promise<NativeEyes | null> {
  let trusted = true
  let misses = 0
  try {
    const detector = open()
    if (detector === null) return null
    const eyes: NativeEyes = {
      async look(picture) {
        if (!trusted) return null
        const codes = await inTime(detector.detect(picture))
        trusted &&= codes !== null
        return codes?.map(({ rawValue, cornerPoints }) => ({ text: rawValue, corners: cornerPoints.map(({ x, y }) => ({ x, y })) })) ?? null
      },
      missed() {
        misses += 1
        if (misses >= FORGIVEN) trusted = false
      },
    }
    const picture = await createImageBitmap(testCodePicture())
    const proof = await eyes.look(picture)
    picture.close()
    return proof?.length === 1 && proof[0]!.text === testCodeText ? eyes : null
  } catch {
    return null
  }
}

function openNative(): NativeDetector | null {
  const found: unknown = Reflect.get(globalThis, 'BarcodeDetector')
  return typeof found === 'function' ? (Reflect.construct(found, [{ formats: ['qr_code'] }]) as NativeDetector) : null
}

/** `null` when it throws or takes too long. */
async function inTime<T>(answer: Promise<T>): Promise<T | null> {
  let late: ReturnType<typeof setTimeout> | undefined
  try {
    return await Promise.race([answer, new Promise<null>((resolve) => (late = setTimeout(() => resolve(null), PATIENCE)))])
  } catch {
    return null
  } finally {
    clearTimeout(late)
  }
}
