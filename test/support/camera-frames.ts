/** The part of `camera-video.ts` that runs inside the browser: `drawFrames` is sent there as text, so it uses nothing outside itself. */

export interface Scene {
  /** Data URL of the photograph behind. */
  background: string
  /** Each code as rows of modules, `true` dark; the phones that show them are held up side by side. */
  codes: boolean[][][]
  frames: number
  seed: number
}

export interface Look {
  width: number
  height: number
  blur: number
  noise: number
  size: number
  /** Pixels the hand moves while the shutter is open. */
  motion: number
  /** Share of the light: 1 by day. */
  light: number
  /** How opaque the reflection over the middle is, 0 to 1. */
  glare: number
  /** Whether the upper left corner tells by white or black if a code is in sight. */
  marker: boolean
}

/** Draws the frames of one scene; answers them as JPEG in base64. */
export async function drawFrames({ scene, look }: { scene: Scene; look: Look }): Promise<string[]> {
  interface Point {
    x: number
    y: number
  }
  const { width, height } = look

  let state = scene.seed * 2654435761
  /** The same "randomness" for the same scene, so that a failure can be looked at again (mulberry32). */
  function random(): number {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }

  function open(): CanvasRenderingContext2D {
    const canvas = document.createElement('canvas')
    canvas.width = width
    canvas.height = height
    const context = canvas.getContext('2d', { willReadFrequently: true })
    if (context === null) throw new Error('no canvas')
    return context
  }

  /** The homography from the unit square to four corners (Heckbert 1989, section 2.2.3). */
  function homography([p0, p1, p2, p3]: [Point, Point, Point, Point]): (u: number, v: number) => Point {
    const [dx1, dx2, dx3] = [p1.x - p2.x, p3.x - p2.x, p0.x - p1.x + p2.x - p3.x]
    const [dy1, dy2, dy3] = [p1.y - p2.y, p3.y - p2.y, p0.y - p1.y + p2.y - p3.y]
    const det = dx1 * dy2 - dx2 * dy1
    const [g, h] = [(dx3 * dy2 - dx2 * dy3) / det, (dx1 * dy3 - dx3 * dy1) / det]
    const [a, b] = [p1.x - p0.x + g * p1.x, p3.x - p0.x + h * p3.x]
    const [d, e] = [p1.y - p0.y + g * p1.y, p3.y - p0.y + h * p3.y]
    return (u, v) => ({ x: (a * u + b * v + p0.x) / (g * u + h * v + 1), y: (d * u + e * v + p0.y) / (g * u + h * v + 1) })
  }

  /** The `n`-th hand-held phone at moment `t` (0 to 1): turned a little, tilted away at the top, moving slowly. */
  function corners(t: number, n: number): [Point, Point, Point, Point] {
    const count = scene.codes.length
    const half = ((look.size * height) / 2) * (count > 1 ? 0.75 : 1)
    const aside = (n - (count - 1) / 2) * width * 0.46
    const angle = 0.12 * Math.sin(scene.seed) + 0.03 * Math.sin(t * 5)
    const [cx, cy] = [width / 2 + aside + 14 * Math.sin(t * 4 + scene.seed), height / 2 + 8 * Math.cos(t * 3)]
    const shape: [number, number][] = [[-0.88, -1.2], [0.9, -1.16], [1, 1.2], [-1, 1.22]]
    const turned = shape.map(([x, y]) => ({
      x: cx + half * (x * Math.cos(angle) - y * Math.sin(angle)),
      y: cy + half * (x * Math.sin(angle) + y * Math.cos(angle)),
    }))
    return turned as [Point, Point, Point, Point]
  }

  function fill(context: CanvasRenderingContext2D, place: (u: number, v: number) => Point, boxes: [number, number, number, number][], colour: string): void {
    context.beginPath()
    for (const [u, v, w, h] of boxes) {
      for (const [i, [x, y]] of [[u, v], [u + w, v], [u + w, v + h], [u, v + h]].entries()) {
        const p = place(x ?? 0, y ?? 0)
        if (i === 0) context.moveTo(p.x, p.y)
        else context.lineTo(p.x, p.y)
      }
      context.closePath()
    }
    context.fillStyle = colour
    context.fill()
  }

  function drawPhone(context: CanvasRenderingContext2D, matrix: boolean[][], t: number, n: number): void {
    const place = homography(corners(t, n))
    fill(context, place, [[-0.04, -0.05, 1.08, 1.1]], '#222')
    fill(context, place, [[0, 0, 1, 1]], '#f4f6f4')
    fill(context, place, [[0, 0, 1, 0.08]], '#2f8f5b')
    // The card is about 1.22 times as high as wide: in the unit square the code is square in shape when drawn less high than wide.
    const [left, top, wide] = [0.14, 0.2, 0.72]
    const module = { w: wide / matrix.length, h: wide / 1.22 / matrix.length }
    const boxes: [number, number, number, number][] = []
    for (const [y, row] of matrix.entries()) {
      for (let x = 0; x < row.length; x++) {
        if (row[x] !== true) continue
        let run = 1
        while (row[x + run] === true) run += 1
        // A hair too large, or the seams between modules shine through.
        boxes.push([left + x * module.w, top + y * module.h, (run + 0.03) * module.w, module.h * 1.03])
        x += run - 1
      }
    }
    fill(context, place, boxes, '#111')
  }

  function drawGlare(context: CanvasRenderingContext2D, t: number): void {
    const reach = look.size * height * 0.45
    const [x, y] = [width / 2 + reach * 0.5 * Math.sin(t * 2), height / 2 + reach * 0.4 * Math.cos(t * 2)]
    const shine = context.createRadialGradient(x, y, 0, x, y, reach)
    shine.addColorStop(0, `rgba(255, 255, 255, ${look.glare})`)
    shine.addColorStop(1, 'rgba(255, 255, 255, 0)')
    context.fillStyle = shine
    context.fillRect(0, 0, width, height)
  }

  function addNoise(context: CanvasRenderingContext2D): void {
    const image = context.getImageData(0, 0, width, height)
    for (let i = 0; i < image.data.length; i += 4) {
      const grain = (random() - 0.5) * 2 * look.noise
      for (let c = 0; c < 3; c++) image.data[i + c] = (image.data[i + c] ?? 0) + grain
    }
    context.putImageData(image, 0, 0)
  }

  const photo = new Image()
  photo.src = scene.background
  await photo.decode()
  const sharp = open()
  const seen = open()
  const frames: string[] = []
  for (let n = 0; n < scene.frames; n++) {
    const t = n / 12
    const cover = Math.max(width / photo.naturalWidth, height / photo.naturalHeight) * 1.08
    sharp.drawImage(photo, -6 + 5 * Math.sin(t * 2), -6 + 4 * Math.cos(t * 2), photo.naturalWidth * cover, photo.naturalHeight * cover)
    for (const [i, code] of scene.codes.entries()) drawPhone(sharp, code, t, i)
    if (look.glare > 0) drawGlare(sharp, t)
    seen.filter = `brightness(${look.light}) blur(${look.blur}px)`
    // Each copy on those before it with just the weight that makes the mean of all.
    for (let i = 0; i * 2 <= look.motion; i++) {
      const along = i * 2 - look.motion / 2
      seen.globalAlpha = 1 / (i + 1)
      seen.drawImage(sharp.canvas, along, along / 3)
    }
    seen.globalAlpha = 1
    addNoise(seen)
    if (look.marker) {
      seen.filter = 'none'
      seen.fillStyle = scene.codes.length > 0 ? '#fff' : '#000'
      seen.fillRect(0, 0, 32, 32)
    }
    frames.push(seen.canvas.toDataURL('image/jpeg', 0.8).split(',')[1] ?? '')
  }
  return frames
}
