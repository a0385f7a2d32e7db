/** A picture as the decoder's thread gets it, and its brightness cut out of it pass by pass. */
import type { Pass } from './passes.ts'
import { cutPlane, planeOf, type Box, type Plane } from './plane.ts'

/** What a pass looks at, and where that lies in the picture. */
export interface Look {
  plane: Plane
  box: Box
  /** Pixels of `plane` per pixel of the picture. */
  scale: number
}

export interface Sight {
  width: number
  height: number
  look: (pass: Pass) => Look
}

/** Where `pass` looks in a picture of this size, and how enlarged or shrunk. */
export function boxOf({ area, scale, longest }: Pass, width: number, height: number): { box: Box; scale: number } {
  const box = {
    x: Math.floor(area.x * width),
    y: Math.floor(area.y * height),
    width: Math.max(1, Math.floor(area.width * width)),
    height: Math.max(1, Math.floor(area.height * height)),
  }
  return { box, scale: Math.min(scale, longest / Math.max(box.width, box.height)) }
}

/** For brightness that is at hand already. */
export function sightOfPlane(whole: Plane): Sight {
  const { width, height } = whole
  return {
    width,
    height,
    look(pass) {
      const { box, scale } = boxOf(pass, width, height)
      const plane = cutPlane(whole, box, scale)
      return { plane, box, scale: plane.width / box.width }
    },
  }
}

/** For pictures only a canvas can open; drawn piece by piece, because a large one takes 200 MB as a whole. */
export function sightOfPicture(picture: ImageBitmap | VideoFrame, context: OffscreenCanvasRenderingContext2D): Sight {
  const [width, height] = 'displayWidth' in picture ? [picture.displayWidth, picture.displayHeight] : [picture.width, picture.height]
  return {
    width,
    height,
    look(pass) {
      const { box, scale } = boxOf(pass, width, height)
      const [w, h] = [Math.max(1, Math.round(box.width * scale)), Math.max(1, Math.round(box.height * scale))]
      if (context.canvas.width !== w) context.canvas.width = w
      if (context.canvas.height !== h) context.canvas.height = h
      context.imageSmoothingQuality = 'medium'
      context.drawImage(picture, box.x, box.y, box.width, box.height, 0, 0, w, h)
      return { plane: planeOf(context.getImageData(0, 0, w, h)), box, scale: w / box.width }
    },
  }
}

/** The cameras' own formats begin with the brightness of all pixels. */
const PLANAR = ['I420', 'I420A', 'I422', 'I444', 'NV12']

/** The brightness of a camera frame as the camera gave it; `null` when it must go over a canvas: turned, padded or in colours. */
export async function planeOfFrame(frame: VideoFrame): Promise<Plane | null> {
  const { visibleRect } = frame
  if (frame.format === null || !PLANAR.includes(frame.format) || visibleRect === null) return null
  const { width, height } = visibleRect
  const rotation = 'rotation' in frame ? frame.rotation : 0
  if (rotation !== 0 || width !== frame.displayWidth || height !== frame.displayHeight) return null
  const bytes = new Uint8Array(frame.allocationSize())
  const [luminance] = await frame.copyTo(bytes)
  if (luminance === undefined || luminance.stride !== width) return null
  return { width, height, light: bytes.subarray(luminance.offset, luminance.offset + width * height) }
}
