/**
 * Crew scan with live answers, end to end: a camera video of one code after the other, the real server and its simulated platform. How long
 * a distinct person takes, and how long from the reading of a code to its verdict on disk.
 */
import { demoPeople } from '../../server/platform/simulator/people.ts'
import { signIn, startVisit, takePhone } from '../e2e/phone.ts'
import { cameraVideo } from '../support/camera-video.ts'
import { startServerProcess } from '../support/server-process.ts'
import type { Row } from './rows.ts'

const PEOPLE = 30
/** A code is held up for so many frames: a third of a second. Whoever is missed comes round again. */
const FRAMES = 10
/** 30 distinct codes a minute (ms each). */
const GOAL = 2_000

/** When the page first showed a code, and when its verdict was on disk (ms). */
interface Scanned {
  read: number
  kept: number
}

/** Measures with the app built in `dist`, its page at full speed and slowed down four times. */
export async function crew(dist: string): Promise<Row[]> {
  const people = demoPeople.slice(0, PEOPLE).map((person) => person.idNumber)
  const video = await cameraVideo([{ text: '', frames: 30 }, ...people.map((text) => ({ text, frames: FRAMES }))], { width: 1280, height: 720 })
  const server = await startServerProcess({ DIST_DIR: dist })
  try {
    // An inspector for each, or the second would be led back to the first one's visit.
    return [...(await crewAt(server.url, 'wangjian', video, 1)), ...(await crewAt(server.url, 'lixiu', video, 4))]
  } finally {
    await server.close()
  }
}

async function crewAt(url: string, inspector: string, video: string, rate: number): Promise<Row[]> {
  const { page, context, close } = await takePhone({ video })
  try {
    await page.addInitScript(watchRows)
    await signIn(page, url, inspector)
    await startVisit(page)
    await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate })
    await page.getByRole('button', { name: '扫码查验' }).click()
    await page.getByText('班组连扫').click()
    await page.waitForFunction((count) => globalThis.crewScanned.filter(({ kept }) => kept > 0).length >= count, PEOPLE, { timeout: 180_000, polling: 500 })
    const scanned = await page.evaluate(() => globalThis.crewScanned)
    const each = (Math.max(...scanned.map(({ kept }) => kept)) - Math.min(...scanned.map(({ read }) => read))) / scanned.length
    return [
      { what: `crew scan with live answers, each distinct code, ${rate}×`, unit: 'ms', values: [each], goal: GOAL, note: `${Math.floor(60_000 / each)} codes a minute` },
      { what: `  of that code read → verdict on disk, ${rate}×`, unit: 'ms', values: scanned.map(({ read, kept }) => kept - read) },
    ]
  } finally {
    await close()
  }
}

declare global {
  /** In the page: the rows of the list, as they came. */
  var crewScanned: Scanned[]
}

/** Runs in the page before its own scripts. */
function watchRows(): void {
  const seen = new Map<Element, Scanned>()
  globalThis.crewScanned = []
  new MutationObserver(() => {
    for (const line of document.querySelectorAll('.rows .line')) {
      let scanned = seen.get(line)
      if (scanned === undefined) {
        scanned = { read: performance.now(), kept: 0 }
        seen.set(line, scanned)
        globalThis.crewScanned.push(scanned)
      }
      if (scanned.kept === 0 && line.textContent.includes('已保存')) scanned.kept = performance.now()
    }
  }).observe(document, { subtree: true, childList: true })
}
