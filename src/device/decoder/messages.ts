/** What the page and the decoder worker say to each other. */
import type { Pass } from './passes.ts'

/** Read one picture: the passes are tried in order until one finds a code. */
export interface ReadRequest {
  id: number
  /** Pixels only where the worker cannot take a bitmap apart (see `ready.takesBitmaps`). */
  picture: ImageBitmap | ImageData
  passes: readonly Pass[]
}

/** One code found, in pixels of the picture. */
export interface FoundCode {
  text: string
  corners: readonly { x: number; y: number }[]
}

export type DecoderMessage =
  /** The WASM is loaded. */
  | { kind: 'ready'; takesBitmaps: boolean }
  /** The WASM does not load here, or broke. */
  | { kind: 'failed' }
  | { kind: 'read'; id: number; codes: FoundCode[] }
