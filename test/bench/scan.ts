/** From the camera frame in which a code is read to the verdict on a remembered answer, offline, many people in one visit. */
import { startVisit } from '../e2e/phone.ts'
import { cameraVideo } from '../support/camera-video.ts'
import type { Field, SlowPhone } from './field.ts'
import type { Row } from './rows.ts'

const GOAL = 150
/** Frames of the video for each person: 1.5 s. Whoever is missed comes round again. */
const FRAMES = 45

/** Times in the page (ms). */
interface Scan {
  title: string
  /** When the frame was taken from the camera. */
  taken: number
  /** When the screen first showed that a person was read. */
  read: number
  /** When the verdict had been painted. */
  painted: number
}

export async function scan(field: Field): Promise<Row[]> {
  const empty = { text: '', frames: 30 }
  const video = await cameraVideo([empty, ...field.people.map((text) => ({ text, frames: FRAMES }))], { width: 1280, height: 720 })
  // A visit of its own for each: whoever was checked in a visit before is only pointed out.
  return [...(await scansAt(field, video, '店铺装修', 4, GOAL)), ...(await scansAt(field, video, '管道抢修', 1))]
}

async function scansAt(field: Field, video: string, site: string, rate: number, goal?: number): Promise<Row[]> {
  const phone = await field.takePhone(rate, video)
  const { page } = phone
  await page.addInitScript(watchForVerdicts)
  await page.goto(field.url)
  await startVisit(page, site)
  await page.getByRole('button', { name: '扫码查验' }).click()
  const scans = await everybody(phone, field.people.length)
  const slowness = await phone.slowness()
  await phone.putAway()
  const other = scans.find(({ title }) => title !== '脱网绿码')
  if (other !== undefined) throw new Error(`a remembered green code was shown as ${other.title}`)
  const row = (what: string, values: number[]): Row => ({ what: `${what}, ${rate}×`, unit: 'ms', values })
  return [
    {
      ...row('camera frame → remembered verdict on the screen', scans.map(({ taken, painted }) => painted - taken)),
      ...(goal === undefined ? {} : { goal }),
      note: `page ${slowness.toFixed(1)}× slower`,
    },
    { ...row('  of that frame → person read', scans.map(({ taken, read }) => read - taken)), note: 'decoder thread at full speed' },
    row('  of that person read → verdict', scans.map(({ read, painted }) => painted - read)),
  ]
}

/** Goes on scanning until `count` people have their verdict. */
async function everybody({ page, told }: SlowPhone, count: number): Promise<Scan[]> {
  const scans: Scan[] = []
  while (scans.length < count) {
    scans.push(JSON.parse(await told()) as Scan)
    await page.getByRole('button', { name: '继续扫码' }).click()
  }
  return scans
}

/** Runs in the page before its own scripts. One frame is under way at a time, so the last one taken is the one that was read. */
function watchForVerdicts(): void {
  let taken = 0
  globalThis.VideoFrame = new Proxy(VideoFrame, {
    construct(real, given: ConstructorParameters<typeof VideoFrame>) {
      taken = performance.now()
      return new real(...given)
    },
  })

  let current: Scan | null = null
  new MutationObserver(() => {
    const title = document.querySelector('.plaque h1')
    if (title === null && document.querySelector('.asking') === null) {
      current = null
      return
    }
    const mine = (current ??= { title: '', taken, read: performance.now(), painted: 0 })
    if (title === null || mine.title !== '') return
    mine.title = title.textContent
    // The message comes after the frame in which the verdict is painted.
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => tellBench(JSON.stringify({ ...mine, painted: performance.now() }))
      port2.postMessage(null)
    })
  }).observe(document, { subtree: true, childList: true })
}
