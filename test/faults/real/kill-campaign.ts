/** Kills the phone or the server, for good and without a word, while the phone writes, pushes, uploads, pulls or upgrades its database. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startServerProcess } from '../../support/server-process.ts'
import { buildPage } from './build-page.ts'
import { meetColleague } from './colleague.ts'
import { auditServer, balance, lostOnPhone, tornOnPhone, type Balance } from './compare.ts'
import { Known } from './known.ts'
import { takeRealPhone, type Cookies, type RealPhone } from './phone.ts'
import { seeded } from './seeded.ts'
import type { Work } from './told.ts'

export interface Campaign {
  seed: number
  phoneCuts: number
  serverCuts: number
  say?: (line: string) => void
}

export interface Outcome extends Balance {
  tried: number
  acknowledged: number
  acknowledgedPhotos: number
  /** Kills of the phone and of the server, by what it was doing. */
  kills: Record<'phone' | 'server', Partial<Record<Work, number>>>
  /** Kills that came before the schema step had ended. */
  duringStep: number
}

/** At most so long (ms) after the work has begun the kill comes. */
const WITHIN: Record<Work, number> = { write: 600, push: 900, photo: 900, pull: 500, schema: 60 }
const phoneWorks: readonly Work[] = ['write', 'push', 'photo', 'pull', 'schema']
const serverWorks: readonly Work[] = ['push', 'photo', 'pull']
const PULLED = 150
const QUIET_TRIES = 40

export async function killCampaign({ seed, phoneCuts, serverCuts, say = () => {} }: Campaign): Promise<Outcome> {
  const random = seeded(seed)
  const known = new Known()
  const page = await buildPage()
  const server = await startServerProcess({ DIST_DIR: page.distDir, LOG_LEVEL: 'fatal' })
  const profile = mkdtempSync(join(tmpdir(), 'suan-xun-killed-'))
  const early: Balance = { lost: [], doubled: [], torn: [], delivered: 0, photosDelivered: 0 }
  const kills: Outcome['kills'] = { phone: {}, server: {} }
  let duringStep = 0
  let cookies: Cookies = []
  let phone: RealPhone | null = null

  async function take(): Promise<RealPhone> {
    const taken = await takeRealPhone(profile, server.url, (told) => known.hear(told), cookies)
    await taken.call('open', false)
    return taken
  }

  try {
    const colleague = await meetColleague(server.url)
    phone = await take()
    await phone.call('signIn', 'wangjian')
    cookies = await phone.page.context().cookies()
    const place = await phone.call('begin', known.stretch())

    for (let cut = 0; cut < phoneCuts + serverCuts; cut += 1) {
      // Spread evenly, one among the other.
      const victim = Math.floor(((cut + 1) * serverCuts) / (phoneCuts + serverCuts)) > Math.floor((cut * serverCuts) / (phoneCuts + serverCuts)) ? 'server' : 'phone'
      const works = victim === 'phone' ? phoneWorks : serverWorks
      const count = kills[victim]
      const work = works.reduce((rarest, each) => ((count[each] ?? 0) < (count[rarest] ?? 0) ? each : rarest))
      count[work] = (count[work] ?? 0) + 1
      if (work === 'pull') await colleague.deliver(PULLED)
      if (work === 'schema') await phone.call('rewind')
      const upgrading = work === 'schema' ? phone.told('upgrading') : Promise.resolve()
      let upgraded = false
      void phone.told('upgraded').then(() => { upgraded = true })
      void phone.call('work', work, place, known.stretch()).catch(() => undefined)
      await upgrading
      await sleep(random.upTo(WITHIN[work]))
      if (victim === 'server') {
        await server.kill()
        // The phone goes on meanwhile, as it would.
        await sleep(random.upTo(200))
        await server.restart()
        await phone.told('synced')
        await phone.call('stop')
        continue
      }
      await phone.kill()
      if (work === 'schema' && !upgraded) duringStep += 1
      phone = await take()
      const audit = await phone.call('audit')
      early.lost.push(...lostOnPhone(audit, known))
      early.torn.push(...tornOnPhone(audit, known))
      if ((cut + 1) % 10 === 0) say(`${cut + 1} kills: ${known.acknowledged.length} entries and ${known.acknowledgedPhotos.length} photographs acknowledged, ${early.lost.length} lost, ${early.torn.length} torn`)
    }

    await phone.call('stop')
    const end = await quiet(phone)
    const total = balance(await phone.call('audit'), auditServer(server.dataDir), known)
    const torn = [...early.torn, ...total.torn, ...(end === 'quiet' ? [] : [`the phone did not come to rest: ${end}`])]
    return {
      ...total, torn, lost: [...early.lost, ...total.lost], kills, duringStep,
      tried: known.tried, acknowledged: known.acknowledged.length, acknowledgedPhotos: known.acknowledgedPhotos.length,
    }
  } finally {
    await phone?.kill().catch(() => undefined)
    await server.close()
    await page.remove()
    rmSync(profile, { recursive: true, force: true })
  }
}

/** Syncs until nothing waits; says how the last try ended when it does not. */
export async function quiet(phone: RealPhone): Promise<string> {
  let last = ''
  for (let tries = 0; tries < QUIET_TRIES; tries += 1) {
    const { end, entries, photos } = await phone.call('sync')
    if (end === 'done' && entries === 0 && photos === 0) return 'quiet'
    last = `${end}, ${entries} entries and ${photos} photographs wait`
    await sleep(100)
  }
  return last
}
