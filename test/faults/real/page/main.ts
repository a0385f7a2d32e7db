/** The product's own store, network and sync in a real browser, without its screens: what it is told to do it does as fast as it can. */
import { wrap, type IDBPDatabase } from 'idb'
import { first } from '#device/database/migrations/001-first.ts'
import type { PhoneSchema } from '#device/database/schema.ts'
import { sha256 } from '#device/digest.ts'
import type { Doors, NewPhoto } from '#device/doors.ts'
import { openOpfs } from '#device/journal/opfs.ts'
import { createLocks } from '#device/locks.ts'
import { browserConnectivity } from '#device/connectivity.ts'
import { createNetwork } from '#device/network.ts'
import { createPhoneStore, type PhoneStore } from '#device/phone-store.ts'
import { systemRandom } from '#device/random.ts'
import { hashedText } from '#domain/entries/envelope.ts'
import type { Draft, Entry } from '#domain/entries/kinds.ts'
import { runSync } from '#sync/run-sync.ts'
import { aPhotoDraft, aSite, aVisit, anAnswer } from '../../../support/drafts.ts'
import type { OwnEntry, PageCalls, PhoneAudit, Told, Work } from '../told.ts'

declare global {
  interface Window {
    tell(told: Told): Promise<void>
    calls: PageCalls
  }
}

const NAME = 'suan-xun'
const PHOTO_BYTES = 300_000
const BACKLOG = 8

type Phone = PhoneStore & Pick<Doors, 'network' | 'locks'>
type Place = { site: string; visit: string }

let phone: Phone
let stopped = false
let working: Promise<void> = Promise.resolve()

function openPhone(): void {
  const store = createPhoneStore({ indexedDB, phoneNow: () => Date.now(), randomBytes: systemRandom, canary: localStorage, journal: openOpfs })
  const network = createNetwork({ fetch: fetch.bind(globalThis), clock: store.clock, connectivity: browserConnectivity() })
  phone = { ...store, network, locks: createLocks(navigator.locks) }
}

function relaxAll(): void {
  const strict = IDBDatabase.prototype.transaction
  IDBDatabase.prototype.transaction = function relaxed(stores, mode) {
    return strict.call(this, stores, mode, { durability: 'relaxed' })
  }
}

async function write(group: number, drafts: readonly Draft[], photo: NewPhoto | null): Promise<string[] | null> {
  void window.tell({ what: 'writing', group, entries: drafts.length, photo: photo?.sha256 ?? null })
  const outcome = await phone.ledger.write(drafts, photo === null ? [] : [photo])
  if (outcome.kind === 'not-written') {
    await window.tell({ what: 'not-written', group, why: outcome.why })
    return null
  }
  await window.tell({ what: 'written', group, ids: outcome.ids })
  return outcome.ids
}

async function writeOne({ site, visit }: Place, group: number, entries: number, photoBytes: number): Promise<void> {
  const answers = Array.from({ length: entries }, (_, i) => anAnswer(site, visit, `g${group}.${i}`))
  const photo = photoBytes === 0 ? null : await freshPhoto(photoBytes)
  await write(group, photo === null ? answers : [...answers, aPhotoDraft(site, visit, visit, photo)], photo)
}

/** Unlike any other, and a JPEG by its first and last bytes. */
async function freshPhoto(length: number): Promise<NewPhoto> {
  const bytes = new Uint8Array(length)
  for (let at = 0; at < length; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536))
  bytes.set([0xff, 0xd8, 0xff, 0xe0])
  bytes.set([0xff, 0xd9], length - 2)
  return { sha256: await sha256(bytes.buffer), bytes: bytes.buffer, mime: 'image/jpeg', width: 640, height: 480 }
}

async function sync() {
  const session = await phone.session.load()
  const { kind: end } = session === null ? { kind: 'signed-out' } : await runSync(phone, session)
  await phone.journal.sweep()
  await window.tell({ what: 'synced', end })
  const { entries, photos, quarantined } = await phone.outbox.waiting()
  return { end, entries, photos, quarantined }
}

async function readStores(): Promise<{ version: number; rows: Map<string, { key: IDBValidKey; value: unknown }[]> }> {
  const db = (await wrap(indexedDB.open(NAME))) as IDBPDatabase
  const rows = new Map<string, { key: IDBValidKey; value: unknown }[]>()
  for (const name of db.objectStoreNames) {
    const [keys, values] = await Promise.all([db.getAllKeys(name), db.getAll(name)])
    rows.set(name, keys.map((key, i) => ({ key, value: values[i] as unknown })))
  }
  const { version } = db
  db.close()
  return { version, rows }
}

async function toOwn(entry: Entry): Promise<OwnEntry> {
  const { id, deviceSeq, prev, hash } = entry
  return {
    id, deviceSeq, prev, hash,
    genuine: (await sha256(hashedText(entry))) === hash,
    item: entry.kind === 'visit.answered' && entry.body.item.startsWith('g') ? entry.body.item : null,
    photo: entry.kind === 'attachment.added' ? entry.body.sha256 : null,
  }
}

async function audit(): Promise<PhoneAudit> {
  const { version, rows } = await readStores()
  const values = <T>(store: string) => (rows.get(store) ?? []).map((row) => row.value as T)
  const meta = new Map((rows.get('meta') ?? []).map((row) => [row.key, row.value]))
  const entries = values<{ entry: Entry }>('ledger').map((row) => row.entry)
  const device = meta.get('device') as string
  const photos: PhoneAudit['photos'] = []
  for (const { sha256: name, state } of values<{ sha256: string; state: string }>('attachments')) {
    const opened = await phone.ledger.photo(name)
    photos.push({ sha256: name, state, whole: opened !== null && (await sha256(opened.bytes)) === name })
  }
  return {
    version,
    device,
    own: await Promise.all(entries.filter((entry) => entry.device === device).map(toOwn)),
    ledger: entries.map((entry) => [entry.id, entry.hash]),
    outbox: values<{ entryId: string; deviceSeq: number; delivery: { state: string } }>('outbox').map((row) => ({ id: row.entryId, deviceSeq: row.deviceSeq, state: row.delivery.state })),
    receipts: values<{ entryId: string }>('receipts').map((row) => row.entryId),
    photos,
    head: (meta.get('head') ?? { seq: 0, hash: null }) as PhoneAudit['head'],
    counters: (meta.get('counters') ?? { waiting: 0, quarantined: 0, photosWaiting: 0 }) as PhoneAudit['counters'],
  }
}

async function names(): Promise<string[]> {
  const db = (await wrap(indexedDB.open(NAME))) as IDBPDatabase
  const [entries, photos] = await Promise.all([db.getAllKeys('ledger'), db.getAllKeys('attachments')])
  // With relaxed durability a row can be there without its bytes, and reading it fails.
  const readable = await Promise.all(photos.map((photo) => db.get('attachments', photo).then(() => [String(photo)], () => [])))
  db.close()
  return [...entries.map(String), ...readable.flat()]
}

async function rewind(): Promise<void> {
  await phone.close()
  const { rows } = await readStores()
  await new Promise<void>((done, fail) => {
    const request = indexedDB.deleteDatabase(NAME)
    request.onsuccess = () => done()
    request.onerror = () => fail(request.error)
  })
  const request = indexedDB.open(NAME, 1)
  request.onupgradeneeded = () => first(wrap(request.result) as IDBPDatabase<PhoneSchema>)
  const db = (await wrap(request)) as IDBPDatabase
  const tx = db.transaction([...db.objectStoreNames], 'readwrite', { durability: 'strict' })
  for (const name of db.objectStoreNames) {
    const store = tx.objectStore(name)
    for (const { key, value } of rows.get(name) ?? []) void (store.keyPath === null ? store.put(value, key) : store.put(value))
  }
  await tx.done
  db.close()
}

async function upgrade(): Promise<void> {
  await window.tell({ what: 'upgrading' })
  openPhone()
  await phone.ready
  const { version } = await readStores()
  await window.tell({ what: 'upgraded', version })
}

/** So long (ms) it waits before it tries again what the server did not answer. */
const pause = () => new Promise((later) => setTimeout(later, 50))

async function keepWorking(work: Work, place: Place, start: number): Promise<void> {
  let group = start
  if (work === 'schema') await upgrade()
  while (!stopped) {
    if (work === 'push') for (let i = 0; i < BACKLOG && !stopped; i += 1) await writeOne(place, (group += 1), 12, 0)
    else if (work !== 'pull') await writeOne(place, (group += 1), 3, work === 'photo' || group % 4 === 0 ? PHOTO_BYTES : 0)
    if (work === 'write' || work === 'schema') continue
    const { end } = await sync()
    if (end !== 'done') await pause()
  }
}

window.calls = {
  async open(relaxed) {
    if (relaxed) relaxAll()
    openPhone()
    await phone.ready
  },
  async signIn(username) {
    const reply = await phone.network.signIn(username, 'demo-2026', await phone.session.device())
    if (reply.kind !== 'ok') throw new Error(JSON.stringify(reply))
    const { account, journalSecret = '' } = reply.value
    await phone.journal.enrol(account.id, journalSecret)
    await phone.session.save(reply.value)
    await phone.journal.restore(account.id, journalSecret)
    // As the app does with its first sync: files lie ready from here on.
    await phone.journal.sweep()
  },
  async begin(group) {
    const [site = ''] = (await write(group, [aSite()], null)) ?? []
    const [visit = ''] = (await write(group + 1, [aVisit(site)], null)) ?? []
    return { site, visit }
  },
  work(work, place, start) {
    stopped = false
    working = keepWorking(work, place, start)
    return working
  },
  stop() {
    stopped = true
    return working
  },
  writeOne,
  sync,
  audit,
  signedIn: async () => (await phone.session.load()) !== null,
  loss: () => phone.rescue.loss(),
  names,
  rewind,
}
