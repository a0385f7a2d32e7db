/**
 * Videos for Chromium's fake camera: a real photograph, and in front of it a hand-held phone showing a QR code, drawn in perspective
 * with slight motion, blur and noise. Made in headless Chromium, kept by content in `node_modules/.cache`. The fake camera plays
 * MJPEG at 30 frames a second, from the start again at the end.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'
import { encode } from 'uqr'
import { drawFrames, type Scene } from './camera-frames.ts'
import { chromiumFlags, needChromium } from './chromium.ts'

export interface VideoScene {
  /** What the code carries; an empty text is a scene without any code, several are codes side by side. */
  text: string | readonly string[]
  /** Thirty are a second. */
  frames: number
}

export interface VideoOptions {
  width?: number
  height?: number
  /** Pixels of blur, and grey levels of noise. */
  blur?: number
  noise?: number
  /** The card's width as a share of the picture's height. */
  size?: number
  /** See `Look`. */
  motion?: number
  light?: number
  glare?: number
  marker?: boolean
}

const SUPPORT = fileURLToPath(new URL('.', import.meta.url))
const PHOTOS = join(SUPPORT, '../fixtures/photos')
const CACHE = join(SUPPORT, '../../node_modules/.cache/camera-videos')
const BACKGROUNDS = ['cloth.webp', 'outdoors.webp', 'window.webp']
/** Frames drawn per scene; longer scenes swing back and forth through them. */
const DRAWN = 12

/** Makes the video of `scenes`, one after the other, or finds it made before; answers its path. */
export async function cameraVideo(scenes: VideoScene[], options: VideoOptions = {}): Promise<string> {
  const look = { width: 640, height: 480, blur: 0.6, noise: 10, size: 0.62, motion: 0, light: 1, glare: 0, marker: false, ...options }
  const recipe = ['camera-video.ts', 'camera-frames.ts'].map((file) => readFileSync(join(SUPPORT, file), 'utf8')).join()
  const name = createHash('sha256').update(JSON.stringify([recipe, scenes, look])).digest('hex').slice(0, 24)
  const path = join(CACHE, `${name}.mjpeg`)
  if (existsSync(path)) return path

  const drawn = await draw(
    scenes.map(({ text, frames }, i) => ({
      background: photo(BACKGROUNDS[i % BACKGROUNDS.length] ?? 'cloth.webp'),
      codes: [text].flat().flatMap((one) => (one === '' ? [] : [encode(one, { ecc: 'M', border: 0 }).data])),
      frames: Math.min(frames, DRAWN),
      seed: i + 1,
    })),
    look,
  )
  const sequence = scenes.flatMap(({ frames }, i) => Array.from({ length: frames }, (_, n) => drawn[i]?.[swing(n, Math.min(frames, DRAWN))] ?? Buffer.of()))
  mkdirSync(CACHE, { recursive: true })
  // Another test process may be making the same video: whoever is last puts the same bytes there.
  const unfinished = `${path}.${process.pid}`
  writeFileSync(unfinished, Buffer.concat(sequence))
  renameSync(unfinished, path)
  return path
}

/** 0, 1, … last, last - 1, … 1, 0, 1, …: motion without a jump. */
function swing(n: number, count: number): number {
  if (count < 2) return 0
  const period = 2 * (count - 1)
  const place = n % period
  return place < count ? place : period - place
}

function photo(file: string): string {
  return `data:image/webp;base64,${readFileSync(join(PHOTOS, file)).toString('base64')}`
}

async function draw(scenes: Scene[], look: Required<VideoOptions>): Promise<Buffer[][]> {
  const browser = await chromium.launch({ executablePath: needChromium(), args: chromiumFlags })
  try {
    const page = await browser.newPage()
    const drawn: Buffer[][] = []
    for (const scene of scenes) {
      const frames = await page.evaluate(drawFrames, { scene, look })
      drawn.push(frames.map((frame) => Buffer.from(frame, 'base64')))
    }
    return drawn
  } finally {
    await browser.close()
  }
}
