/**
 * The page's end of the decoder worker. A worker that dies, does not load or does not answer is replaced once; when its replacement
 * goes the same way, every question is answered `decoder-unavailable` until `revive()`: a fault of ours, never "no code here".
 */
import type { DecoderMessage, FoundCode, ReadRequest } from './messages.ts'
import type { Pass } from './passes.ts'
import { cutOf, readPixels } from './pixels.ts'

export type Reading = { kind: 'read'; codes: FoundCode[] } | { kind: 'decoder-unavailable' }

const UNAVAILABLE: Reading = { kind: 'decoder-unavailable' }
/** Time to load about 1 MB of WASM from the cache on a slow phone (ms). */
const LOADING = 20_000

interface Running {
  worker: Worker
  /** Whether the worker takes bitmaps; `null` once it is dead. */
  ready: Promise<{ takesBitmaps: boolean } | null>
  waiting: Map<number, (codes: FoundCode[] | null) => void>
  fall: () => void
}

export interface DecoderThread {
  /**
   * Reads `picture` with `passes` in order until one finds a code; waits at most `patience` ms for the answer.
   * The picture itself stays the caller's.
   */
  read: (picture: HTMLVideoElement | HTMLImageElement | ImageBitmap, passes: readonly Pass[], patience: number) => Promise<Reading>
  /** Loads the worker before it is needed, and gives one that was given up another chance. */
  revive: () => void
}

/** `startWorker` is called for the first worker and again for its replacement. */
export function createDecoderThread(startWorker: () => Worker): DecoderThread {
  let running: Running | null = null
  let deaths = 0
  let nextId = 1

  function run(): Running {
    let settle: (ready: { takesBitmaps: boolean } | null) => void = () => {}
    const waiting: Running['waiting'] = new Map()
    const ready = new Promise<{ takesBitmaps: boolean } | null>((resolve) => (settle = resolve))
    const worker = startWorker()
    const slow = setTimeout(() => mine.fall(), LOADING)
    const mine: Running = { worker, ready, waiting, fall }

    function fall(): void {
      clearTimeout(slow)
      worker.terminate()
      if (running === mine) {
        running = null
        deaths += 1
      }
      settle(null)
      for (const answer of waiting.values()) answer(null)
      waiting.clear()
    }

    worker.addEventListener('error', fall)
    worker.addEventListener('messageerror', fall)
    worker.addEventListener('message', ({ data: message }: MessageEvent<DecoderMessage>) => {
      switch (message.kind) {
        case 'ready':
          clearTimeout(slow)
          settle({ takesBitmaps: message.takesBitmaps })
          return
        case 'failed':
          fall()
          return
        case 'read':
          deaths = 0
          waiting.get(message.id)?.(message.codes)
          waiting.delete(message.id)
      }
    })
    return mine
  }

  function ask(target: Running, picture: ImageBitmap | ImageData, passes: readonly Pass[], patience: number): Promise<FoundCode[] | null> {
    const request: ReadRequest = { id: nextId++, picture, passes }
    return new Promise((resolve) => {
      const late = setTimeout(target.fall, patience)
      target.waiting.set(request.id, (codes) => {
        clearTimeout(late)
        resolve(codes)
      })
      target.worker.postMessage(request, 'close' in picture ? [picture] : [])
    })
  }

  return {
    async read(picture, passes, patience) {
      while (deaths < 2) {
        const target = (running ??= run())
        const ready = await target.ready
        if (ready === null) continue
        const codes = ready.takesBitmaps
          ? await ask(target, await createImageBitmap(picture), passes, patience)
          : await askInPixels(picture, passes, (pixels, pass) => ask(target, pixels, [pass], patience))
        if (codes !== null) return { kind: 'read', codes }
      }
      return UNAVAILABLE
    },
    revive() {
      deaths = 0
      running ??= run()
    },
  }
}

type AskPixels = (pixels: ImageData, pass: Pass) => Promise<FoundCode[] | null>

/** The way for workers without a canvas: each pass is cut out here and sent as pixels. Corners are then those of the cut. */
async function askInPixels(
  picture: HTMLVideoElement | HTMLImageElement | ImageBitmap,
  passes: readonly Pass[],
  ask: AskPixels,
): Promise<FoundCode[] | null> {
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  if (context === null) return null
  for (const pass of passes) {
    const [width, height] = sizeOf(picture)
    const codes = await ask(readPixels(context, picture, cutOf(pass, width, height)), pass)
    if (codes === null || codes.length > 0) return codes
  }
  return []
}

/** A picture's own size in pixels, whatever size it is shown at. */
function sizeOf(picture: HTMLVideoElement | HTMLImageElement | ImageBitmap): [width: number, height: number] {
  if ('videoWidth' in picture) return [picture.videoWidth, picture.videoHeight]
  if ('naturalWidth' in picture) return [picture.naturalWidth, picture.naturalHeight]
  return [picture.width, picture.height]
}
