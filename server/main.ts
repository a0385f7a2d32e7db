/** The composition root: settings → doors → app → listen → graceful stop. */
import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DAY, HOUR, MINUTE } from '#domain/time.ts'
import { buildApp } from './app.ts'
import { followDue } from './attendance/follow.ts'
import { runDue } from './checks/recheck-loop.ts'
import { BadSetting, readConfig, type Config } from './config.ts'
import { openDoors } from './doors.ts'
import { greeting } from './greeting.ts'
import { takeLearned } from './ledger/learn.ts'
import { numberWaiting } from './notices/numbering.ts'
import { forgetStale } from './packs/known-answers.ts'
import { eraseDue } from './retention/erase.ts'
import { refreshNext } from './rosters/refresh.ts'

const RECHECK_EVERY = 3_000
const FOLLOW_EVERY = 3_000
/** How soon a paper that came in gets its number. */
const NUMBERS_EVERY = 2_000
/** How often it is looked which rosters are due; each is due about twice a day. */
const ROSTERS_EVERY = MINUTE
/** A photograph that nobody went on sending for so long is sent anew from its beginning. */
const PARTS_KEPT_FOR = 7 * DAY

// What the server writes names people; nobody else on the machine may read it.
process.umask(0o077)

try {
  await start(readConfig(process.env, resolve(import.meta.dirname, '..')))
} catch (error) {
  console.error(startTrouble(error))
  process.exitCode = 1
}

async function start(config: Config): Promise<void> {
  const doors = await openDoors(config, () => Date.now(), (bytes) => randomBytes(bytes), ({ fault, detail }) => {
    // An open breaker only repeats what was said before.
    app.log[fault === 'breaker-open' ? 'info' : 'warn']({ fault, detail }, 'the platform gave no answer')
  })
  const app = await buildApp(doors)
  await app.listen({ port: config.port, host: config.host }).catch(async (error: unknown) => {
    await doors.close()
    throw error
  })
  console.log(greeting(config, portOf(app.server.address(), config.port)))

  const stopped = new AbortController()
  const repeat = async (what: string, every: number, work: () => Promise<void>) => {
    while (!stopped.signal.aborted) {
      await work().catch((error: unknown) => app.log.error(error, `${what} failed; tried again`))
      await sleep(every, undefined, { signal: stopped.signal }).catch(() => undefined)
    }
  }
  const chores = [
    repeat('rechecks', RECHECK_EVERY, async () => {
      // As long as there are answers there may be more that are due.
      while (!stopped.signal.aborted && (await runDue(doors)) > 0);
    }),
    repeat('numbering', NUMBERS_EVERY, async () => {
      while (!stopped.signal.aborted && (await numberWaiting(doors)) > 0);
    }),
    repeat('attendance', FOLLOW_EVERY, async () => {
      while (!stopped.signal.aborted && (await followDue(doors)) > 0);
    }),
    repeat('rosters', ROSTERS_EVERY, async () => {
      // One after the other: a roster is the largest answer the platform gives.
      while (!stopped.signal.aborted && (await refreshNext(doors)));
    }),
    repeat('sweeping', DAY, () => doors.blobs.sweepParts(doors.now() - PARTS_KEPT_FOR)),
    repeat('forgetting', HOUR, async () => void (await forgetStale(doors))),
    repeat('retention', DAY, async () => {
      const erased = await eraseDue(doors)
      if (erased > 0) app.log.warn({ erased }, 'what names people was erased at the end of its retention')
    }),
    repeat('learning', DAY, async () => {
      const entered = await takeLearned(doors)
      if (entered > 0) app.log.warn({ entered }, 'entries that could not be read before entered the ledger')
    }),
  ]
  const stop = async () => {
    if (stopped.signal.aborted) return
    stopped.abort()
    await app.close()
    await Promise.all(chores)
    await doors.close()
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop())
}

/** The port really listened on, which the system chooses when it was 0. */
function portOf(address: string | AddressInfo | null, asked: number): number {
  return address === null || typeof address === 'string' ? asked : address.port
}

function startTrouble(error: unknown): string {
  if (error instanceof BadSetting) return `设置有误 / Bad setting: ${error.message}`
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    return '端口已被占用，请换一个端口再启动，例如 PORT=8090 npm start。/ The port is in use: choose another, for example PORT=8090 npm start.'
  }
  return `启动失败 / Could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
}
