/** The one decoder of the app: its worker, and still pictures. */
import { openPicture } from '../picture.ts'
import { stillPasses } from './passes.ts'
import { createDecoderThread, type DecoderThread } from './thread.ts'

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
    const reading = await thread.read(picture.pixels, stillPasses, PATIENCE)
    if (reading.kind === 'decoder-unavailable') return reading
    return { kind: 'texts', texts: [...new Set(reading.codes.map(({ text }) => text))] }
  } finally {
    picture.close()
  }
}
