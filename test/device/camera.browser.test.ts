import { chromium, type Browser } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CameraOutcome } from '#device/camera.ts'
import { chromiumFlags, needChromium } from '../support/chromium.ts'
import { serveScanPage, type ScanPage } from '../support/scan-page.ts'
import type { Doors } from '../support/scan-page/main.ts'

interface World {
  doors: Doors
  camera: ReturnType<Doors['createCamera']>
  changes: CameraOutcome[]
  /** Which lens was asked for at each opening; `null` for any. */
  opened: (string | null)[]
  /** How the next openings end, instead of with a camera. */
  refusals: string[]
}

let site: ScanPage
let browser: Browser

beforeAll(async () => {
  ;[site, browser] = await Promise.all([
    serveScanPage(),
    chromium.launch({ executablePath: needChromium(), args: [...chromiumFlags, '--use-fake-device-for-media-stream'] }),
  ])
}, 60_000)
afterAll(async () => {
  await browser?.close()
  await site?.close()
})

/** A phone with these cameras on its back, of which the browser hands out the last when it is left to itself. */
async function takePhone(labels: string[], permissions = ['camera']) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, permissions })
  const page = await context.newPage()
  await page.addInitScript((names) => {
    const world = window as unknown as World
    Object.assign(world, { changes: [], opened: [], refusals: [] })
    const given = new WeakMap<MediaStreamTrack, string>()
    const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
    navigator.mediaDevices.getUserMedia = async (asked) => {
      const refusal = world.refusals.shift()
      if (refusal !== undefined) throw new DOMException('refused', refusal)
      const wished = ((asked!.video as MediaTrackConstraints).deviceId as { ideal: string } | undefined)?.ideal ?? null
      world.opened.push(wished)
      const stream = await open({ video: true })
      given.set(stream.getVideoTracks()[0]!, wished !== null && names.includes(wished) ? wished : names.at(-1)!)
      return stream
    }
    navigator.mediaDevices.enumerateDevices = () => Promise.resolve(names.map((label) => ({ kind: 'videoinput', deviceId: label, groupId: '', label }) as MediaDeviceInfo))
    Object.defineProperty(MediaStreamTrack.prototype, 'label', { get(this: MediaStreamTrack) { return given.get(this) ?? '' } })
    // Cameras 2 and above of this phone have a fixed focus.
    MediaStreamTrack.prototype.getCapabilities = function () {
      return { focusMode: /[2-9], facing/.test(this.label) ? ['manual'] : ['manual', 'continuous'], width: { max: 4000 }, height: { max: 3000 } } as MediaTrackCapabilities
    }
    const settings = MediaStreamTrack.prototype.getSettings
    MediaStreamTrack.prototype.getSettings = function () { return { ...settings.call(this), deviceId: this.label } }
  }, labels)
  await page.goto(site.url)
  await page.waitForFunction(() => 'doors' in window)
  return {
    page,
    context,
    start: () =>
      page.evaluate(() => {
        const world = window as unknown as World
        world.camera = world.doors.createCamera()
        return world.camera.start(document.querySelector<HTMLElement>('#first')!, () => {}, (outcome) => world.changes.push(outcome))
      }),
    told: () => page.waitForFunction(() => (window as unknown as World).changes.length > 0, null, { timeout: 15_000 }),
    changes: () => page.evaluate(() => (window as unknown as World).changes),
    opened: () => page.evaluate(() => (window as unknown as World).opened),
    refuse: (...names: string[]) => page.evaluate((refusals) => void Object.assign(window, { refusals }), names),
    videos: () => page.evaluate(() => document.querySelectorAll('#first video').length),
  }
}

describe.concurrent('a phone with several lenses', () => {
  const cameras = ['camera2 0, facing back', 'camera2 3, facing back', 'camera2 2, facing back']

  it('scans with the main one, which is found once and remembered', async () => {
    const { page, start, opened } = await takePhone(cameras)
    expect(await start()).toEqual({ kind: 'running' })
    expect(await opened()).toEqual([null, 'camera2 0, facing back'])
    await page.reload()
    await page.waitForFunction(() => 'doors' in window)
    await start()
    expect(await opened()).toEqual(['camera2 0, facing back'])
  }, 30_000)

  it('takes another one by hand, and keeps to it though it is not the best', async () => {
    const { page, start, opened, videos } = await takePhone(cameras)
    await start()
    expect(await page.evaluate(() => (window as unknown as World).camera.abilities().otherLens)).toBe(true)
    await page.evaluate(() => (window as unknown as World).camera.nextLens())
    expect((await opened()).at(-1)).toBe('camera2 2, facing back')
    expect(await videos()).toBe(1)
  }, 30_000)
})

describe.concurrent('an interrupted camera', () => {
  it('comes back by itself when the other app lets it go', async () => {
    const { start, told, changes, refuse } = await takePhone(['Back Camera'])
    await refuse('NotReadableError', 'NotReadableError')
    expect(await start()).toEqual({ kind: 'trouble', trouble: 'busy' })
    await told()
    expect(await changes()).toEqual([{ kind: 'running' }])
  }, 30_000)

  it('comes back when it was allowed in the settings, and asks for nothing before', async () => {
    const { page, context, start, told, changes, opened } = await takePhone(['Back Camera'], [])
    expect(await start()).toEqual({ kind: 'trouble', trouble: 'denied' })
    await page.waitForTimeout(3_500)
    expect(await opened()).toHaveLength(1)
    await context.grantPermissions(['camera'])
    await told()
    expect(await changes()).toEqual([{ kind: 'running' }])
  }, 30_000)

  it('says what is the matter when the permission is taken away in mid-visit', async () => {
    const { page, start, told, changes, refuse } = await takePhone(['Back Camera'])
    await start()
    await refuse('NotAllowedError')
    await page.evaluate(() => {
      const track = (document.querySelector('video')!.srcObject as MediaStream).getVideoTracks()[0]!
      track.stop()
      track.dispatchEvent(new Event('ended'))
    })
    await told()
    expect((await changes())[0]).toEqual({ kind: 'trouble', trouble: 'denied' })
  }, 30_000)

  it('is opened anew when its picture stands still, of which nobody is told', async ({ expect }) => {
    const { page, start, changes, opened, videos } = await takePhone(['Back Camera'])
    await start()
    await page.evaluate(() => Object.defineProperty(document.querySelector('video'), 'currentTime', { value: 1 }))
    await expect.poll(opened, { timeout: 15_000 }).toHaveLength(2)
    await expect.poll(changes).toEqual([{ kind: 'running' }])
    expect(await videos()).toBe(1)
  }, 30_000)
})

describe.concurrent('a slow phone', () => {
  it('gets smaller frames, now and at the next start, when they come faster', async ({ expect }) => {
    const { page, start } = await takePhone(['Back Camera'])
    await page.evaluate(() => {
      let frames = 0
      let rate = 8
      setInterval(() => (frames += rate / 10), 100)
      HTMLVideoElement.prototype.getVideoPlaybackQuality = () => ({ totalVideoFrames: frames }) as VideoPlaybackQuality
      MediaStreamTrack.prototype.getSettings = () => ({ width: 1920, height: 1080 })
      MediaStreamTrack.prototype.applyConstraints = ({ width } = {}) => {
        if (width) rate = 24
        return Promise.resolve()
      }
    })
    await start()
    await expect.poll(() => page.evaluate(() => localStorage.getItem('camera')), { timeout: 15_000 }).toContain('"small":true')
  }, 30_000)
})
