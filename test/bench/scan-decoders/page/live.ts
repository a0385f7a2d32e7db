/** The live picture: how long a code is in sight before it is read. The video's corner is white while a code is there. */
import { createCamera } from '#device/camera.ts'
import { stopwatch, type Blocked } from './stopwatch.ts'

export interface LiveRun extends Blocked {
  /** ms from the first frame with a code until it was read; `null` for a code that went by unread. */
  delays: (number | null)[]
  /** Frames read a second. */
  rate: number
}

/** The last one shows what the video and this bench's own watching cost. */
export type LiveReader = 'this product' | 'plain worker loop' | 'nobody'

/** Watches `appearances` codes come and go. */
export async function live(reader: LiveReader, appearances: number): Promise<LiveRun> {
  const place = document.querySelector<HTMLElement>('#picture')!
  let frames = 0
  let shown: { since: number; delay: number | null } | null = null
  const delays: (number | null)[] = []
  const onTexts = (texts: readonly string[]): void => {
    frames += 1
    if (shown !== null && texts.length > 0) shown.delay ??= performance.now() - shown.since
  }
  const stop = await (reader === 'this product' ? startProduct(place, onTexts) : startPlain(place, onTexts, reader === 'nobody'))
  const video = place.querySelector('video')!
  const corner = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!
  const began = performance.now()
  await stopwatch()
  const since = performance.now()
  frames = 0
  while (delays.length < appearances && performance.now() - began < 120_000) {
    await new Promise((resolve) => video.requestVideoFrameCallback(resolve))
    corner.drawImage(video, 8, 8, 16, 16, 0, 0, 1, 1)
    const white = corner.getImageData(0, 0, 1, 1).data[0]! > 128
    if (white && shown === null) shown = { since: performance.now(), delay: null }
    if (!white && shown !== null) {
      delays.push(shown.delay)
      shown = null
    }
  }
  const rate = (frames * 1000) / (performance.now() - since)
  const blocked = await stopwatch()
  await stop()
  // The first may have been in sight before anybody looked.
  return { ...blocked, delays: delays.slice(1), rate }
}

type Stop = () => Promise<void>

async function startProduct(place: HTMLElement, onTexts: (texts: readonly string[]) => void): Promise<Stop> {
  const camera = createCamera()
  const outcome = await camera.start(place, (codes) => onTexts(codes.map(({ text }) => text)))
  if (outcome.kind !== 'running') throw new Error(outcome.trouble)
  return () => camera.stop()
}

async function startPlain(place: HTMLElement, onTexts: (texts: readonly string[]) => void, idle: boolean): Promise<Stop> {
  const worker = new Worker(new URL('./plain-worker.ts', import.meta.url), { type: 'module' })
  const stream = await navigator.mediaDevices.getUserMedia({ video: { width: 1280, height: 720 } })
  const video = Object.assign(document.createElement('video'), { srcObject: stream, muted: true })
  place.append(video)
  await video.play()
  const next = async (): Promise<void> => {
    const bitmap = await createImageBitmap(video)
    worker.postMessage(bitmap, [bitmap])
  }
  worker.addEventListener('message', ({ data }: MessageEvent<string[]>) => {
    onTexts(data)
    if (video.isConnected) video.requestVideoFrameCallback(() => void next())
  })
  if (!idle) await next()
  return async () => {
    video.remove()
    for (const track of stream.getTracks()) track.stop()
    worker.terminate()
  }
}
