/** Brightness alone, without colours: all that a QR code is made of, and a quarter of the bytes. */

export interface Plane {
  width: number
  height: number
  /** Row after row, 0 black to 255 white. */
  light: Uint8Array<ArrayBuffer>
}

/** In pixels of the picture it is a part of. */
export interface Box {
  x: number
  y: number
  width: number
  height: number
}

/** The weights of ITU-R BT.601, in 1/1024. */
export function planeOf({ width, height, data }: ImageData): Plane {
  const light = new Uint8Array(width * height)
  for (let i = 0, j = 0; i < light.length; i++, j += 4) light[i] = (306 * data[j]! + 601 * data[j + 1]! + 117 * data[j + 2]!) >> 10
  return { width, height, light }
}

/** The part of `plane` in `box`, enlarged by `scale` or shrunk by the next whole number, so that it is never larger than asked for. */
export function cutPlane(plane: Plane, box: Box, scale: number): Plane {
  if (scale > 1) return enlarge(plane, box, scale)
  const by = Math.ceil(1 / scale - 0.001)
  return by === 1 ? copy(plane, box) : shrink(plane, box, by)
}

function copy(plane: Plane, box: Box): Plane {
  if (box.width === plane.width && box.height === plane.height) return plane
  const light = new Uint8Array(box.width * box.height)
  for (let y = 0; y < box.height; y++) {
    const from = (box.y + y) * plane.width + box.x
    light.set(plane.light.subarray(from, from + box.width), y * box.width)
  }
  return { width: box.width, height: box.height, light }
}

/** Each pixel is the mean of `by` × `by`: what is lost in sharpness is won against noise. */
function shrink(plane: Plane, box: Box, by: number): Plane {
  const width = Math.max(1, Math.floor(box.width / by))
  const height = Math.max(1, Math.floor(box.height / by))
  const light = new Uint8Array(width * height)
  const sums = new Uint32Array(width)
  for (let y = 0; y < height; y++) {
    sums.fill(0)
    for (let row = 0; row < by; row++) {
      let from = (box.y + Math.min(y * by + row, box.height - 1)) * plane.width + box.x
      for (let x = 0; x < width; x++) {
        let sum = 0
        for (let column = 0; column < by; column++) sum += plane.light[from++]!
        sums[x]! += sum
      }
    }
    for (let x = 0; x < width; x++) light[y * width + x] = sums[x]! / (by * by)
  }
  return { width, height, light }
}

/** Bilinear: modules of two pixels become wide enough for the reader's finder. */
function enlarge(plane: Plane, box: Box, scale: number): Plane {
  const width = Math.round(box.width * scale)
  const height = Math.round(box.height * scale)
  const light = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) {
    const fy = Math.min(box.height - 1.001, Math.max(0, (y + 0.5) / scale - 0.5))
    const [top, ty] = [Math.floor(fy), fy - Math.floor(fy)]
    const above = (box.y + top) * plane.width + box.x
    const below = above + (box.height > 1 ? plane.width : 0)
    for (let x = 0; x < width; x++) {
      const fx = Math.min(box.width - 1.001, Math.max(0, (x + 0.5) / scale - 0.5))
      const left = fx | 0
      const tx = fx - left
      const high = plane.light[above + left]! * (1 - tx) + plane.light[above + left + 1]! * tx
      const low = plane.light[below + left]! * (1 - tx) + plane.light[below + left + 1]! * tx
      light[y * width + x] = high * (1 - ty) + low * ty
    }
  }
  return { width, height, light }
}
