/** The page of `npm run bench:scan`: the decoders, driven from outside. */
import { live } from './live.ts'
import { stopwatch } from './stopwatch.ts'
import { decoders, type DecoderName } from './stills.ts'

export interface StillReading {
  texts: string[]
  ms: number
}

/** Reads the photo at `url` with one decoder. The file is there already when the time begins. */
async function readStill(name: DecoderName, url: string): Promise<StillReading> {
  const photo = await (await fetch(url)).blob()
  const began = performance.now()
  const texts = await decoders[name](photo)
  return { texts, ms: performance.now() - began }
}

const bench = { readStill, live, stopwatch }
export type ScanBench = typeof bench

Object.assign(window, { bench })
