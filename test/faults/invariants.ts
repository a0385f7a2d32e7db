/** What has to hold when everything works again and everybody has come back. Each violation is one sentence. */
import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { within } from '#domain/areas.ts'
import { canonical, type Json } from '#domain/canonical.ts'
import { hashedText, personalText, type Personal } from '#domain/entries/envelope.ts'
import type { Entry } from '#domain/entries/kinds.ts'
import { foldSites, foldVisits } from '#domain/fold.ts'
import type { Receipt } from '#domain/outbox.ts'
import { isPhotoReceiptFor, isReceiptFor } from '#device/receipts.ts'
import { getMeta, openDatabase } from '#device/database/open.ts'
import { emptyCounters } from '#device/database/schema.ts'
import type { Selectable } from 'kysely'
import type { Tables } from '../../server/database/schema.ts'
import type { MortalServer } from '../support/faults/mortal-server.ts'
import { users, type World } from './world.ts'

const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex')

type Row = Selectable<Tables['entry']> & { entry: Entry }
type Aside = Selectable<Tables['quarantine']>
type OnServer = Awaited<ReturnType<typeof lookAtServer>>
type OnPhone = Awaited<ReturnType<typeof lookAtPhone>>

export async function violations(world: World): Promise<string[]> {
  const server = await lookAtServer(world.server)
  const phones = await Promise.all(world.handsets.map((handset) => (handset === undefined ? undefined : lookAtPhone(handset.storage))))
  const wrong = [...serverWhole(server)]
  for (const [number, phone] of phones.entries()) {
    if (phone === undefined) continue
    const { formerNames } = world.handsets[number]!
    const found = [
      ...countersTrue(phone),
      ...everyEntryHasAPlace(phone, formerNames, server, world),
      ...chainWhole(phone, server),
      ...sameLedger(phone, server, world),
      ...(await receiptsTrue(phone, server, world)),
      ...(await photosThere(phone, server, world)),
      ...(await personalKept(world, number, phone)),
      ...(await captures(world, number, phone, server)),
    ]
    wrong.push(...found.map((sentence) => `phone ${number + 1}: ${sentence}`))
  }
  const formerNames = new Set(world.handsets.flatMap((handset) => handset?.formerNames ?? []))
  const written = new Set(phones.flatMap((phone) => phone?.ledger.filter(({ entry }) => entry.device === phone.device).map(({ entry }) => entry.id) ?? []))
  for (const { id, device, kind } of server.rows) if (device !== 'server' && !formerNames.has(device) && !written.has(id)) wrong.push(`the server has ${kind} ${id}, which no phone wrote`)
  return wrong
}

async function lookAtServer(server: MortalServer) {
  const { db, keys, blobs, epoch } = server.doors()
  const rows = await db.selectFrom('entry').selectAll().orderBy('area').orderBy('seq').execute()
  return {
    rows: rows.map((row): Row => ({ ...row, entry: JSON.parse(row.bytes) as Entry })),
    heads: await db.selectFrom('areaHead').selectAll().execute(),
    deviceHeads: await db.selectFrom('deviceHead').selectAll().execute(),
    aside: await db.selectFrom('quarantine').selectAll().execute(),
    attachments: await db.selectFrom('attachment').selectAll().execute(),
    accounts: await db.selectFrom('account').selectAll().execute(),
    keys, blobs, epoch,
  }
}

async function lookAtPhone(storage: IDBFactory) {
  const database = openDatabase(storage)
  const looked = await database.run(['meta', 'ledger', 'outbox', 'rescued', 'receipts', 'attachments'], 'readonly', async (tx) => ({
    device: (await getMeta(tx, 'device')) ?? 'none',
    session: await getMeta(tx, 'session'),
    head: await getMeta(tx, 'head'),
    counters: (await getMeta(tx, 'counters')) ?? emptyCounters,
    ledger: await tx.objectStore('ledger').getAll(),
    /** In whichever queue. */
    outbox: [...(await tx.objectStore('outbox').getAll()), ...(await tx.objectStore('rescued').getAll())],
    receipts: await tx.objectStore('receipts').getAll(),
    photos: await tx.objectStore('attachments').getAll(),
  }))
  await database.close()
  return looked
}

function own(phone: OnPhone): Entry[] {
  return phone.ledger.map(({ entry }) => entry).filter((entry) => entry.device === phone.device).sort((a, b) => a.deviceSeq - b.deviceSeq)
}

/** Numbers of each area without gap, hashes that fit, personal parts that fit, device chains without fork. */
function* serverWhole({ rows, heads, aside, deviceHeads, keys }: OnServer): Generator<string> {
  for (const { area, seq } of heads) {
    const numbers = rows.filter((row) => row.area === area).map((row) => row.seq)
    if (numbers.some((number, i) => number !== i + 1) || numbers.length !== seq) yield `the server's numbers of ${area} have a gap or its head is wrong`
  }
  for (const row of rows) {
    if (sha256(hashedText(row.entry)) !== row.hash || row.entry.hash !== row.hash) yield `the server's bytes of ${row.kind} ${row.id} are not those that were hashed`
    const personal = row.personalSealed === null ? null : (JSON.parse(keys.seal.open(row.personalSealed, row.id)) as Personal)
    if ((personal === null ? null : sha256(personalText(personal))) !== row.entry.personalDigest) yield `the server's personal part of ${row.kind} ${row.id} is another one`
  }
  const asideLinks = aside.filter((row) => row.chained === 1 && row.releasedAt === null).map((row) => opened(row, keys).entry)
  for (const { device, seq, hash } of deviceHeads) {
    const all = [...rows.map((row) => row.entry), ...asideLinks].filter((entry) => entry.device === device)
    const chain = [...new Map(all.map((entry) => [entry.deviceSeq, entry])).values()].sort((a, b) => a.deviceSeq - b.deviceSeq)
    const whole = chain.every((entry, i) => entry.deviceSeq === i + 1 && entry.prev === (chain[i - 1]?.hash ?? null))
    if (!whole) yield `the server's chain of device ${device} is broken`
    if (chain.at(-1)?.hash !== hash || chain.length !== seq) yield `the server's head of device ${device} is not the end of its chain`
  }
}

function opened(row: Aside, keys: OnServer['keys']): { entry: Entry } {
  return JSON.parse(keys.seal.open(row.sealed, row.digest)) as { entry: Entry }
}

function* countersTrue({ counters, ledger, outbox, receipts, photos }: OnPhone): Generator<string> {
  const kinds = new Map(ledger.map(({ entry }) => [entry.id, entry.kind]))
  const counted = {
    waiting: outbox.filter((row) => row.delivery.state === 'waiting').length,
    quarantined: outbox.filter((row) => row.delivery.state === 'quarantined').length,
    photosWaiting: photos.filter((photo) => photo.state === 'waiting').length,
    delivered: receipts.length,
    photosDelivered: photos.filter((photo) => photo.state === 'delivered').length,
    signaturesDelivered: receipts.filter((receipt) => kinds.get(receipt.entryId) === 'signature.taken').length,
  }
  if (!isDeepStrictEqual(counted, counters)) yield `the counters say ${JSON.stringify(counters)} and there are ${JSON.stringify(counted)}`
}

/** Each own entry is delivered, with its bytes on the server, or kept apart for a reason that the run gives, on both sides. */
function* everyEntryHasAPlace(phone: OnPhone, formerNames: readonly string[], server: OnServer, world: World): Generator<string> {
  const receipted = new Set(phone.receipts.map((receipt) => receipt.entryId))
  const waiting = new Map(phone.outbox.map((row) => [row.entryId, row.delivery]))
  const former = phone.ledger.map(({ entry }) => entry).filter((entry) => formerNames.includes(entry.device))
  for (const entry of [...own(phone), ...former]) {
    const delivery = waiting.get(entry.id)
    const name = `${entry.kind} ${entry.deviceSeq} (${entry.id})`
    if (receipted.has(entry.id) && delivery !== undefined) yield `${name} waits although it has a receipt`
    // What was delivered before the loss has come back by a pull, without its receipt.
    if (!receipted.has(entry.id) && delivery === undefined && entry.device === phone.device) yield `${name} has no receipt and does not wait`
    if (delivery?.state === 'waiting') yield `${name} still waits`
    const rows = server.rows.filter((row) => row.id === entry.id)
    if (delivery?.state === 'quarantined') {
      const author = users.find(({ username }) => entry.by === `account-${username}`)
      const due = delivery.reason === 'area' && author !== undefined && world.moved.has(author.username)
      if (!due) yield `${name} is kept apart as ${delivery.reason}`
      const kept = server.aside.some((row) => row.entryId === entry.id && canonical(opened(row, server.keys).entry as unknown as Json) === canonical(entry as unknown as Json))
      if (!kept) yield `${name} is kept apart, and the server does not have it`
      if (rows.length > 0) yield `${name} is kept apart on the phone and in the server's ledger`
    } else if (rows.length !== 1 || rows[0]!.bytes !== canonical(entry as unknown as Json)) {
      yield `${name} is on the server ${rows.length} times${rows.length === 1 ? ' with other bytes' : ''}`
    }
  }
}

function* chainWhole(phone: OnPhone, { deviceHeads }: OnServer): Generator<string> {
  const chain = own(phone)
  if (chain.some((entry, i) => entry.deviceSeq !== i + 1 || entry.prev !== (chain[i - 1]?.hash ?? null))) yield 'the chain is broken'
  const last = chain.at(-1)
  if ((phone.head?.seq ?? 0) !== (last?.deviceSeq ?? 0)) yield 'the head is not the end of the chain'
  const head = deviceHeads.find((row) => row.device === phone.device)
  if ((head?.hash ?? null) !== (last?.hash ?? null)) yield 'the server has another end of the chain'
}

/** The phone has all of its area that the server has, byte for byte, and both add up to the same. */
function* sameLedger(phone: OnPhone, server: OnServer, world: World): Generator<string> {
  const area = phone.session?.account.area
  if (area === undefined) return
  const mine = new Map(phone.ledger.map(({ entry }) => [entry.id, canonical(entry as unknown as Json)]))
  const rows = server.rows.filter((row) => within(row.area, area))
  for (const row of rows) if (mine.get(row.id) !== row.bytes) yield `it ${mine.has(row.id) ? 'has other bytes of' : 'lacks'} ${row.kind} ${row.id} of device ${row.device}`
  const apart = new Set(phone.outbox.map((row) => row.entryId))
  const entries = phone.ledger.map(({ entry }) => entry).filter((entry) => within(entry.area, area) && !apart.has(entry.id))
  // After a restore, what had been delivered is judged anew by the rights of today, and may be kept apart.
  const known = new Set([...rows.map((row) => row.id), ...(world.restored ? server.aside.map((row) => row.entryId) : [])])
  for (const entry of entries) if (!known.has(entry.id) && !(world.restored && entry.device === 'server')) yield `it has ${entry.kind} ${entry.id} of device ${entry.device}, which the server does not have`
  const sums = (all: readonly Entry[]) => [foldVisits(all), foldSites(all)]
  // After a restore the server asks again and writes anew what it had written: phones then know of both.
  if (!world.restored && !isDeepStrictEqual(sums(entries), sums(rows.map((row) => row.entry)))) yield 'its folds differ from the server’s'
}

async function receiptsTrue(phone: OnPhone, { rows, keys }: OnServer, _world: World): Promise<string[]> {
  const wrong: string[] = []
  const entries = new Map(phone.ledger.map(({ entry }) => [entry.id, entry]))
  for (const receipt of phone.receipts) {
    const entry = entries.get(receipt.entryId)
    const row = rows.find(({ id }) => id === receipt.entryId)
    if (entry === undefined || !(await isReceiptFor(entry, receipt, keys.receiptKey))) wrong.push(`the receipt of ${receipt.entryId} does not check`)
    else if (row === undefined || !agrees(receipt, row)) wrong.push(`the receipt of ${entry.kind} ${entry.deviceSeq} is not true`)
  }
  return wrong
}

function agrees(receipt: Receipt, row: Row): boolean {
  return row.hash === receipt.hash && row.area === receipt.area && row.seq === receipt.seq
}

async function photosThere(phone: OnPhone, { attachments, blobs, keys }: OnServer, _world: World): Promise<string[]> {
  const wrong: string[] = []
  const shown = new Set(own(phone).flatMap((entry) => (entry.kind === 'attachment.added' ? [entry.body.sha256] : [])))
  for (const name of shown) if (!phone.photos.some((photo) => photo.sha256 === name)) wrong.push(`photo ${name.slice(0, 8)} is not on the phone`)
  for (const { sha256: name, state, receipt } of phone.photos) {
    const row = attachments.find((attachment) => attachment.sha256 === name)
    const bytes = await blobs.read(name).catch(() => null)
    const short = `photo ${name.slice(0, 8)}`
    if (state === 'waiting') wrong.push(`${short} still waits`)
    if (row === undefined || bytes === null || sha256(bytes) !== name || bytes.length !== row.bytes) wrong.push(`${short} is not whole on the server`)
    if (state === 'delivered' && (receipt === null || row === undefined || !(await isPhotoReceiptFor(name, row.bytes, receipt, keys.receiptKey)))) wrong.push(`${short} has no true receipt`)
  }
  return wrong
}

/** What names a person can still be opened on the phone that wrote it. */
async function personalKept(world: World, number: number, phone: OnPhone): Promise<string[]> {
  const wrong: string[] = []
  const named = own(phone).filter((entry) => entry.personalDigest !== null)
  const sites = new Set(named.map((entry) => entry.about.site ?? ''))
  const came = await world.handsets[number]!.use(0, null, async ({ ledger }) => (await Promise.all([...sites].map((site) => ledger.about('site', site)))).flat())
  const opened = new Map(came!.outcome.map((entry) => [entry.id, entry.personal]))
  for (const entry of named) {
    const personal = opened.get(entry.id) ?? null
    if (personal === null || sha256(personalText(personal)) !== entry.personalDigest) wrong.push(`the personal part of ${entry.kind} ${entry.deviceSeq} is gone`)
  }
  return wrong
}

/** What the phone said was kept is kept, with the same bytes. */
async function captures(world: World, number: number, phone: OnPhone, { blobs, rows }: OnServer): Promise<string[]> {
  const wrong: string[] = []
  const entries = new Map(phone.ledger.map(({ entry }) => [entry.id, entry]))
  // What was delivered before a loss need not be of an area that the phone still sees.
  if (world.handsets[number]!.formerNames.length > 0) for (const { id, entry } of rows) entries.set(id, entry)
  for (const captured of world.captured.filter((one) => one.phone === number)) {
    for (const [id, hash] of captured.entries) if (entries.get(id)?.hash !== hash) wrong.push(`entry ${id} was kept and is not there any more`)
    for (const photo of captured.photos) {
      const bytes = await blobs.read(photo.sha256).catch(() => null)
      if (bytes === null || !bytes.equals(Buffer.from(photo.bytes))) wrong.push(`photo ${photo.sha256.slice(0, 8)} was kept and is not on the server`)
    }
  }
  return wrong
}
