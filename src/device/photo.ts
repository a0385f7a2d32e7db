/**
 * Photos as evidence: made small enough for the store and a weak signal, and free of everything but the picture. Re-encoding leaves
 * EXIF behind (place, phone, owner); the hash is of the bytes as they are kept and sent.
 */
import { sha256 } from './digest.ts'
import { openPicture } from './picture.ts'

export type PreparedPhoto =
  | { kind: 'photo'; bytes: ArrayBuffer; mime: 'image/jpeg'; width: number; height: number; /** Hex. */ sha256: string }
  | { kind: 'not-an-image' }
  | { kind: 'too-large' }

/** In pixels. */
const LONGEST_SIDE = 1600
const WANTED_BYTES = 300 * 1024
const QUALITIES = [0.82, 0.7, 0.58, 0.46] as const
/** No phone camera makes a larger file; decoding one could take the app down with it. */
const LARGEST_FILE = 60 * 1024 * 1024

/** Turns a picture file into a JPEG of at most 1600 pixels on its longer side, of 300 KB where that does not ruin it. */
export async function preparePhoto(file: Blob): Promise<PreparedPhoto> {
  if (file.size > LARGEST_FILE) return { kind: 'too-large' }
  const picture = await openPicture(file)
  if (picture === null) return { kind: 'not-an-image' }
  const shrink = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(picture.width * shrink))
  canvas.height = Math.max(1, Math.round(picture.height * shrink))
  const context = canvas.getContext('2d')
  if (context === null) return { kind: 'too-large' }
  // JPEG has no transparency; without this a screenshot's clear parts turn black.
  context.fillStyle = '#fff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.imageSmoothingQuality = 'high'
  context.drawImage(picture.pixels, 0, 0, canvas.width, canvas.height)
  picture.close()
  const jpeg = await encode(canvas)
  if (jpeg === null) return { kind: 'too-large' }
  const bytes = await jpeg.arrayBuffer()
  return { kind: 'photo', bytes, mime: 'image/jpeg', width: canvas.width, height: canvas.height, sha256: await sha256(bytes) }
}

/** The first quality that fits, else the smallest; `null` when the browser could not hold the canvas. */
async function encode(canvas: HTMLCanvasElement): Promise<Blob | null> {
  let smallest: Blob | null = null
  for (const quality of QUALITIES) {
    smallest = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality))
    if (smallest === null || smallest.size <= WANTED_BYTES) return smallest
  }
  return smallest
}
