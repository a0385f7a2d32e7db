import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { chromiumFlags, needChromium } from '../support/chromium.ts'
import { serveScanPage, type ScanPage } from '../support/scan-page.ts'
import type { Doors } from '../support/scan-page/main.ts'

declare global {
  interface Window {
    doors: Doors
    photo: Blob
  }
}

const fixture = (name: string) => readFileSync(fileURLToPath(new URL(`../fixtures/qr/${name}`, import.meta.url)))
const TEXT = fixture('link-tilted.txt').toString('utf8')

let site: ScanPage
let browser: Browser
let context: BrowserContext
let page: Page

beforeAll(async () => {
  site = await serveScanPage()
  browser = await chromium.launch({ executablePath: needChromium(), args: chromiumFlags })
}, 60_000)

afterAll(async () => {
  await browser?.close()
  await site?.close()
})

beforeEach(async () => {
  context = await browser.newContext()
  page = await context.newPage()
  await page.goto(site.url)
  await page.waitForFunction(() => 'doors' in window)
  await page.evaluate((base64) => (window.photo = new Blob([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))])), fixture('link-tilted.webp').toString('base64'))
})

afterEach(() => context.close())

describe('when the decoder fails', () => {
  it('and its thread is gone without a word, another takes over', async () => {
    const readings = await page.evaluate(async () => {
      const workers: Worker[] = []
      const thread = window.doors.createDecoderThread(() => {
        workers.push(window.doors.startWorker())
        return workers.at(-1)!
      })
      const picture = await createImageBitmap(window.photo)
      const before = await thread.read(picture, 'still', 10_000)
      workers[0]!.terminate()
      const after = await thread.read(picture, 'live', 1_500)
      return { before, after, started: workers.length }
    })
    expect(readings.started).toBe(2)
    for (const reading of [readings.before, readings.after]) expect(reading).toMatchObject({ kind: 'read', codes: [{ text: TEXT }] })
  }, 30_000)

  it('and its WASM does not come at first, the photo is read all the same', async () => {
    let refused = 0
    await context.route('**/*.wasm', (route) => (refused++ === 0 ? route.abort() : route.fallback()))
    expect(await page.evaluate(() => window.doors.decodeImage(window.photo))).toEqual({ kind: 'texts', texts: [TEXT] })
    expect(refused).toBe(2)
  }, 30_000)

  it('and its WASM never comes, this is said instead of "no code", and forgotten once it comes', async () => {
    await context.route('**/*.wasm', (route) => route.abort())
    expect(await page.evaluate(() => window.doors.decodeImage(window.photo))).toEqual({ kind: 'decoder-unavailable' })
    await context.unroute('**/*.wasm')
    expect(await page.evaluate(() => window.doors.decodeImage(window.photo))).toEqual({ kind: 'texts', texts: [TEXT] })
  }, 30_000)

  it('and its WASM never comes, the browser’s own detector does alone where it is good', async () => {
    await context.route('**/*.wasm', (route) => route.abort())
    const reading = await page.evaluate(() => window.doors.decodeImage(window.photo, window.doors.createDecoderThread(window.doors.startNativeWorker)))
    expect(reading).toEqual({ kind: 'texts', texts: ['seen by the browser'] })
  }, 30_000)

  it('because a photo is too large for its memory, the photo is read at a smaller size', async () => {
    const { reading, widths } = await page.evaluate(async () => {
      const widths: number[] = []
      const thread = window.doors.createDecoderThread(() => {
        const worker = window.doors.startWorker()
        const post = worker.postMessage.bind(worker)
        // A thread out of memory ends with an error event.
        worker.postMessage = (message: { picture: ImageBitmap }, transfer?: Transferable[] | StructuredSerializeOptions) => {
          widths.push(message.picture.width)
          if (message.picture.width > 2000) worker.dispatchEvent(new ErrorEvent('error'))
          else post(message, transfer as Transferable[])
        }
        return worker
      })
      const small = await createImageBitmap(window.photo)
      const canvas = new OffscreenCanvas(small.width * 12, small.height * 12)
      canvas.getContext('2d')!.drawImage(small, 0, 0, canvas.width, canvas.height)
      return { reading: await window.doors.decodeImage(await canvas.convertToBlob(), thread), widths }
    })
    expect(reading).toEqual({ kind: 'texts', texts: [TEXT] })
    expect(widths).toHaveLength(3)
    expect(widths[2]).toBeLessThanOrEqual(1200)
  }, 30_000)
})

describe('a photo of more pixels than a phone can hold', () => {
  it('is opened smaller, and the code on it read', async () => {
    const { size, reading } = await page.evaluate(async () => {
      const canvas = new OffscreenCanvas(5600, 4600)
      const context = canvas.getContext('2d')!
      context.fillStyle = '#777'
      context.fillRect(0, 0, 5600, 4600)
      const code = await createImageBitmap(window.photo)
      context.drawImage(code, 4600, 3700, code.width * 3, code.height * 3)
      // Bytes after the end of a JPEG are no part of it, and make the file as large as a phone's.
      const jpeg = new Blob([await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 }), new Uint8Array(3_000_000)])
      const picture = (await window.doors.openPicture(jpeg))!
      picture.close()
      return { size: picture.width * picture.height, reading: await window.doors.decodeImage(jpeg) }
    })
    expect(size).toBeLessThanOrEqual(24_100_000)
    expect(size).toBeGreaterThan(20_000_000)
    expect(reading).toEqual({ kind: 'texts', texts: [TEXT] })
  }, 60_000)
})
