/**
 * The page's end of the decoder worker. A worker that dies, does not load or does not answer is replaced once; when its replacement
 * goes the same way, every question is answered `decoder-unavailable` until `revive()`: a fault of ours, never "no code here".
 */
import type { DecoderMessage, FoundCode, Manner, ReadRequest } from './messages.ts'

/** What can be read: a camera's live picture or a photo. */
export type Readable = HTMLVideoElement | HTMLImageElement | ImageBitmap

export type Reading = { kind: 'read'; codes: FoundCode[]; size: { width: number; height: number } } | { kind: 'decoder-unavailable' }

const UNAVAILABLE: Reading = { kind: 'decoder-unavailable' }
/** Time to load about 1 MB of WASM from the cache on a slow phone (ms). */
const LOADING = 20_000

interface Running {
  worker: Worker
  /** Whether the worker takes pictures, or only pixels; `null` once it is dead. */
  ready: Promise<{ takesPictures: boolean } | null>
  waiting: Map<number, (codes: FoundCode[] | null) => void>
  fall: () => void
}

export interface DecoderThread {
  /**
   * Reads `picture`; waits at most `patience` ms for the answer. The picture itself stays the caller's.
   * @throws when the picture is gone: a video without a frame, a closed bitmap.
   */
  read: (picture: Readable, manner: Manner, patience: number) => Promise<Reading>
  /** Loads the worker before it is needed, and gives one that was given up another chance. */
  revive: () => void
}

/** `startWorker` is called for the first worker and again for its replacement. */
export function createDecoderThread(startWorker: () => Worker): DecoderThread {
  let running: Running | null = null
  let deaths = 0
  let nextId = 1

  function run(): Running {
    let settle: (ready: { takesPictures: boolean } | null) => void = () => {}
    const waiting: Running['waiting'] = new Map()
    const ready = new Promise<{ takesPictures: boolean } | null>((resolve) => (settle = resolve))
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
          settle({ takesPictures: message.takesPictures })
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

  function ask(target: Running, picture: ReadRequest['picture'], manner: Manner, patience: number): Promise<FoundCode[] | null> {
    const request: ReadRequest = { id: nextId++, picture, manner }
    return new Promise((resolve) => {
      const late = setTimeout(target.fall, patience)
      target.waiting.set(request.id, (codes) => {
        clearTimeout(late)
        resolve(codes)
      })
      target.worker.postMessage(request, 'close' in picture ? [picture] : [picture.data.buffer])
    })
  }

  return {
    async read(picture, manner, patience) {
      while (deaths < 2) {
        const target = (running ??= run())
        const ready = await target.ready
        if (ready === null) continue
        const [width, height] = sizeOf(picture)
        const sent = ready.takesPictures ? await takePicture(picture) : takePixels(picture, width, height)
        // What the worker sees may be smaller, and then its corners are, too. The picture is the worker's once it is sent.
        const scale = width / ('displayWidth' in sent ? sent.displayWidth : sent.width)
        const codes = await ask(target, sent, manner, patience)
        if (codes === null) continue
        return { kind: 'read', codes: scale === 1 ? codes : codes.map((code) => enlarged(code, scale)), size: { width, height } }
      }
      return UNAVAILABLE
    },
    revive() {
      deaths = 0
      running ??= run()
    },
  }
}

/** A copy that can be handed to the worker; of a video's frame the browser only counts one more reader of the same memory. */
function takePicture(picture: Readable): Promise<ImageBitmap> | VideoFrame {
  if ('videoWidth' in picture && typeof VideoFrame === 'function') {
    try {
      return new VideoFrame(picture)
    } catch {
      // Some browsers know the name and cannot do it with a camera.
    }
  }
  return createImageBitmap(picture)
}

/** The longer side of what a worker without a canvas gets: copying more would hold the screen up. */
const MOST_PIXELS = 1600

function takePixels(picture: Readable, width: number, height: number): ImageData {
  const scale = Math.min(1, MOST_PIXELS / Math.max(width, height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(width * scale))
  canvas.height = Math.max(1, Math.round(height * scale))
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) throw new Error('no canvas')
  context.drawImage(picture, 0, 0, canvas.width, canvas.height)
  return context.getImageData(0, 0, canvas.width, canvas.height)
}

function enlarged({ text, corners }: FoundCode, scale: number): FoundCode {
  return { text, corners: corners.map(({ x, y }) => ({ x: x * scale, y: y * scale })) }
}

/** A picture's own size in pixels, whatever size it is shown at. */
function sizeOf(picture: Readable): [width: number, height: number] {
  if ('videoWidth' in picture) return [picture.videoWidth, picture.videoHeight]
  if ('naturalWidth' in picture) return [picture.naturalWidth, picture.naturalHeight]
  return [picture.width, picture.height]
}
