/** The live picture at three speeds of the page, from camera videos that make it hard in turn. */
import { chromium } from '@playwright/test'
import { cameraVideo, type VideoOptions } from '../../support/camera-video.ts'
import { chromiumFlags, fakeCameraFlags, needChromium } from '../../support/chromium.ts'
import { median } from '../rows.ts'
import type { LiveReader, LiveRun } from './page/live.ts'
import type { BenchSite } from './site.ts'
import { markdown } from './stills.ts'

const conditions: Record<string, VideoOptions> = {
  'as it is': {},
  'moving': { motion: 14 },
  'out of focus': { blur: 3 },
  'dusk': { light: 0.12, noise: 8 },
  'glare': { glare: 0.97 },
  'far away': { size: 0.2 },
}
const readers: readonly LiveReader[] = ['this product', 'plain worker loop', 'nobody']
const rates = [1, 4, 6]
/** Codes that come and go in one video, which the camera plays again and again. */
const CODES = 5

interface Result extends LiveRun {
  condition: string
  reader: LiveReader
  slowness: number
}

export async function measureLive(site: BenchSite): Promise<string> {
  const results: Result[] = []
  for (const [condition, options] of Object.entries(conditions)) {
    const scenes = Array.from({ length: CODES }, (_, n) => [{ text: '', frames: 15 }, { text: `1101051949123100${n}2X`, frames: 30 }]).flat()
    const video = await cameraVideo(scenes, { width: 1280, height: 720, size: 0.5, marker: true, ...options })
    for (const slowness of condition === 'as it is' ? rates : [4]) {
      for (const reader of readers) {
        if (reader === 'nobody' && condition !== 'as it is') continue
        results.push({ condition, reader, slowness, ...(await run(site, video, reader, slowness)) })
      }
    }
    console.log(`  ${condition}: done`)
  }
  return markdown(
    ['picture, page slowed', 'reader', 'codes read', 'in sight until read', 'longest', 'frames a second', 'tasks over 50 ms', 'page held up for at most'],
    results.map(({ condition, reader, slowness, delays, rate, tasks, longest }) => {
      const read = delays.filter((delay) => delay !== null)
      return [
        `${condition}, ${slowness}×`,
        reader,
        `${read.length} of ${delays.length}`,
        read.length > 0 ? `${median(read).toFixed(0)} ms` : '–',
        read.length > 0 ? `${Math.max(...read).toFixed(0)} ms` : '–',
        rate.toFixed(1),
        String(tasks),
        `${longest.toFixed(0)} ms`,
      ]
    }),
  )
}

async function run(site: BenchSite, video: string, reader: LiveReader, slowness: number): Promise<LiveRun> {
  const browser = await chromium.launch({ executablePath: needChromium(), args: [...chromiumFlags, ...fakeCameraFlags(video)] })
  try {
    const context = await browser.newContext({ permissions: ['camera'], viewport: { width: 390, height: 844 } })
    const page = await context.newPage()
    await page.goto(site.url)
    await page.waitForFunction(() => 'bench' in window)
    const session = await context.newCDPSession(page)
    await session.send('Emulation.setCPUThrottlingRate', { rate: slowness })
    return await page.evaluate(([name, count]) => window.bench.live(name, count), [reader, 2 * CODES + 1] as const)
  } finally {
    await browser.close()
  }
}
