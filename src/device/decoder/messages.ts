/** What the page and the decoder worker say to each other. */

/** `live`: quickly, another frame comes anyway. `still`: everything that can be read. */
export type Manner = 'live' | 'still'

/** Read one picture, which is the worker's from then on. */
export interface ReadRequest {
  id: number
  /** Pixels only where the worker cannot take a picture apart (see `ready.takesPictures`). */
  picture: VideoFrame | ImageBitmap | ImageData
  manner: Manner
}

/** One code found, in pixels of the picture. */
export interface FoundCode {
  text: string
  /** Top left, top right, bottom right, bottom left, as the code sees itself. */
  corners: readonly { x: number; y: number }[]
}

export type DecoderMessage =
  /** A reader is loaded. */
  | { kind: 'ready'; takesPictures: boolean }
  /** Neither the WASM nor the browser's own detector works here, or the worker broke. */
  | { kind: 'failed' }
  | { kind: 'read'; id: number; codes: FoundCode[] }
