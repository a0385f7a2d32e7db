/** Numbers that look like chance and are the same at every start. */

/** A row of whole numbers from 0 up to (without) the bound asked for; mulberry32. */
export function seededDraw(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t ^= t + Math.imul(t ^ (t >>> 7), 61 | t)
    return ((t ^ (t >>> 14)) >>> 0) % below
  }
}
