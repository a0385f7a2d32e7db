/** The one decoder of the app: its worker, and still pictures. */
import { openPicture, type OpenPicture } from '../picture.ts'
import { createDecoderThread, type DecoderThread, type Reading } from './thread.ts'

/** A still photo may need every pass (ms). */
const PATIENCE = 30_000

export type StillReading =
  /** All different texts found; none is an answer too. */
  | { kind: 'texts'; texts: string[] }
  | { kind: 'not-an-image' }
  | { kind: 'decoder-unavailable' }

/** Shared by the camera and the still photos, so that the WASM is held in memory once. */
export const decoderThread: DecoderThread = createDecoderThread(
  () => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'decoder' }),
)

/** Reads the codes in a photo from the gallery or the phone's own camera app. */
export async function decodeImage(photo: Blob, thread: DecoderThread = decoderThread): Promise<StillReading> {
  const picture = await openPicture(photo)
  if (picture === null) return { kind: 'not-an-image' }
  try {
    thread.revive()
    let reading = await thread.read(picture.pixels, 'still', PATIENCE)
    if (reading.kind === 'decoder-unavailable') reading = await readReduced(picture, thread)
    if (reading.kind === 'decoder-unavailable') return reading
    return { kind: 'texts', texts: [...new Set(reading.codes.map(({ text }) => text))] }
  } finally {
    picture.close()
  }
}

/** The longer side (pixels) of what a phone without memory to spare can still read. */
const REDUCED = 1200

/** A large photo may have been too much for the worker's memory. */
async function readReduced({ pixels, width, height }: OpenPicture, thread: DecoderThread): Promise<Reading> {
  const scale = REDUCED / Math.max(width, height)
  if (scale >= 1) return { kind: 'decoder-unavailable' }
  const reduced = await createImageBitmap(pixels, { resizeWidth: Math.round(width * scale), resizeHeight: Math.round(height * scale), resizeQuality: 'medium' })
  try {
    thread.revive()
    return await thread.read(reduced, 'still', PATIENCE)
  } finally {
    reduced.close()
  }
}
