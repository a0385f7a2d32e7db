/**
 * The W3C `BarcodeDetector` interface over our own decoder, installed in front of the browser's: several browsers have one that
 * throws or never finds anything. html5-qrcode offers it a canvas as small as the picture on the screen; that canvas is ignored and
 * the live frame read at the camera's own resolution, one at a time, so that nothing stale is ever queued.
 */
import type { FoundCode } from './messages.ts'
import type { DecoderThread } from './thread.ts'

/** A frame is worth waiting for this long (ms); slower than that, the worker is stuck. */
const PATIENCE = 8_000

interface DetectedCode {
  rawValue: string
  format: 'qr_code'
  boundingBox: DOMRectReadOnly
  cornerPoints: readonly { x: number; y: number }[]
}

/** What the detector needs of the camera. */
export interface FrameSource {
  /** The live video, or `null` while there is none; a promise holds the scanning up. */
  frame: () => Promise<HTMLVideoElement | null>
  /** After every frame that was read, also one without codes; corners and `size` in pixels of the video's frame. */
  onCodes: (codes: readonly FoundCode[], size: { width: number; height: number }) => void
  /** The decoder cannot work on this phone. */
  onUnavailable: () => void
}

/** Makes `globalThis.BarcodeDetector` read the frames of `source`. To be called before html5-qrcode is created. */
export function installDetector(thread: DecoderThread, source: FrameSource): void {
  let busy = false

  class LiveDetector {
    static getSupportedFormats(): Promise<string[]> {
      return Promise.resolve(['qr_code'])
    }

    async detect(): Promise<DetectedCode[]> {
      if (busy) return []
      busy = true
      try {
        const video = await source.frame()
        if (video === null) return []
        const reading = await thread.read(video, 'live', PATIENCE)
        if (reading.kind === 'read') {
          source.onCodes(reading.codes, reading.size)
          return reading.codes.map(detected)
        }
        source.onUnavailable()
        return []
      } catch {
        // The frame was gone before it could be taken: the camera stopped or moved. The next one will do.
        return []
      } finally {
        busy = false
      }
    }
  }
  Object.defineProperty(globalThis, 'BarcodeDetector', { value: LiveDetector, configurable: true, writable: true })
}

function detected({ text, corners }: FoundCode): DetectedCode {
  const xs = corners.map(({ x }) => x)
  const ys = corners.map(({ y }) => y)
  const [left, top] = [Math.min(...xs), Math.min(...ys)]
  return {
    rawValue: text,
    format: 'qr_code',
    boundingBox: new DOMRectReadOnly(left, top, Math.max(...xs) - left, Math.max(...ys) - top),
    cornerPoints: corners,
  }
}
