/** Writing when there is no room: refused with the right word, nothing half-written, and everything goes on when there is room again. */
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServerProcess } from '../../support/server-process.ts'
import { buildPage } from './build-page.ts'
import { auditServer, balance, serverBalance, tornOnPhone } from './compare.ts'
import { quiet } from './kill-campaign.ts'
import { Known } from './known.ts'
import { noLoopDisk, openLoopDisk } from './loop-disk.ts'
import { takeRealPhone, type Cookies, type RealPhone } from './phone.ts'

export type Space =
  | { kind: 'cannot'; why: string }
  | { kind: 'ran'; before: number; refused: string[]; small: number; after: number; delivered: number; restored: Restored | null; wrong: string[] }

/** What came back of a database that the full disk had emptied. */
export interface Restored {
  entries: number
  photos: number
}

const QUOTA = 12_000_000
const PHOTO_BYTES = 300_000
const MOST_WRITES = 400
const REFUSALS = 6

/** What makes room scarce on a phone, and what makes room again. */
interface Scarcity {
  profile: string
  /** Before the first touch of IndexedDB; says why it has no effect, or `null`. */
  prepare(phone: RealPhone, origin: string): Promise<string | null>
  /** After the first writes. */
  fill(): void
  makeRoom(phone: RealPhone, origin: string): Promise<void>
  close(): void
}

export function fullQuota(): Promise<Space> {
  const profile = mkdtempSync(join(tmpdir(), 'suan-xun-quota-'))
  return writeUntilFull({
    profile,
    async prepare(phone, origin) {
      const session = await phone.page.context().newCDPSession(phone.page)
      await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: QUOTA })
      const { overrideActive, quota } = await session.send('Storage.getUsageAndQuota', { origin })
      return overrideActive && quota === QUOTA ? null : 'the browser did not take the quota'
    },
    fill() {},
    async makeRoom(phone, origin) {
      const session = await phone.page.context().newCDPSession(phone.page)
      await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: QUOTA * 20 })
    },
    close: () => rmSync(profile, { recursive: true, force: true }),
  })
}

export async function fullDisk(): Promise<Space> {
  const why = noLoopDisk()
  if (why !== null) return { kind: 'cannot', why }
  const disk = openLoopDisk(400)
  const filler = join(disk.folder, 'filler')
  return writeUntilFull({
    profile: join(disk.folder, 'profile'),
    prepare: () => Promise.resolve(null),
    fill: () => fillUp(filler),
    makeRoom: () => Promise.resolve(rmSync(filler)),
    close: () => disk.close(),
  })
}

function fillUp(path: string): void {
  const file = openSync(path, 'w')
  for (const size of [1_048_576, 4_096]) {
    const block = Buffer.alloc(size, 1)
    try {
      for (;;) if (writeSync(file, block) < size) break
    } catch (cause) {
      if (!(cause instanceof Error && 'code' in cause && cause.code === 'ENOSPC')) throw cause
    }
  }
  closeSync(file)
}

async function writeUntilFull(scarcity: Scarcity): Promise<Space> {
  const known = new Known()
  const page = await buildPage()
  const server = await startServerProcess({ DIST_DIR: page.distDir, LOG_LEVEL: 'fatal' })
  let cookies: Cookies = []
  const take = () => takeRealPhone(scarcity.profile, server.url, (told) => known.hear(told), cookies)
  const refusals = () => [...known.groups.values()].flatMap((group) => (group.refused === null ? [] : [group.refused]))
  let phone = await take()
  try {
    const inactive = await scarcity.prepare(phone, server.url)
    if (inactive !== null) return { kind: 'cannot', why: inactive }
    await phone.call('open', false)
    await phone.call('signIn', 'wangjian')
    cookies = await phone.page.context().cookies()
    const place = await phone.call('begin', known.stretch())
    const start = known.stretch()
    let group = start
    for (let i = 0; i < 5; i += 1) await phone.call('writeOne', place, (group += 1), 3, PHOTO_BYTES)
    scarcity.fill()
    while (refusals().length < REFUSALS && group < start + MOST_WRITES) await phone.call('writeOne', place, (group += 1), 3, PHOTO_BYTES)
    const before = known.acknowledged.length
    for (let i = 0; i < REFUSALS; i += 1) await phone.call('writeOne', place, (group += 1), 3, 0)
    const small = known.acknowledged.length - before
    const refused = refusals()
    const wrong = refused.filter((why) => why !== 'no-space').map((why) => `refused as "${why}"`)
    if (refused.length === 0) wrong.push('it was never full: the test saw nothing')

    await scarcity.makeRoom(phone, server.url)
    const held = known.acknowledged.length
    for (let i = 0; i < 5; i += 1) await phone.call('writeOne', place, (group += 1), 3, PHOTO_BYTES)
    const after = known.acknowledged.length - held
    if (after === 0) wrong.push('nothing could be written after there was room again, without a restart')
    await phone.kill()
    phone = await take()
    await phone.call('open', false)
    const emptied = !(await phone.call('signedIn'))
    if (emptied) await phone.call('signIn', 'wangjian')
    else wrong.push(...tornOnPhone(await phone.call('audit'), known))
    const restored = (await phone.call('loss'))?.restored ?? null
    const end = await quiet(phone)
    if (end !== 'quiet') wrong.push(`the phone did not come to rest: ${end}`)
    const total = emptied ? serverBalance(auditServer(server.dataDir), known) : balance(await phone.call('audit'), auditServer(server.dataDir), known)
    return { kind: 'ran', before, refused, small, after, delivered: total.delivered, restored, wrong: [...wrong, ...total.lost, ...total.doubled, ...total.torn] }
  } finally {
    await phone.kill().catch(() => undefined)
    await server.close()
    await page.remove()
    scarcity.close()
  }
}
