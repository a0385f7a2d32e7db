/** Random numbers from a seed, so that a run can be had again (as far as processes repeat themselves). */
export interface Seeded {
  /** From 0 up to `below`, a fraction. */
  upTo(below: number): number
  pick<T>(from: readonly T[]): T
}

/** mulberry32. */
export function seeded(seed: number): Seeded {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    upTo: (below) => next() * below,
    pick: (from) => from[Math.floor(next() * from.length)]!,
  }
}
