import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { cameraVideo } from '../support/camera-video.ts'
import { chromiumFlags, fakeCameraFlags, needChromium } from '../support/chromium.ts'
import { serveScanPage, type ScanPage } from '../support/scan-page.ts'
import type { Doors } from '../support/scan-page/main.ts'

declare global {
  interface Window {
    doors: Doors
    camera: ReturnType<Doors['createCamera']>
    seen: string[]
    troubles: string[]
    cameraOpenings: number
  }
}

const FIXTURES = fileURLToPath(new URL('../fixtures/qr/', import.meta.url))
// The example number of GB 11643-1999 itself.
const FIRST = '11010519491231002X'
const SECOND = 'https://example.com/menu?table=7'

let site: ScanPage
let withCamera: Browser
let context: BrowserContext
let page: Page

async function openPage(browser: Browser, cameraAllowed: boolean): Promise<Page> {
  context = await browser.newContext({ viewport: { width: 390, height: 844 }, permissions: cameraAllowed ? ['camera'] : [] })
  const opened = await context.newPage()
  await opened.addInitScript(() => {
    window.cameraOpenings = 0
    window.seen = []
    window.troubles = []
    const devices = navigator.mediaDevices
    const open = devices.getUserMedia.bind(devices)
    devices.getUserMedia = (constraints) => {
      window.cameraOpenings += 1
      return open(constraints)
    }
  })
  await opened.goto(site.url)
  await opened.waitForFunction(() => 'doors' in window)
  return opened
}

function startCamera(): Promise<{ kind: string }> {
  return page.evaluate(() => {
    window.camera = window.doors.createCamera()
    const box = document.querySelector<HTMLElement>('#first')!
    return window.camera.start(box, (codes) => window.seen.push(...codes.map(({ text }) => text)), (outcome) => outcome.kind === 'trouble' && window.troubles.push(outcome.trouble))
  })
}

function waitForCode(text: string): Promise<unknown> {
  return page.waitForFunction((wanted) => window.seen.includes(wanted), text, { timeout: 15_000 })
}

beforeAll(async () => {
  const [served, video] = await Promise.all([serveScanPage(), cameraVideo([{ text: FIRST, frames: 45 }, { text: '', frames: 10 }, { text: SECOND, frames: 45 }])])
  site = served
  withCamera = await chromium.launch({ executablePath: needChromium(), args: [...chromiumFlags, ...fakeCameraFlags(video)] })
}, 60_000)

afterAll(async () => {
  await withCamera?.close()
  await site?.close()
})

describe('scanning with the live camera', () => {
  afterEach(async () => {
    await context.close()
  })

  it('reads the code on a worker’s phone, and the next one after it', async () => {
    page = await openPage(withCamera, true)
    expect(await startCamera()).toEqual({ kind: 'running' })
    await waitForCode(FIRST)
    await waitForCode(SECOND)
    expect(await page.evaluate(() => window.troubles)).toEqual([])
  }, 30_000)

  it('opens the camera once, though the picture moves from screen to screen', async () => {
    page = await openPage(withCamera, true)
    await startCamera()
    await waitForCode(FIRST)
    await page.evaluate(async () => {
      const box = document.querySelector('#first')!
      box.replaceWith(document.createElement('p'))
      window.seen = []
      await window.camera.start(document.querySelector<HTMLElement>('#second')!, (codes) => window.seen.push(...codes.map(({ text }) => text)))
    })
    await waitForCode(FIRST)
    expect(await page.evaluate(() => ({ openings: window.cameraOpenings, videos: document.querySelectorAll('#second video').length }))).toEqual({ openings: 1, videos: 1 })
  }, 30_000)

  it('reads nothing while paused, goes on afterwards, and shows no words of the library', async () => {
    page = await openPage(withCamera, true)
    await startCamera()
    await waitForCode(FIRST)
    const whilePaused = await page.evaluate(async () => {
      window.camera.pause()
      window.seen = []
      await new Promise((resolve) => setTimeout(resolve, 1000))
      return { seen: window.seen, words: document.querySelector<HTMLElement>('#first')!.innerText }
    })
    expect(whilePaused).toEqual({ seen: [], words: '' })
    await page.evaluate(() => window.camera.resume())
    await waitForCode(FIRST)
  }, 30_000)

  it('gets a camera back that the phone has taken away', async () => {
    page = await openPage(withCamera, true)
    await startCamera()
    await page.evaluate(() => {
      const track = (document.querySelector('video')!.srcObject as MediaStream).getVideoTracks()[0]!
      track.stop()
      window.seen = []
      // A track taken away by the phone tells of it by this event; one stopped by the page does not.
      track.dispatchEvent(new Event('ended'))
    })
    await waitForCode(FIRST)
    expect(await page.evaluate(() => window.cameraOpenings)).toBe(2)
  }, 30_000)

  it('gives the camera back at the end of the visit, even when it was still opening', async () => {
    page = await openPage(withCamera, true)
    const left = await page.evaluate(async () => {
      const camera = window.doors.createCamera()
      const starting = camera.start(document.querySelector<HTMLElement>('#first')!, () => {})
      await camera.stop()
      await starting
      return document.querySelectorAll('video').length
    })
    expect(left).toBe(0)
  }, 30_000)

  it('opens for the next screen when the first one is left while permission is asked for', async () => {
    page = await openPage(withCamera, true)
    const outcome = await page.evaluate(async () => {
      window.camera = window.doors.createCamera()
      const left = document.querySelector<HTMLElement>('#first')!
      const first = window.camera.start(left, () => {})
      left.remove()
      const second = await window.camera.start(document.querySelector<HTMLElement>('#second')!, (codes) => window.seen.push(...codes.map(({ text }) => text)))
      return [await first, second]
    })
    expect(outcome).toEqual([{ kind: 'running' }, { kind: 'running' }])
    await waitForCode(FIRST)
    expect(await page.evaluate(() => ({ openings: window.cameraOpenings, lamp: window.camera.abilities().lamp }))).toEqual({ openings: 1, lamp: 'absent' })
  }, 30_000)

  it('tells of a decoder that does not load instead of scanning in vain, and scans once it loads', async () => {
    page = await openPage(withCamera, true)
    await context.route('**/*.wasm', (route) => route.abort())
    await startCamera()
    await page.waitForFunction(() => window.troubles.length > 0)
    expect(await page.evaluate(() => window.troubles)).toEqual(['decoder-unavailable'])
    await context.unroute('**/*.wasm')
    await page.evaluate(() => window.camera.start(document.querySelector<HTMLElement>('#first')!, (codes) => window.seen.push(...codes.map(({ text }) => text))))
    await waitForCode(FIRST)
  }, 30_000)

  it('says "denied" when the inspector has refused the camera', async () => {
    page = await openPage(withCamera, false)
    expect(await startCamera()).toEqual({ kind: 'trouble', trouble: 'denied' })
  }, 30_000)

  it('says "absent" when there is no camera', async () => {
    page = await openPage(withCamera, true)
    await page.evaluate(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('Requested device not found', 'NotFoundError'))
    })
    expect(await startCamera()).toEqual({ kind: 'trouble', trouble: 'absent' })
  }, 30_000)
})

describe('the decoder', () => {
  beforeAll(async () => {
    page = await openPage(withCamera, false)
  })

  afterAll(async () => {
    await context.close()
  })

  it('reads foreign codes from still photos, word for word', async () => {
    for (const file of readdirSync(FIXTURES).filter((name) => /\.(webp|png)$/.test(name))) {
      const expected = readFileSync(`${FIXTURES}${file.replace(/\.\w+$/, '.txt')}`, 'utf8')
      const bytes = readFileSync(FIXTURES + file).toString('base64')
      const reading = await page.evaluate(async (base64) => {
        const photo = new Blob([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))])
        return window.doors.decodeImage(photo)
      }, bytes)
      expect(reading, file).toEqual({ kind: 'texts', texts: [expected] })
    }
  }, 30_000)

  it('finds nothing in a photo without a code, and says so of a file that is no photo', async () => {
    const cloth = readFileSync(fileURLToPath(new URL('../fixtures/photos/cloth.webp', import.meta.url))).toString('base64')
    const readings = await page.evaluate(async (base64) => {
      const photo = new Blob([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))])
      return [await window.doors.decodeImage(photo), await window.doors.decodeImage(new Blob(['not a picture']))]
    }, cloth)
    expect(readings).toEqual([{ kind: 'texts', texts: [] }, { kind: 'not-an-image' }])
  }, 30_000)

  it('reads on phones whose workers have no canvas', async () => {
    const photo = readFileSync(`${FIXTURES}link-tilted.webp`).toString('base64')
    const reading = await page.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))
      return window.doors.decodeImage(new Blob([bytes]), window.doors.createDecoderThread(window.doors.startCanvaslessWorker))
    }, photo)
    expect(reading).toEqual({ kind: 'texts', texts: [readFileSync(`${FIXTURES}link-tilted.txt`, 'utf8')] })
  }, 30_000)

  it('is replaced once when its thread dies, and then says it is unavailable instead of "no code"', async () => {
    const outcome = await page.evaluate(async () => {
      let started = 0
      const dying = window.doors.createDecoderThread(() => {
        started += 1
        return new Worker('/no-such-file.js')
      })
      const picture = await createImageBitmap(new ImageData(8, 8))
      const reading = await dying.read(picture, 'still', 1000)
      return { started, reading }
    })
    expect(outcome).toEqual({ started: 2, reading: { kind: 'decoder-unavailable' } })
  }, 30_000)

  it('asks nothing of any other host and loads its WASM from the app', () => {
    expect(site.asked.some((path) => path.endsWith('.wasm'))).toBe(true)
  })
})

describe('photos as evidence', () => {
  beforeAll(async () => {
    page = await openPage(withCamera, false)
  })

  afterAll(async () => {
    await context.close()
  })

  it('are made small, upright and free of EXIF, with the hash of what is kept', async () => {
    const photo = await page.evaluate(async () => {
      const canvas = document.createElement('canvas')
      ;[canvas.width, canvas.height] = [2400, 1600]
      const drawing = canvas.getContext('2d')!
      for (let i = 0; i < 800; i++) {
        drawing.fillStyle = `hsl(${(i * 47) % 360} 60% 50%)`
        drawing.fillRect((i * 733) % 2400, (i * 397) % 1600, 90, 60)
      }
      const plain = await new Promise<Blob>((resolve) => canvas.toBlob((blob) => resolve(blob!), 'image/jpeg', 0.95))
      // An EXIF segment put in by hand: turned by 90° (orientation 6), and a maker's name that must not survive.
      const tiff = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 2, 1, 0x0f, 0, 2, 0, 0, 0, 7, 0, 0, 0, 38, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0]
      const exif = [...'Exif\0\0'].map((c) => c.charCodeAt(0)).concat(tiff, [...'Secret\0'].map((c) => c.charCodeAt(0)))
      const marker = [0xff, 0xe1, 0, exif.length + 2, ...exif]
      const withExif = new Blob([plain.slice(0, 2), new Uint8Array(marker), plain.slice(2)])
      const prepared = await window.doors.preparePhoto(withExif)
      return prepared.kind === 'photo' ? { ...prepared, bytes: [...new Uint8Array(prepared.bytes)] } : prepared
    })
    if (photo.kind !== 'photo') throw new Error(photo.kind)
    const bytes = Buffer.from(photo.bytes)
    expect([photo.width, photo.height]).toEqual([1067, 1600])
    expect(bytes.length).toBeLessThan(320 * 1024)
    expect(bytes.subarray(0, 3).toString('hex')).toBe('ffd8ff')
    expect(bytes.includes('Exif')).toBe(false)
    expect(bytes.includes('Secret')).toBe(false)
    expect(photo.sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
  }, 30_000)

  it('are refused with a word when the file is none', async () => {
    expect(await page.evaluate(() => window.doors.preparePhoto(new Blob(['%PDF-1.7'])))).toEqual({ kind: 'not-an-image' })
  }, 30_000)
})
