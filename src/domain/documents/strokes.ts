/** A signature as the finger went. Strokes travel as text in `personal`: `x,y,t,p` by point, a blank between points, a semicolon before each new stroke. */

/** `x`, `y` 0–9999 with one scale for both; `t` ms since the point before (0–9999); `p` pressure 0–99, 0 where the glass feels none. */
export interface InkPoint {
  x: number
  y: number
  t: number
  p: number
}
export type Stroke = readonly InkPoint[]

const LONGEST = 20_000
/** Of two points nearer than this the eye sees one. */
const NEAREST = 30

/** The text of `strokes`, thinned as little as makes it fit; `null` when there is nothing on the glass. */
export function encodeStrokes(strokes: readonly Stroke[]): string | null {
  const drawn = fitted(strokes.filter((stroke) => stroke.length > 0))
  if (drawn.length === 0) return null
  for (let nearest = NEAREST; ; nearest *= 1.5) {
    const text = drawn.map((stroke) => thin(stroke, nearest).map(pointText).join(' ')).join(';')
    if (text.length <= LONGEST) return text
  }
}

/** Made smaller where a phone that was turned round has put some of it outside. */
function fitted(strokes: readonly Stroke[]): readonly Stroke[] {
  const farthest = Math.max(...strokes.flat().flatMap(({ x, y }) => [x, y]))
  if (farthest <= 9999) return strokes
  return strokes.map((stroke) => stroke.map((point) => ({ ...point, x: (point.x / farthest) * 9999, y: (point.y / farthest) * 9999 })))
}

function pointText({ x, y, t, p }: InkPoint): string {
  const within = (n: number, most: number) => Math.max(0, Math.min(most, Math.round(n)))
  return [within(x, 9999), within(y, 9999), within(t, 9999), within(p, 99)].join(',')
}

/** Drops points nearer than `nearest` to the last kept one; their time goes to the next. The ends stay. */
function thin(stroke: Stroke, nearest: number): InkPoint[] {
  const kept: InkPoint[] = []
  let waited = 0
  for (const [i, point] of stroke.entries()) {
    const last = kept[kept.length - 1]
    if (last !== undefined && i < stroke.length - 1 && Math.hypot(point.x - last.x, point.y - last.y) < nearest) waited += point.t
    else {
      kept.push({ ...point, t: point.t + waited })
      waited = 0
    }
  }
  return kept
}

/** Reads what `encodeStrokes` wrote; times and pressures that are not there are 0. */
export function decodeStrokes(text: string): InkPoint[][] {
  return text.split(';').map((stroke) =>
    stroke.split(' ').map((point) => {
      const [x = 0, y = 0, t = 0, p = 0] = point.split(',').map(Number)
      return { x, y, t, p }
    }),
  )
}
