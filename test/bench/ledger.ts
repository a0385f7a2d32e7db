/** The ledger on the phone with few and with very many entries, and its way to the server beside PouchDB's with the same documents. */
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import type { Parcel } from '#domain/contract.ts'
import { DEMO_PASSWORD } from '../../server/demo/accounts.ts'
import { startServerProcess } from '../support/server-process.ts'
import { VISIT_ENTRIES, VISIT_PHOTOS } from './ledger-page/made.ts'
import { buildLedgerPage, openLedgerPage, type Browser } from './ledger-page.ts'
import { installPouch, type Pouch } from './pouch.ts'
import { median, type Row } from './rows.ts'

const SITES = 500
/** Twenty entries each: with the sites 1,000 entries, then 100,000. */
const FEW_VISITS = 25
const MANY_VISITS = 4_950
/** 10,000 entries, 1,000 of them photographs. */
const PUSHED_VISITS = 500
const PUSHED_PHOTOS = PUSHED_VISITS * VISIT_PHOTOS
const ACTS = 100
const READS = 100
const STARTS = 5
const ROUNDS = 2
const METRICS_TOKEN = 'bench-metrics-token'

export async function ledger(): Promise<Row[]> {
  const page = mkdtempSync(join(tmpdir(), 'suan-xun-bench-page-'))
  const pouch = installPouch()
  try {
    await buildLedgerPage(page)
    return [...(await onPhone(page)), ...(await toServer(page, pouch))]
  } finally {
    pouch?.remove()
    rmSync(page, { recursive: true, force: true })
  }
}

async function onPhone(page: string): Promise<Row[]> {
  const server = await startServerProcess({ DIST_DIR: page })
  const browser = await openLedgerPage(server.url)
  try {
    await signIn(browser)
    await browser.page.evaluate((count) => bench.phone.fillSites(count), SITES)
    await browser.page.evaluate((count) => bench.phone.fillVisits(count, false), FEW_VISITS)
    const few = await measurePhone(browser)
    await browser.page.evaluate((count) => bench.phone.fillVisits(count, false), MANY_VISITS)
    const many = await measurePhone(browser)
    const rows = (what: string, name: keyof typeof few): Row[] => [
      { what: `${what}, 1,000 entries`, unit: 'ms', values: few[name], note: p99(few[name]) },
      { what: '  the same, 100,000 entries', unit: 'ms', values: many[name], note: p99(many[name]) },
    ]
    return [
      ...rows('one act (entry and photograph) durable', 'acts'),
      ...rows('  without the journal beside the database', 'without'),
      ...rows('the last 20 visits, with their entries', 'visits'),
      ...rows('one visit, opened and folded', 'visit'),
      ...rows(`all ${SITES} sites, opened and folded`, 'sites'),
      ...rows('a word searched among them', 'search'),
      ...rows('what waits, in numbers', 'waiting'),
      ...rows('what waits, the first 50', 'items'),
      ...rows('database opened after the browser\'s start', 'open'),
    ]
  } finally {
    await browser.close()
    await server.close()
  }
}

async function measurePhone(browser: Browser) {
  const open: number[] = []
  for (let start = 0; start < STARTS; start++) {
    await browser.restart()
    open.push((await browser.page.evaluate(() => bench.phone.open())).ms)
  }
  const reads = await browser.page.evaluate((count) => bench.phone.reads(count), READS)
  return { open, ...reads, ...(await browser.page.evaluate((count) => bench.phone.writes(count), ACTS)) }
}

/** One push of everything. Times in ms. */
interface Push {
  /** One act after the other, before the push. */
  acts: number[]
  whole: number
  serverCpu: number
  requests: number
  bytes: number
}

async function toServer(page: string, pouch: Pouch | null): Promise<Row[]> {
  const ours: (Push & { entries: number; pulled: number })[] = []
  const theirs: Push[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const { parcels, ...push } = await pushOurs(page)
    ours.push(push)
    if (pouch !== null) theirs.push(await pushTheirs(page, pouch, parcels))
  }
  const beside = (what: string, unit: Row['unit'], valuesOf: (push: Push) => number[], noteOf: (pushes: readonly Push[]) => string = () => ''): Row[] => [
    { what, unit, values: ours.flatMap(valuesOf), note: noteOf(ours) },
    ...(pouch === null ? [] : [
      { what: '  PouchDB 9', unit, values: theirs.flatMap(valuesOf), note: noteOf(theirs) },
      { what: '  PouchDB 9 to ours, round by round', unit: '×' as const, values: theirs.map((push, i) => median(valuesOf(push)) / median(valuesOf(ours[i]!))) },
    ]),
  ]
  const sent = (pushes: readonly Push[]) => `${median(pushes.map(({ requests }) => requests))} requests, ${(median(pushes.map(({ bytes }) => bytes)) / 2 ** 20).toFixed(0)} MB sent`
  return [
    ...beside('10,000 entries and 1,000 photographs pushed', 'ms', ({ whole }) => [whole], (pushes) => (pouch === null ? `${sent(pushes)}; PouchDB 9 not measured: could not be installed` : sent(pushes))),
    { what: '  of ours the entries', unit: 'ms', values: ours.map(({ entries }) => entries) },
    { what: '  ours after it, the pull', unit: 'ms', values: ours.map(({ pulled }) => pulled), note: 'in no comparison' },
    ...beside('CPU of the server for it', 'ms', ({ serverCpu }) => [serverCpu]),
    ...beside('one act durable, 10,000 entries', 'ms', ({ acts }) => acts, (pushes) => p99(pushes.flatMap(({ acts }) => acts))),
  ]
}

async function pushOurs(page: string): Promise<Push & { entries: number; pulled: number; parcels: Parcel[] }> {
  const server = await startServerProcess({ DIST_DIR: page, METRICS_TOKEN })
  const browser = await openLedgerPage(server.url)
  try {
    await signIn(browser)
    await browser.page.evaluate(() => bench.phone.pull())
    await browser.page.evaluate((count) => bench.phone.fillVisits(count, true), PUSHED_VISITS)
    const parcels = await browser.page.evaluate(() => bench.phone.parcels())
    const before = await serverCpu(server.url)
    const pushed = await browser.page.evaluate(() => bench.phone.push())
    const after = await serverCpu(server.url)
    checkOurs(server.dataDir, parcels)
    const pulled = await browser.page.evaluate(() => bench.phone.pull())
    const { acts } = await browser.page.evaluate((count) => bench.phone.writes(count), ACTS)
    return { ...pushed, serverCpu: after - before, pulled, acts, parcels }
  } finally {
    await browser.close()
    await server.close()
  }
}

async function pushTheirs(page: string, pouch: Pouch, parcels: Parcel[]): Promise<Push> {
  const server = await pouch.serve(page)
  const browser = await openLedgerPage(server.url)
  try {
    await browser.page.addScriptTag({ path: pouch.script })
    await browser.page.evaluate((all) => bench.pouch.fill(all), parcels)
    const before = await server.cpu()
    const pushed = await browser.page.evaluate(() => bench.pouch.replicate('/couch/ledger'))
    const after = await server.cpu()
    const [here, there] = await browser.page.evaluate(() => Promise.all([bench.pouch.holds(), bench.pouch.holds('/couch/ledger')]))
    if (there.documents !== parcels.length || there.attachments !== PUSHED_PHOTOS || there.digest !== here.digest) throw new Error('not everything was replicated')
    const acts = await browser.page.evaluate((count) => bench.pouch.writes(count), ACTS)
    return { ...pushed, serverCpu: after - before, acts }
  } finally {
    await browser.close()
    await server.close()
  }
}

async function signIn({ page }: Browser): Promise<void> {
  await page.evaluate((password) => bench.phone.signIn('wangjian', password), DEMO_PASSWORD)
}

/** What the server's process has used so far (ms). */
async function serverCpu(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${METRICS_TOKEN}` } })).text()
  const [, seconds] = /^process_cpu_seconds_total (\S+)$/m.exec(text) ?? []
  return Number(seconds) * 1000
}

/** Throws unless the server has every parcel once, with the same hash, and every photograph whole. */
function checkOurs(dataDir: string, parcels: readonly Parcel[]): void {
  const db = new BetterSqlite(join(dataDir, 'suan-xun.db'), { readonly: true })
  const stored = db.prepare<[string], { id: string; hash: string }>('select id, hash from entry where device = ? order by device_seq').all(parcels[0]?.entry.device ?? '')
  const named = db.prepare<[], { sha256: string }>('select sha256 from attachment').all().map(({ sha256 }) => sha256)
  db.close()
  const text = (rows: readonly { id: string; hash: string }[]) => rows.map(({ id, hash }) => `${id} ${hash}`).join('\n')
  if (parcels.length !== PUSHED_VISITS * VISIT_ENTRIES || text(stored) !== text(parcels.map(({ entry }) => entry))) throw new Error('the server has not every entry exactly once')
  const folder = join(dataDir, 'blobs')
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile())
  const whole = files.filter((file) => createHash('sha256').update(readFileSync(join(file.parentPath, file.name))).digest('hex') === file.name)
  const shown = new Set(parcels.flatMap(({ entry }) => (entry.kind === 'attachment.added' ? [entry.body.sha256] : [])))
  if (shown.size !== PUSHED_PHOTOS || files.length !== shown.size || whole.length !== shown.size || named.some((name) => !shown.has(name)) || named.length !== shown.size) {
    throw new Error('the server has not every photograph exactly once')
  }
}

/** The value that one in a hundred exceeds, where there are so many. */
function p99(values: readonly number[]): string {
  const value = [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.99) - 1]
  return values.length < 100 || value === undefined ? '' : `p99 ${value.toFixed(1)}`
}
