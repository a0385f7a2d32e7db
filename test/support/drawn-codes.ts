/** Pictures of QR codes computed rather than photographed, for tests of the decoder that need no browser. The same every time. */
import { encode } from 'uqr'
import type { Plane } from '#device/decoder/plane.ts'

export interface Drawing {
  text: string
  /** Pixels of the picture. */
  width?: number
  height?: number
  /** Middle of the code, and pixels per module there. */
  x?: number
  y?: number
  module?: number
  /** Radians it is turned by. */
  turn?: number
  /** How far, in modules, the middle of each side bows: as on a helmet. */
  bow?: number
  /** How far, in modules, waves of cloth or creases carry it. */
  wave?: number
  /** Pixels of unsharpness, and grey levels of noise. */
  blur?: number
  noise?: number
  /** Grey levels of paper and of print. */
  light?: number
  dark?: number
  background?: number
  seed?: number
}

/** Draws one code on an even ground, or over `onto`. */
export function drawCode({ text, width = 640, height = 480, x = width / 2, y = height / 2, module = 6, turn = 0, bow = 0, wave = 0, blur = 0, noise = 0, light = 235, dark = 25, background = 120, seed = 1 }: Drawing, onto?: Plane): Plane {
  const code = encode(text, { ecc: 'M', border: 0 })
  const n = code.size
  const quiet = 3
  const plane: Plane = onto ?? { width, height, light: new Uint8Array(width * height).fill(background) }
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)]
  const reach = ((n / 2 + quiet + bow + wave) * Math.SQRT2 + 1) * module
  for (let py = Math.max(0, Math.floor(y - reach)); py < Math.min(height, y + reach); py++) {
    for (let px = Math.max(0, Math.floor(x - reach)); px < Math.min(width, x + reach); px++) {
      let sum = 0
      let seen = 0
      for (let s = 0; s < 9; s++) {
        const [dx, dy] = [px + ((s % 3) + 0.5) / 3 - x, py + (Math.floor(s / 3) + 0.5) / 3 - y]
        let u = (cos * dx + sin * dy) / module
        let v = (-sin * dx + cos * dy) / module
        const half = n / 2
        const [fu, fv] = [u / half, v / half]
        u += bow * fu * (1 - fv * fv) + wave * Math.sin(2.3 * fv + seed)
        v += bow * (1 - fu * fu) + wave * Math.sin(2.9 * fu + 2 * seed)
        const [column, row] = [Math.floor(u + half), Math.floor(v + half)]
        if (column < -quiet || row < -quiet || column >= n + quiet || row >= n + quiet) continue
        sum += code.data[row]?.[column] === true ? dark : light
        seen += 1
      }
      if (seen > 0) plane.light[py * width + px] = sum / seen
    }
  }
  if (blur > 0) blurPlane(plane, blur)
  if (noise > 0) addNoise(plane, noise, seed)
  return plane
}

/** A box of `radius` three times over is as good as a Gauss. */
function blurPlane(plane: Plane, sigma: number): void {
  const radius = Math.max(1, Math.round(sigma))
  for (let round = 0; round < 3; round++) {
    for (const [across, along, step, next] of [[plane.height, plane.width, 1, plane.width], [plane.width, plane.height, plane.width, 1]] as const) {
      const line = new Float32Array(along)
      for (let l = 0; l < across; l++) {
        for (let i = 0; i < along; i++) line[i] = plane.light[l * next + i * step]!
        let sum = 0
        let count = 0
        for (let i = -radius; i < along; i++) {
          if (i + radius < along) [sum, count] = [sum + line[i + radius]!, count + 1]
          if (i - radius - 1 >= 0) [sum, count] = [sum - line[i - radius - 1]!, count - 1]
          if (i >= 0) plane.light[l * next + i * step] = sum / count
        }
      }
    }
  }
}

function addNoise({ light }: Plane, noise: number, seed: number): void {
  let state = seed * 2654435761
  for (let i = 0; i < light.length; i++) {
    // mulberry32
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    light[i] = Math.max(0, Math.min(255, light[i]! + (((t ^ (t >>> 14)) >>> 0) / 4294967296 - 0.5) * 2 * noise))
  }
}
