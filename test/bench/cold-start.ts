/** From opening the app without server and network, in a browser started for it, to a home screen that can be used. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Field } from './field.ts'
import { median, type Row } from './rows.ts'

const RUNS = 11
const GOAL = 1_000
/** A desktop browser loads pages of its own bars and menus when it starts (ms); a phone's has none, and they would take our core. */
const SETTLING = 3_000

export async function coldStart(field: Field): Promise<Row[]> {
  return [await startsAt(field, 4, GOAL), await startsAt(field, 1)]
}

async function startsAt(field: Field, rate: number, goal?: number): Promise<Row> {
  const values: number[] = []
  const slownesses: number[] = []
  for (let run = 0; run < RUNS; run++) {
    const phone = await field.takePhone(rate)
    await phone.page.addInitScript(watchForHome)
    await sleep(SETTLING)
    await phone.page.goto(field.url)
    values.push(Number(await phone.told()))
    slownesses.push(await phone.slowness())
    await phone.putAway()
  }
  return { what: `offline cold start to a usable home screen, ${rate}×`, unit: 'ms', values, ...(goal === undefined ? {} : { goal }), note: `page ${median(slownesses).toFixed(1)}× slower` }
}

/** Runs in the page before its own scripts; tells the time since the navigation began (ms). Usable: a visit can be begun or gone on with, and it says what waits and what was done. */
function watchForHome(): void {
  const observer = new MutationObserver(() => {
    const buttons = [...document.querySelectorAll('button')].map((button) => button.textContent)
    const says = (words: RegExp) => buttons.some((text) => words.test(text))
    if (!says(/开始巡查|继续巡查/) || !says(/已送达|待上传/) || document.body.textContent.includes('正在读取本机记录')) return
    observer.disconnect()
    // The message comes after the frame in which all this is painted.
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => tellBench(String(performance.now()))
      port2.postMessage(null)
    })
  })
  observer.observe(document, { subtree: true, childList: true, characterData: true })
}
