/** An inspector in the field: a phone that was ready and has remembered people, and from then on neither server nor network. */
import { EventEmitter, on } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CDPSession, Page } from '@playwright/test'
import { demoPeople } from '../../server/platform/simulator/people.ts'
import { allDelivered, readyForOffline, signIn, startVisit, takePhone, typeNumber } from '../e2e/phone.ts'
import { startServerProcess } from '../support/server-process.ts'

declare global {
  /** In the page: tells the benchmark something, see `SlowPhone.told`. */
  var tellBench: (text: string) => void
}

/** How many people were checked in the morning. */
const PEOPLE = 10
/** A phone that has not told everything by then is stuck (ms). */
const PATIENCE = 60_000

export interface Field {
  url: string
  /** Numbers of the people whose answer is remembered: green codes, all of them. */
  people: string[]
  /** Starts the browser anew on the same phone, offline, its page slowed down `rate` times. */
  takePhone(rate: number, video?: string): Promise<SlowPhone>
  close(): Promise<void>
}

export interface SlowPhone {
  page: Page
  /** What the page tells next by `tellBench(text)`. Playwright's own waiting would run in the page and be measured with it. */
  told(): Promise<string>
  /** How many times slower the page really is, by the time of a fixed piece of work. */
  slowness(): Promise<number>
  /** Ends the browser; the profile stays. */
  putAway(): Promise<void>
}

/** Serves the app built in `dist`, makes one inspector's morning with it, and ends the server for good. */
export async function prepareField(dist: string): Promise<Field> {
  const profile = mkdtempSync(join(tmpdir(), 'suan-xun-bench-phone-'))
  const people = demoPeople.flatMap((person) => (person.colour === 'green' && (person.validDays ?? 0) > 7 ? [person.idNumber] : [])).slice(0, PEOPLE)
  const server = await startServerProcess({ DIST_DIR: dist })
  try {
    const { context, page } = await takePhone({ profile, installed: true })
    await signIn(page, server.url, 'wangjian')
    await readyForOffline(page)
    await startVisit(page)
    await page.getByRole('button', { name: '扫码查验' }).click()
    for (const person of people) {
      await typeNumber(page, person)
      await page.getByRole('button', { name: '继续扫码' }).click()
    }
    await page.getByRole('button', { name: '返回' }).click()
    await page.getByRole('button', { name: /无问题.?结束$/ }).click()
    await page.getByRole('button', { name: /结束巡查/ }).click()
    await page.getByRole('button', { name: '返回首页' }).click()
    await allDelivered(page)
    await context.close()
  } finally {
    await server.close()
  }
  return {
    url: server.url,
    people,
    async takePhone(rate, video) {
      const { context, page } = await takePhone({ profile, installed: true, ...(video === undefined ? {} : { video }) })
      await context.setOffline(true)
      const session = await context.newCDPSession(page)
      const told = new EventEmitter()
      session.on('Runtime.bindingCalled', ({ payload }) => told.emit('told', payload))
      await session.send('Runtime.enable')
      await session.send('Runtime.addBinding', { name: 'tellBench' })
      await slowDown(session, rate)
      const messages = on(told, 'told', { signal: AbortSignal.timeout(PATIENCE) })
      return {
        page,
        async told() {
          const { value } = await messages.next()
          return String(value)
        },
        async slowness() {
          const slow = await page.evaluate(work)
          await slowDown(session, 1)
          const fast = await page.evaluate(work)
          await slowDown(session, rate)
          return slow / fast
        },
        putAway: () => context.close(),
      }
    },
    async close() {
      rmSync(profile, { recursive: true, force: true })
    },
  }
}

function slowDown(session: CDPSession, rate: number): Promise<unknown> {
  return session.send('Emulation.setCPUThrottlingRate', { rate })
}

/** Runs in the page: a fixed piece of work; answers its time (ms). */
function work(): number {
  const began = performance.now()
  let x = 1
  for (let i = 0; i < 2e7; i++) x = (x * 48271) % 2147483647
  return performance.now() - began + (x < 0 ? 1 : 0)
}
