import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { wrap, type IDBPDatabase } from 'idb'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hashedText, personalText } from '#domain/entries/envelope.ts'
import type { Entry } from '#domain/entries/kinds.ts'
import { foldChecks, foldFindings, foldSites, foldVisits } from '#domain/fold.ts'
import type { Receipt } from '#domain/outbox.ts'
import { sha256 } from '#device/digest.ts'
import { isReceiptFor } from '#device/receipts.ts'
import { runSync } from '#sync/run-sync.ts'
import { openDatabase } from '../../server/database/connection.ts'
import { anAnswer } from '../support/drafts.ts'
import { injectFetch } from '../support/inject-fetch.ts'
import { createPhone } from '../support/phone.ts'
import { startServer } from '../support/server.ts'
import { storedPhone, storedServer } from './stores.ts'

/** What the phone of 0.1.0 held: see test/fixtures/stores/README.md. */
const WAITING = 45
const DELIVERED = 7

type Row = { id: string; area: string; seq: number; device: string; deviceSeq: number; hash: string; bytes: string }

/** The ledger as it lies on the server's disk, whatever its schema. */
function rowsOf(dataDir: string): Row[] {
  const db = new BetterSqlite(join(dataDir, 'suan-xun.db'), { readonly: true })
  const rows = db.prepare('select id, area, seq, device, device_seq as deviceSeq, hash, bytes from entry order by area, seq').all() as Row[]
  db.close()
  return rows
}

const entriesOf = (rows: readonly Row[]) => rows.map((row) => ({ ...(JSON.parse(row.bytes) as Entry), hash: row.hash }))

function folded(entries: readonly Entry[]) {
  // The persons of a site are on the phone that met them; the server's copy is compared as anybody may read it.
  return [foldSites(entries), foldVisits(entries), foldChecks(entries), foldFindings(entries)].map((fold) => [...fold.entries()])
}

async function storesOf(indexedDB: IDBFactory) {
  const db = (await wrap(indexedDB.open('suan-xun'))) as IDBPDatabase
  const [ledger, receipts] = await Promise.all([db.getAll('ledger'), db.getAll('receipts')])
  db.close()
  return { entries: ledger.map((row: { entry: Entry }) => row.entry), receipts: receipts as Receipt[] }
}

/** Every link: numbers without a gap, each naming the one before it, each hash of its own bytes. */
async function expectWholeChain(chain: readonly Entry[]): Promise<void> {
  const ordered = [...chain].sort((a, b) => a.deviceSeq - b.deviceSeq)
  for (const [i, entry] of ordered.entries()) {
    expect(entry).toMatchObject({ deviceSeq: i + 1, prev: ordered[i - 1]?.hash ?? null })
    expect(await sha256(hashedText(entry))).toBe(entry.hash)
  }
}

describe('a phone and a server of version 0.1.0', () => {
  let dataDir = ''
  let indexedDB: IDBFactory
  beforeEach(async () => {
    dataDir = storedServer('0.1.0')
    indexedDB = await storedPhone('0.1.0')
  })
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

  it('the phone opens with its outbox, photographs, answers and half-written form as they were', async () => {
    const before = await storesOf(await storedPhone('0.1.0'))
    const phone = await createPhone({ indexedDB })
    expect(await phone.outbox.waiting()).toMatchObject({ entries: WAITING, photos: 2, quarantined: 1 })
    const parcels = await phone.outbox.next(200)
    const ids = new Set(parcels.map(({ entry }) => entry.id))
    expect(parcels.map(({ entry }) => entry)).toEqual(before.entries.filter((entry) => ids.has(entry.id)).sort((a, b) => a.deviceSeq - b.deviceSeq))
    expect(parcels).toHaveLength(WAITING)
    for (const { entry, personal } of parcels) expect(personal === null ? null : await sha256(personalText(personal))).toBe(entry.personalDigest)
    const photos = before.entries.flatMap((entry) => (entry.kind === 'attachment.added' ? [entry.body.sha256] : []))
    expect(photos).toHaveLength(3)
    for (const photo of photos) expect(await sha256((await phone.ledger.photo(photo))!.bytes)).toBe(photo)
    expect(await phone.jottings.find('finding')).toMatchObject({ text: '写了一半' })
    const session = (await phone.session.load())!
    const receipted = before.entries.flatMap((entry) => before.receipts.filter((receipt) => receipt.entryId === entry.id).map((receipt) => ({ entry, receipt })))
    expect(receipted).toHaveLength(DELIVERED)
    for (const { entry, receipt } of receipted) expect(await isReceiptFor(entry, receipt, session.receiptKey)).toBe(true)
    await phone.close()
  })

  it('the server opens with its ledger byte for byte, and it adds up to the same', async () => {
    const before = rowsOf(dataDir)
    const db = await openDatabase(join(dataDir, 'suan-xun.db'))
    expect(await db.selectFrom('quarantine').select(['reason', 'chained']).execute()).toEqual([{ reason: 'area', chained: 1 }])
    await db.destroy()
    const after = rowsOf(dataDir)
    expect(after).toEqual(before)
    expect(before.length).toBeGreaterThan(DELIVERED)
    for (const row of after) expect(await sha256(hashedText(JSON.parse(row.bytes) as Entry))).toBe(row.hash)
    expect(folded(entriesOf(after))).toEqual(folded(entriesOf(before)))
  })

  it('what waited arrives exactly once, with the photographs, and both sides add up to the same', async () => {
    const server = await startServer({ dataDir })
    const phone = await createPhone({ indexedDB, fetch: injectFetch(server.app) })
    const { device } = await phone.session.device()
    const own = (await storesOf(indexedDB)).entries.filter((entry) => entry.device === device)
    const reply = await phone.network.signIn('wangjian', 'demo-2026', await phone.session.device())
    if (reply.kind !== 'ok') throw new Error(JSON.stringify(reply))
    await phone.session.save(reply.value)
    const visit = own.find((entry) => entry.kind === 'visit.started')!
    expect(await phone.ledger.write([anAnswer(visit.about.site!, visit.id, 'written-after')])).toMatchObject({ kind: 'written' })

    expect(await runSync(phone, reply.value)).toMatchObject({ kind: 'done', delivered: WAITING + 1, photosDelivered: 2 })
    expect(await runSync(phone, reply.value)).toMatchObject({ kind: 'done', delivered: 0, photosDelivered: 0 })
    expect(await phone.outbox.waiting()).toMatchObject({ entries: 0, photos: 0, quarantined: 1 })

    const held = rowsOf(dataDir)
    const { entries } = await storesOf(indexedDB)
    const mine = entries.filter((entry) => entry.device === device)
    const aside = mine.filter((entry) => entry.area !== visit.area)
    await expectWholeChain(mine)
    expect(aside).toHaveLength(1)
    expect(held.filter((row) => row.device === device).map((row) => [row.deviceSeq, row.id, row.hash]).sort()).toEqual(
      mine.filter((entry) => !aside.includes(entry)).map((entry) => [entry.deviceSeq, entry.id, entry.hash]).sort())
    for (const entry of mine) {
      if (entry.kind !== 'attachment.added') continue
      const bytes = await server.doors.blobs.read(entry.body.sha256)
      expect(await sha256(new Uint8Array(bytes).buffer)).toBe(entry.body.sha256)
    }
    const inTown = (all: readonly Entry[]) => all.filter((entry) => entry.area === visit.area)
    expect(folded(inTown(entries))).toEqual(folded(inTown(entriesOf(held))))
    await phone.close()
    await server.close()
  })

  it('the chain of that phone notices a link that is missing or altered', async () => {
    const { entries } = await storesOf(indexedDB)
    const device = entries.find((entry) => entry.kind === 'attachment.added')!.device
    const chain = entries.filter((entry) => entry.device === device)
    await expectWholeChain(chain)
    await expect(expectWholeChain(chain.filter((entry) => entry.deviceSeq !== 20))).rejects.toThrow()
    await expect(expectWholeChain(chain.map((entry) => (entry.deviceSeq === 20 ? { ...entry, at: entry.at + 1 } : entry)))).rejects.toThrow()
    expect(readFileSync(join(dataDir, 'suan-xun.db')).subarray(0, 15).toString()).toBe('SQLite format 3')
  })
})
