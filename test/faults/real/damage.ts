/** Damage to the files of the phone's database, as a dying flash or a killed update leaves it: the browser opens an empty one in its place. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServerProcess } from '../../support/server-process.ts'
import { buildPage } from './build-page.ts'
import { auditServer, serverBalance, type Balance } from './compare.ts'
import { quiet } from './kill-campaign.ts'
import { Known } from './known.ts'
import { takeRealPhone, type Cookies } from './phone.ts'

/** What is done to the files of a browser that has ended. `none`: nothing, and nothing may come back then. */
export const damages = ['none', '64 bytes of the manifest', '64 bytes of the log', 'the log cut at 70 %'] as const
export type Damage = (typeof damages)[number]

export interface Damaged extends Pick<Balance, 'lost' | 'doubled' | 'torn' | 'delivered'> {
  acknowledged: number
  /** What had been sent before. */
  sent: number
  /** What the journal gave back. */
  restored: { entries: number; photos: number } | null
}

const PHOTO_BYTES = 300_000
/** After some damage the first start finds an older database, and the second an empty one. */
const STARTS = 3

export async function damagePhone(damage: Damage): Promise<Damaged> {
  const known = new Known()
  const page = await buildPage()
  const server = await startServerProcess({ DIST_DIR: page.distDir, LOG_LEVEL: 'fatal' })
  const profile = mkdtempSync(join(tmpdir(), 'suan-xun-damaged-'))
  let cookies: Cookies = []
  const take = () => takeRealPhone(profile, server.url, (told) => known.hear(told), cookies)
  let phone = await take()
  try {
    await phone.call('open', false)
    await phone.call('signIn', 'wangjian')
    cookies = await phone.page.context().cookies()
    const place = await phone.call('begin', known.stretch())
    let group = known.stretch()
    const write = async (groups: number) => {
      for (let i = 0; i < groups; i += 1) await phone.call('writeOne', place, (group += 1), 3, i % 4 === 0 ? PHOTO_BYTES : 0)
    }
    await write(20)
    await quiet(phone)
    const sent = auditServer(server.dataDir).entries.length
    await write(60)
    await phone.kill()
    harm(profile, damage)
    for (let start = 0; start < STARTS; start += 1) {
      phone = await take()
      await phone.call('open', false)
      // The app asks for it when nobody is signed in any more, and the notice of a loss does.
      if (!(await phone.call('signedIn')) || (await phone.call('loss')) !== null) await phone.call('signIn', 'wangjian')
      if (start < STARTS - 1) await phone.kill()
    }
    const { restored = null } = (await phone.call('loss')) ?? {}
    const end = await quiet(phone)
    const total = serverBalance(auditServer(server.dataDir), known)
    return { ...total, torn: end === 'quiet' ? total.torn : [`the phone did not come to rest: ${end}`, ...total.torn], acknowledged: known.acknowledged.length, sent, restored }
  } finally {
    await phone.kill().catch(() => undefined)
    await server.close()
    await page.remove()
    rmSync(profile, { recursive: true, force: true })
  }
}

function harm(profile: string, damage: Damage): void {
  const all = readdirSync(join(profile, 'Default', 'IndexedDB'), { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.leveldb'))
  const largest = (part: RegExp) => {
    const paths = all.filter((name) => part.test(name)).map((name) => join(profile, 'Default', 'IndexedDB', name))
    const [path] = paths.sort((a, b) => statSync(b).size - statSync(a).size)
    if (path === undefined) throw new Error(`no ${String(part)} among ${all.join(', ')}`)
    return path
  }
  switch (damage) {
    case 'none':
      return
    case '64 bytes of the manifest':
      return scramble(largest(/MANIFEST-\d+$/), 0)
    case '64 bytes of the log':
      return scramble(largest(/\d+\.log$/), 0.5)
    case 'the log cut at 70 %': {
      const log = largest(/\d+\.log$/)
      return truncateSync(log, Math.floor(statSync(log).size * 0.7))
    }
  }
}

/** Other bytes in 64 places, from `at` (share of the file) on. */
function scramble(path: string, at: number): void {
  const bytes = readFileSync(path)
  const from = Math.floor(bytes.length * at)
  for (let i = from; i < Math.min(bytes.length, from + 64); i += 1) bytes[i]! ^= 0xa5
  writeFileSync(path, bytes)
}
