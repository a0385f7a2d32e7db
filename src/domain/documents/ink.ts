/** Strokes as a drawing: one outline each, wide where the finger was slow or pressed, narrow where it flew. */
import type { InkPoint, Stroke } from './strokes.ts'

export interface Ink {
  /** SVG path data, each to be filled by itself: in one path, where strokes cross, they would cancel each other out. */
  paths: readonly string[]
  /** SVG view box around it, a little air included. */
  box: string
  /** Width by height. */
  ratio: number
}

const WIDEST = 160
const NARROWEST = 65
/** Units per ms at which a stroke is at its narrowest. */
const FAST = 18

/** The drawing of `strokes`; `null` when there are none. */
export function inkOf(strokes: readonly Stroke[]): Ink | null {
  const points = strokes.flat()
  if (points.length === 0) return null
  const air = WIDEST
  const [left, top] = [Math.min(...points.map((p) => p.x)) - air, Math.min(...points.map((p) => p.y)) - air]
  const [width, height] = [Math.max(...points.map((p) => p.x)) + air - left, Math.max(...points.map((p) => p.y)) + air - top]
  return { paths: strokes.flatMap(inkPaths), box: `${left} ${top} ${width} ${height}`, ratio: width / height }
}

/** One stroke as SVG path data: its outline and its round ends; a dot for a touch. */
export function inkPaths(stroke: Stroke): string[] {
  const [first] = stroke
  if (first === undefined) return []
  const widths = widthsOf(stroke)
  if (stroke.length === 1) return [dot(first, WIDEST / 2)]
  const sides = stroke.map((point, i) => {
    const [before, after] = [stroke[Math.max(0, i - 1)]!, stroke[Math.min(stroke.length - 1, i + 1)]!]
    const length = Math.hypot(after.x - before.x, after.y - before.y) || 1
    const half = widths[i]! / 2
    const [nx, ny] = [(-(after.y - before.y) / length) * half, ((after.x - before.x) / length) * half]
    return { left: { x: point.x + nx, y: point.y + ny }, right: { x: point.x - nx, y: point.y - ny } }
  })
  const there = sides.map((side) => side.left)
  const back = sides.map((side) => side.right).reverse()
  return [`M${at(there[0]!)}${smooth(there)}L${at(back[0]!)}${smooth(back)}Z`, dot(first, widths[0]! / 2), dot(stroke[stroke.length - 1]!, widths[widths.length - 1]! / 2)]
}

/** Pressure where the glass feels it, else speed; each width near the one before, as ink is. */
function widthsOf(stroke: Stroke): number[] {
  const widths: number[] = []
  for (const [i, point] of stroke.entries()) {
    const before = stroke[i - 1]
    const speed = before === undefined || point.t === 0 ? 0 : Math.hypot(point.x - before.x, point.y - before.y) / point.t
    const share = point.p > 0 ? point.p / 99 : 1 - Math.min(1, speed / FAST)
    const wanted = NARROWEST + (WIDEST - NARROWEST) * share
    widths.push(before === undefined ? wanted : widths[i - 1]! * 0.7 + wanted * 0.3)
  }
  return widths
}

type Spot = Pick<InkPoint, 'x' | 'y'>
const at = ({ x, y }: Spot) => `${Math.round(x)} ${Math.round(y)}`

/** Curves through the midpoints, with the points as their handles. */
function smooth(points: readonly Spot[]): string {
  const curves = points.slice(1, -1).map((point, i) => {
    const next = points[i + 2]!
    return `Q${at(point)} ${at({ x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 })}`
  })
  return `${curves.join('')}L${at(points[points.length - 1]!)}`
}

function dot({ x, y }: Spot, radius: number): string {
  const r = Math.round(radius)
  return `M${Math.round(x) - r} ${Math.round(y)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`
}
