/** What stands out from its surroundings, however bright they are: in the dark, under glare, out of focus. */
import type { Plane } from './plane.ts'

/** By how many grey levels each pixel is darker than the square of `radius` pixels around it. */
export function darkerThanAround({ width, height, light }: Plane, radius: number): Float32Array {
  const darker = new Float32Array(width * height)
  /** Of each column, the sum over the rows around the present one. */
  const columns = new Uint32Array(width)
  const addRow = (row: number, sign: 1 | -1): void => {
    if (row < 0 || row >= height) return
    for (let x = 0, at = row * width; x < width; x++, at++) columns[x]! += sign * light[at]!
  }
  for (let row = 0; row < radius; row++) addRow(row, 1)
  for (let y = 0; y < height; y++) {
    addRow(y + radius, 1)
    addRow(y - radius - 1, -1)
    const rows = Math.min(height, y + radius + 1) - Math.max(0, y - radius)
    let sum = 0
    for (let x = 0; x < Math.min(radius, width); x++) sum += columns[x]!
    for (let x = 0; x < width; x++) {
      if (x + radius < width) sum += columns[x + radius]!
      if (x > radius) sum -= columns[x - radius - 1]!
      const count = rows * (Math.min(width, x + radius + 1) - Math.max(0, x - radius))
      darker[y * width + x] = sum / count - light[y * width + x]!
    }
  }
  return darker
}

/** The strongest of so many pixels (as a share) may be spots of light; contrast is measured by the next. */
const SPOTS = 0.02
/** Every so many-th pixel is measured. */
const SAMPLED = 7
/** Beyond this, noise is all that grows. */
const MOST_GAIN = 20

/** `plane` on an even grey ground, and what stands out from it within `radius` pixels black and white. */
export function evened(plane: Plane, radius: number): Plane {
  const darker = darkerThanAround(plane, radius)
  const counts = new Uint32Array(256)
  for (let i = 0; i < darker.length; i += SAMPLED) counts[Math.abs(darker[i]!) | 0]! += SAMPLED
  let contrast = 255
  for (let above = 0; contrast > 1; contrast--) {
    above += counts[contrast]!
    if (above > SPOTS * darker.length) break
  }
  const gain = Math.min(MOST_GAIN, 110 / contrast)
  const light = new Uint8ClampedArray(darker.length)
  for (let i = 0; i < light.length; i++) light[i] = 128 - gain * darker[i]!
  return { width: plane.width, height: plane.height, light: new Uint8Array(light.buffer) }
}
