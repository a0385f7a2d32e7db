/** Power cuts of the phone: its browser profile is on a disk whose power is cut. */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startServerProcess, type ServerProcess } from '../../support/server-process.ts'
import { buildPage } from './build-page.ts'
import { auditServer, balance, lostOnPhone, serverBalance, tornOnPhone, type Balance } from './compare.ts'
import { quiet } from './kill-campaign.ts'
import { Known } from './known.ts'
import { openLoopDisk, type LoopDisk } from './loop-disk.ts'
import { takeRealPhone, type Cookies, type RealPhone } from './phone.ts'
import { seeded, type Seeded } from './seeded.ts'

const MEGABYTES = 1_500
/** A cut comes so long (ms) after the work began. */
const WORKS_FOR = { least: 200, most: 2_500 }
/** So long (ms) the app was open once before the first cut: Linux writes down within half a minute what nobody flushes, names of new files among it. */
const OPEN_FOR = 40_000

async function withServer<T>(work: (server: ServerProcess) => Promise<T>): Promise<T> {
  const page = await buildPage()
  const server = await startServerProcess({ DIST_DIR: page.distDir, LOG_LEVEL: 'fatal' })
  try {
    return await work(server)
  } finally {
    await server.close()
    await page.remove()
  }
}

const aWhile = (random: Seeded) => sleep(WORKS_FOR.least + random.upTo(WORKS_FOR.most - WORKS_FOR.least))

async function pullThePlug(disk: LoopDisk, phone: RealPhone, known: Known): Promise<void> {
  disk.cut()
  known.deaf = true
  await phone.kill()
  disk.remount()
  known.deaf = false
}

/** Cuts in the middle of writing and sending, on one phone that goes on after each. */
export interface Cut extends Pick<Balance, 'lost' | 'doubled' | 'torn' | 'delivered'> {
  acknowledged: number
  acknowledgedPhotos: number
  /** Cuts after which the browser opened an empty database. */
  emptied: number
}

/** `look` is given the profile after each cut, before a browser opens it. */
export function cutPhone(seed: number, cuts: number, look: (profile: string) => void = () => {}): Promise<Cut> {
  return withServer(async (server) => {
    const [random, known, disk] = [seeded(seed), new Known(), openLoopDisk(MEGABYTES)]
    const profile = join(disk.folder, 'profile')
    let cookies: Cookies = []
    const take = async () => {
      const taken = await takeRealPhone(profile, server.url, (told) => known.hear(told), cookies)
      await taken.call('open', false)
      return taken
    }
    let phone = await take()
    try {
      await phone.call('signIn', 'wangjian')
      cookies = await phone.page.context().cookies()
      let place = await phone.call('begin', known.stretch())
      await sleep(OPEN_FOR)
      const [lost, torn]: [string[], string[]] = [[], []]
      let emptied = 0
      for (let cut = 0; cut < cuts; cut += 1) {
        void phone.call('work', random.pick(['write', 'push', 'photo']), place, known.stretch()).catch(() => undefined)
        await aWhile(random)
        await pullThePlug(disk, phone, known)
        look(profile)
        phone = await take()
        if (!(await phone.call('signedIn'))) {
          emptied += 1
          await phone.call('signIn', 'wangjian')
          place = await phone.call('begin', known.stretch())
        }
        // What an empty one held is under another name since: whether it was lost shows at the server.
        if (emptied > 0) continue
        const audit = await phone.call('audit')
        lost.push(...lostOnPhone(audit, known))
        torn.push(...tornOnPhone(audit, known))
      }
      const end = await quiet(phone)
      const onServer = auditServer(server.dataDir)
      const total = emptied > 0 ? serverBalance(onServer, known) : balance(await phone.call('audit'), onServer, known)
      if (end !== 'quiet') torn.push(`the phone did not come to rest: ${end}`)
      return { ...total, emptied, lost: [...lost, ...total.lost], torn: [...torn, ...total.torn], acknowledged: known.acknowledged.length, acknowledgedPhotos: known.acknowledgedPhotos.length }
    } finally {
      await phone.kill().catch(() => undefined)
      disk.close()
    }
  })
}

/** The control, entries and photographs: the same page with the browser's default durability, a new phone for each cut. */
export function relaxedPhone(seed: number, cuts: number): Promise<{ acknowledged: number; lost: number }> {
  return withServer(async (server) => {
    const random = seeded(seed)
    const sum = { acknowledged: 0, lost: 0 }
    for (let cut = 0; cut < cuts; cut += 1) {
      const [known, disk] = [new Known(), openLoopDisk(MEGABYTES)]
      const take = async () => {
        const taken = await takeRealPhone(join(disk.folder, 'profile'), server.url, (told) => known.hear(told))
        await taken.call('open', true)
        return taken
      }
      let phone = await take()
      try {
        await phone.call('signIn', 'wangjian')
        const place = await phone.call('begin', known.stretch())
        void phone.call('work', 'write', place, known.stretch()).catch(() => undefined)
        await aWhile(random)
        await pullThePlug(disk, phone, known)
        phone = await take()
        const there = new Set(await phone.call('names'))
        const acknowledged = [...known.acknowledged, ...known.acknowledgedPhotos]
        sum.acknowledged += acknowledged.length
        sum.lost += acknowledged.filter((name) => !there.has(name)).length
      } finally {
        await phone.kill().catch(() => undefined)
        disk.close()
      }
    }
    return sum
  })
}
