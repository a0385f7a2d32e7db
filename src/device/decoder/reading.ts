/** Reading one picture: which passes, in which order, and how much of them a live frame gets. */
import { evened } from './contrast.ts'
import type { FoundCode } from './messages.ts'
import { CLEAN, laterPasses, livePass, sparePasses, stillPasses, type Pass } from './passes.ts'
import type { Plane } from './plane.ts'
import type { PlaneReading } from './reader.ts'
import type { Look, Sight } from './sight.ts'
import { straighten, type DamagedCode } from './straighten.ts'

/** Reads a plane with the settings of a pass; see `readPlane`. */
export type Read = (plane: Plane, settings: Pass['settings']) => Promise<PlaneReading>

/** All codes of a photo: it has all the time, and no next frame. */
export async function readStill(sight: Sight, read: Read): Promise<FoundCode[]> {
  let codes: FoundCode[] = []
  for (const pass of stillPasses) codes = join(codes, await wholePass(sight, pass, read))
  for (const group of laterPasses(sight.width, sight.height)) {
    if (codes.length > 0) break
    for (const pass of group) codes = join(codes, await wholePass(sight, pass, read))
  }
  return codes
}

async function wholePass(sight: Sight, pass: Pass, read: Read): Promise<FoundCode[]> {
  const look = lookAt(sight, pass)
  const { codes, damaged } = await read(look.plane, pass.settings)
  for (const code of damaged) codes.push(...(await readBent(look.plane, code, read)))
  return codes.map((code) => inPicture(code, look))
}

function lookAt(sight: Sight, pass: Pass): Look {
  const look = sight.look(pass)
  return pass.even === undefined ? look : { ...look, plane: evened(look.plane, pass.even) }
}

async function readBent(plane: Plane, damaged: DamagedCode, read: Read): Promise<FoundCode[]> {
  const flat = straighten(plane, damaged)
  if (flat === null) return []
  const { codes } = await read(flat, CLEAN)
  return codes.map(({ text }) => ({ text, corners: damaged.corners }))
}

/** The fast pass by other means: the codes in the frame, in its pixels, or `null` when it cannot say. */
export type FastPass = () => Promise<FoundCode[] | null>

/**
 * Reads live frames. Every frame gets the fast pass. What is harder is paid for out of savings: the time in which no frame was there, and
 * as much again as the fast passes took. So a quick phone tries something harder in every frame and a slow one in every third, and no
 * frame waits for more than has been saved. A frame that shows a code not seen in the one before is answered at once.
 */
export function createLiveReader(read: Read, now: () => number): (sight: Sight, fastPass: FastPass) => Promise<FoundCode[]> {
  /** What each harder work cost the last time (ms), by its name. */
  const costs = new Map<string, number>()
  let saved = 0
  let idleSince = now()
  let turn = 0
  let before: ReadonlySet<string> = new Set()

  function save(ms: number): void {
    saved = Math.min(MOST_SAVED, saved + ms)
  }

  /** Does `work` when its cost is at hand; `null` when it is not. */
  async function spend(name: string, work: () => Promise<FoundCode[]>): Promise<FoundCode[] | null> {
    if (saved < Math.min(MOST_SAVED, costs.get(name) ?? 0)) return null
    const began = now()
    const codes = await work()
    const cost = now() - began
    costs.set(name, cost)
    saved = Math.max(0, saved - cost)
    return codes
  }

  async function firstPass(sight: Sight, fastPass: FastPass): Promise<{ codes: FoundCode[]; bent: (() => Promise<FoundCode[]>)[] }> {
    const codes = await fastPass()
    if (codes !== null) return { codes, bent: [] }
    const look = sight.look(livePass)
    const reading = await read(look.plane, livePass.settings)
    return {
      codes: reading.codes.map((code) => inPicture(code, look)),
      bent: reading.damaged.map((code) => async () => (await readBent(look.plane, code, read)).map((each) => inPicture(each, look))),
    }
  }

  return async (sight, fastPass) => {
    const began = now()
    save(began - idleSince)
    const { codes, bent } = await firstPass(sight, fastPass)
    save(now() - began)
    let found = codes
    if (codes.every(({ text }) => before.has(text))) {
      for (const work of bent) found = join(found, (await spend('bent', work)) ?? [])
      const index = turn % sparePasses.length
      const more = await spend(`pass ${index}`, () => wholePass(sight, sparePasses[index]!, read))
      if (more !== null) turn += 1
      found = join(found, more ?? [])
    }
    before = new Set(found.map(({ text }) => text))
    idleSince = now()
    return found
  }
}

/** Savings beyond this (ms) would let a phone that lay still spend them all on one frame. */
const MOST_SAVED = 200

function inPicture({ text, corners }: FoundCode, { box, scale }: Look): FoundCode {
  return { text, corners: corners.map(({ x, y }) => ({ x: box.x + x / scale, y: box.y + y / scale })) }
}

/** The same text from two passes is the same code; from one pass, two codes that say the same. */
function join(known: FoundCode[], more: FoundCode[]): FoundCode[] {
  return [...known, ...more.filter(({ text }) => !known.some((code) => code.text === text))]
}
