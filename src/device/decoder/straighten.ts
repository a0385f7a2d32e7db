/**
 * Reading codes on bent things: stickers on helmets, creased paper, cloth. Readers lay a flat grid over a code; where the real one bows
 * away by half a module they read neighbours, and the code's check fails. Here the grid is a net of rubber: it starts flat between the
 * corners found, its knots are pulled until the modules' middles are as dark or light as they can be and those known beforehand have
 * their right colour, and the code is drawn anew, flat. The reader then reads that, with its own error correction as the judge.
 */
import { darkerThanAround } from './contrast.ts'
import { cutPlane, type Plane } from './plane.ts'
import { knownModules } from './qr-layout.ts'

interface Point {
  x: number
  y: number
}

/** A code that was found but whose check failed. */
export interface DamagedCode {
  /** Top left, top right, bottom right, bottom left, as the code sees itself. */
  corners: readonly Point[]
  /** Modules a side. */
  modules: number
}

/** Modules narrower than this many pixels hold nothing to pull at. */
const NARROWEST = 1.8
/** The time goes with the modules: 25 ms for 29 a side, a second for the largest code there is, and five on a slow phone. */
const MOST_MODULES = 93
/** One glaring or very dark spot must not outweigh the rest (grey levels). */
const ENOUGH = 40
/**
 * First a net of nine knots, for the bend as a whole, then one with a knot every seven modules, for creases. How far a knot is pulled at a
 * time, in modules: far, then finely. For the bend as a whole every third module tells enough.
 */
const WIDE = { cells: () => 2, pulls: [2.2, 1.5, 1, 0.7, 0.5, 0.3, 0.15], every: 3 }
const NARROW = { cells: (modules: number) => Math.max(3, Math.round(modules / 7)), pulls: [0.5, 0.3, 0.15], every: 1 }
const SWEEPS = 3
/** Drawn anew: pixels a module, and light modules around it. */
const PIXELS = 3
const QUIET = 4

/** The code drawn flat; `null` when it is too small or too large for that. */
export function straighten(plane: Plane, { corners, modules }: DamagedCode): Plane | null {
  const side = Math.hypot(corners[1]!.x - corners[0]!.x, corners[1]!.y - corners[0]!.y) / modules
  if (side < NARROWEST || modules > MOST_MODULES) return null
  const left = Math.max(0, Math.floor(Math.min(...corners.map(({ x }) => x)) - 4 * side))
  const top = Math.max(0, Math.floor(Math.min(...corners.map(({ y }) => y)) - 4 * side))
  const width = Math.min(plane.width, Math.ceil(Math.max(...corners.map(({ x }) => x)) + 4 * side)) - left
  const height = Math.min(plane.height, Math.ceil(Math.max(...corners.map(({ y }) => y)) + 4 * side)) - top
  const darkness = darknessOf(cutPlane(plane, { x: left, y: top, width, height }, 1), Math.round(3.5 * side))
  const grid = flatGrid(corners.map(({ x, y }) => ({ x: x - left, y: y - top })), modules)
  const known = knownModules(modules)
  for (const { cells, pulls, every } of [WIDE, NARROW]) {
    pull(grid, knotsOver(cells(modules), modules), pulls.map((far) => far * side), every, (m, x, y) => fit(darkness(x, y), known[m]!))
  }
  return draw(grid, modules, side * 0.2, darkness)
}

/** How well darkness `d` suits a module: known colours count double, unknown ones want to be clearly one or the other. */
function fit(d: number, known: number): number {
  return known === 0 ? Math.min(ENOUGH, Math.abs(d)) : 2 * Math.max(-ENOUGH, Math.min(ENOUGH, known * d))
}

interface Grid {
  /** Middles of the modules, row after row, in pixels. */
  x: Float32Array
  y: Float32Array
}

/** The homography from the unit square to four corners (Heckbert 1989, section 2.2.3), at the middle of each module. */
function flatGrid(corners: readonly Point[], modules: number): Grid {
  const [p0, p1, p2, p3] = corners as [Point, Point, Point, Point]
  const [dx1, dx2, dx3] = [p1.x - p2.x, p3.x - p2.x, p0.x - p1.x + p2.x - p3.x]
  const [dy1, dy2, dy3] = [p1.y - p2.y, p3.y - p2.y, p0.y - p1.y + p2.y - p3.y]
  const det = dx1 * dy2 - dx2 * dy1
  const [g, h] = [(dx3 * dy2 - dx2 * dy3) / det, (dx1 * dy3 - dx3 * dy1) / det]
  const [a, b] = [p1.x - p0.x + g * p1.x, p3.x - p0.x + h * p3.x]
  const [d, e] = [p1.y - p0.y + g * p1.y, p3.y - p0.y + h * p3.y]
  const grid = { x: new Float32Array(modules * modules), y: new Float32Array(modules * modules) }
  for (let m = 0; m < modules * modules; m++) {
    const [u, v] = [((m % modules) + 0.5) / modules, (Math.floor(m / modules) + 0.5) / modules]
    const w = g * u + h * v + 1
    grid.x[m] = (a * u + b * v + p0.x) / w
    grid.y[m] = (d * u + e * v + p0.y) / w
  }
  return grid
}

/** By how many grey levels a place, between pixels too, is darker than the square of `radius` around it. */
function darknessOf(plane: Plane, radius: number): (x: number, y: number) => number {
  const { width, height } = plane
  const darker = darkerThanAround(plane, radius)
  return (x, y) => {
    if (!(x >= 0 && y >= 0 && x < width - 1 && y < height - 1)) return 0
    const [column, row] = [x | 0, y | 0]
    const [tx, ty] = [x - column, y - row]
    const at = row * width + column
    return (darker[at]! * (1 - tx) + darker[at + 1]! * tx) * (1 - ty) + (darker[at + width]! * (1 - tx) + darker[at + width + 1]! * tx) * ty
  }
}

/** Pulls each knot to the best of nine places `steps` pixels apart, again and again; what lies between two knots goes along. */
function pull(grid: Grid, knots: readonly Knot[], steps: readonly number[], every: number, worth: (module: number, x: number, y: number) => number): void {
  for (const step of steps) {
    for (let sweep = 0, moved = true; moved && sweep < SWEEPS; sweep++) {
      moved = false
      for (const { members, weights } of knots) {
        let best = -Infinity
        let [bestX, bestY] = [0, 0]
        for (const [dx, dy] of PLACES) {
          let sum = 0
          for (let i = 0; i < members.length; i += every) {
            const [m, weight] = [members[i]!, weights[i]! * step]
            sum += worth(m, grid.x[m]! + dx * weight, grid.y[m]! + dy * weight)
          }
          if (sum > best) [best, bestX, bestY] = [sum, dx, dy]
        }
        if (bestX === 0 && bestY === 0) continue
        moved = true
        for (let i = 0; i < members.length; i++) {
          grid.x[members[i]!]! += bestX * weights[i]! * step
          grid.y[members[i]!]! += bestY * weights[i]! * step
        }
      }
    }
  }
}

/** Staying comes first, so that it wins a draw. */
const PLACES = [[0, 0], [-1, -1], [0, -1], [1, -1], [-1, 0], [1, 0], [-1, 1], [0, 1], [1, 1]] as const

interface Knot {
  /** The modules that move with it, and how much of its way each goes. */
  members: number[]
  weights: number[]
}

/** The knots of a net of `cells` × `cells` over the code. */
function knotsOver(cells: number, modules: number): Knot[] {
  const knots = Array.from({ length: (cells + 1) ** 2 }, (): Knot => ({ members: [], weights: [] }))
  for (let m = 0; m < modules * modules; m++) {
    const u = (((m % modules) + 0.5) / modules) * cells
    const v = ((Math.floor(m / modules) + 0.5) / modules) * cells
    const [column, row] = [Math.floor(u), Math.floor(v)]
    for (const [k, weight] of [
      [row * (cells + 1) + column, (1 - u + column) * (1 - v + row)],
      [row * (cells + 1) + column + 1, (u - column) * (1 - v + row)],
      [(row + 1) * (cells + 1) + column, (1 - u + column) * (v - row)],
      [(row + 1) * (cells + 1) + column + 1, (u - column) * (v - row)],
    ] as const) {
      if (weight < 0.02) continue
      knots[k]!.members.push(m)
      knots[k]!.weights.push(weight)
    }
  }
  return knots
}

/** Each module by five looks into it, `off` pixels apart. */
function draw(grid: Grid, modules: number, off: number, darkness: (x: number, y: number) => number): Plane {
  const size = (modules + 2 * QUIET) * PIXELS
  const light = new Uint8Array(size * size).fill(255)
  for (let m = 0; m < modules * modules; m++) {
    const [x, y] = [grid.x[m]!, grid.y[m]!]
    if (2 * darkness(x, y) + darkness(x - off, y) + darkness(x + off, y) + darkness(x, y - off) + darkness(x, y + off) <= 0) continue
    const from = (Math.floor(m / modules) + QUIET) * PIXELS * size + ((m % modules) + QUIET) * PIXELS
    for (let row = 0; row < PIXELS; row++) light.fill(0, from + row * size, from + row * size + PIXELS)
  }
  return { width: size, height: size, light }
}
