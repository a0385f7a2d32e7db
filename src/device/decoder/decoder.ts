/** The one decoder of the app: its worker, still pictures, and the proof that it works on this phone. */
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

// The code of "SUANXUN" (version 1, level M), one number per row, most significant bit on the left.
const PROOF_TEXT = 'SUANXUN'
const PROOF_ROWS =
  '1fc67f 104841 175c5d 17575d 175d5d 105a41 1fd57f 1800 17ca7c eabc5 7d69 b13c0 18cd28 1126 1fc69b 10503f 175298 175fe0 175d60 1043d9 1fd10c'

/** Whether the decoder reads a known code on this phone, asked before anybody's code is called unreadable. */
export async function proveDecoder(thread: DecoderThread = decoderThread): Promise<boolean> {
  thread.revive()
  const picture = await createImageBitmap(drawProof())
  const reading = await thread.read(picture, stillPasses, PATIENCE)
  picture.close()
  return reading.kind === 'read' && reading.codes.some(({ text }) => text === PROOF_TEXT)
}

function drawProof(): ImageData {
  const [side, module, margin] = [21, 4, 4]
  const rows = PROOF_ROWS.split(' ').map((row) => parseInt(row, 16).toString(2).padStart(side, '0'))
  const size = (side + 2 * margin) * module
  const image = new ImageData(size, size)
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const dark = rows[Math.floor(y / module) - margin]?.[Math.floor(x / module) - margin] === '1'
      image.data.set(dark ? [0, 0, 0, 255] : [255, 255, 255, 255], (y * size + x) * 4)
    }
  }
  return image
}
