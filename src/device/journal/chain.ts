/** Which of the acts that a journal holds are those that the database held. */
import type { Frame } from './frame.ts'

/**
 * The acts of one device's chain, in its order. Two can claim the same numbers: a crash came between losing them to another tab and
 * taking the loser out again. Whatever is marked was stored, and so was what it hangs on; of the rest, what has no rival.
 */
export function chainOf(frames: readonly Frame[]): Frame[] {
  const byEnd = new Map(frames.map((frame) => [frame.header.hash, frame]))
  const stored = new Set(frames.filter((frame) => frame.kept))
  // A set goes on to what is added to it meanwhile.
  for (const { header } of stored) {
    const before = header.prev === null ? undefined : byEnd.get(header.prev)
    if (before !== undefined) stored.add(before)
  }
  const taken = new Set([...stored].flatMap(numbers))
  // The later one was written by somebody who knew no other.
  for (const frame of [...frames].reverse()) {
    if (stored.has(frame) || numbers(frame).some((number) => taken.has(number))) continue
    stored.add(frame)
    for (const number of numbers(frame)) taken.add(number)
  }
  return [...stored].sort((a, b) => a.header.first - b.header.first)
}

function numbers({ header: { first, ids } }: Frame): number[] {
  return ids.map((_, i) => first + i)
}
