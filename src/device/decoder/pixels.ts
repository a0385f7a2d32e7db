/** Cutting the pixels of one pass out of a picture, in the worker or, where it has no canvas, on the page. */
import type { Pass } from './passes.ts'

interface Cut {
  /** In pixels of the picture. */
  x: number
  y: number
  width: number
  height: number
  /** Pixels read per pixel of the picture, after the limit of `longest`. */
  scale: number
}

/** Where `pass` looks in a picture of this size. */
export function cutOf(pass: Pass, width: number, height: number): Cut {
  const cut = {
    x: Math.round(pass.area.x * width),
    y: Math.round(pass.area.y * height),
    width: Math.max(1, Math.round(pass.area.width * width)),
    height: Math.max(1, Math.round(pass.area.height * height)),
  }
  return { ...cut, scale: Math.min(pass.scale, pass.longest / Math.max(cut.width, cut.height)) }
}

/** The pixels of `cut`, drawn at its scale through `context`, whose canvas takes the size needed. */
export function readPixels(
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  picture: CanvasImageSource,
  cut: Cut,
): ImageData {
  const width = Math.max(1, Math.round(cut.width * cut.scale))
  const height = Math.max(1, Math.round(cut.height * cut.scale))
  if (context.canvas.width !== width) context.canvas.width = width
  if (context.canvas.height !== height) context.canvas.height = height
  context.imageSmoothingQuality = 'medium'
  context.drawImage(picture, cut.x, cut.y, cut.width, cut.height, 0, 0, width, height)
  return context.getImageData(0, 0, width, height)
}
