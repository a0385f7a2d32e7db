/** ZXing-C++ with the words of this folder: what was read in a plane, and what was found but could not be read. */
import { readBarcodes, type ReaderOptions, type ReadResult } from 'zxing-wasm/reader'
import type { FoundCode } from './messages.ts'
import type { Plane } from './plane.ts'
import type { DamagedCode } from './straighten.ts'

export interface PlaneReading {
  codes: FoundCode[]
  damaged: DamagedCode[]
}

/** Corners are in pixels of `plane`. */
export async function readPlane(plane: Plane, settings: ReaderOptions): Promise<PlaneReading> {
  const results = await readBarcodes(greyscaleFile(plane), { ...settings, returnErrors: true })
  return {
    codes: results.filter(({ isValid }) => isValid).map((result) => ({ text: result.text, corners: cornersOf(result) })),
    // The versions of Micro QR codes are called M1 to M4; nobody hands such codes out.
    damaged: results.filter(({ isValid, version }) => !isValid && Number(version) > 0).map((result) => ({ corners: cornersOf(result), modules: 17 + 4 * Number(result.version) })),
  }
}

/** The reader takes image files, too. A PGM is a line of text and then the plane as it is: half the time of handing over RGBA. */
function greyscaleFile({ width, height, light }: Plane): Uint8Array<ArrayBuffer> {
  const head = new TextEncoder().encode(`P5\n${width} ${height}\n255\n`)
  const file = new Uint8Array(head.length + light.length)
  file.set(head)
  file.set(light, head.length)
  return file
}

function cornersOf({ position }: ReadResult): FoundCode['corners'] {
  return [position.topLeft, position.topRight, position.bottomRight, position.bottomLeft]
}
