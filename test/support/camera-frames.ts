/** The part of `camera-video.ts` that runs inside the browser: `drawFrames` is sent there as text, so it uses nothing outside itself. */

export interface Scene {
  /** Data URL of the photograph behind. */
  background: string
  /** Rows of modules, `true` dark; `null` for a scene without a code. */
  matrix: boolean[][] | null
  frames: number
  seed: number
}

export interface Look {
  width: number
  height: number
  blur: number
  noise: number
  size: number
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

  /** The hand-held phone at moment `t` (0 to 1): turned a little, tilted away at the top, moving slowly. */
  function corners(t: number): [Point, Point, Point, Point] {
    const half = (look.size * height) / 2
    const angle = 0.12 * Math.sin(scene.seed) + 0.03 * Math.sin(t * 5)
    const [cx, cy] = [width / 2 + 14 * Math.sin(t * 4 + scene.seed), height / 2 + 8 * Math.cos(t * 3)]
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

  function drawPhone(context: CanvasRenderingContext2D, matrix: boolean[][], t: number): void {
    const place = homography(corners(t))
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
    if (scene.matrix !== null) drawPhone(sharp, scene.matrix, t)
    seen.filter = `blur(${look.blur}px)`
    seen.drawImage(sharp.canvas, 0, 0)
    addNoise(seen)
    frames.push(seen.canvas.toDataURL('image/jpeg', 0.8).split(',')[1] ?? '')
  }
  return frames
}
