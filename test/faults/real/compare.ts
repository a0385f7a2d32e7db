/** Compares what the phone was told, what lies on the phone, and what lies on the server. Every difference is a sentence. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { hashedText } from '#domain/entries/envelope.ts'
import type { Entry } from '#domain/entries/kinds.ts'
import type { Known } from './known.ts'
import type { OwnEntry, PhoneAudit } from './told.ts'

export interface ServerAudit {
  entries: { id: string; hash: string; device: string; deviceSeq: number; area: string; seq: number; item: string | null }[]
  photos: Set<string>
  quarantined: number
  faults: string[]
}

/** Reads the server's data folder past the server's own code; the server may be running. */
export function auditServer(dataDir: string): ServerAudit {
  const db = new BetterSqlite(join(dataDir, 'suan-xun.db'), { readonly: true })
  const faults: string[] = []
  try {
    if (db.pragma('integrity_check', { simple: true }) !== 'ok') faults.push('server: integrity_check')
    type Row = { id: string; hash: string; prev: string | null; device: string; deviceSeq: number; area: string; seq: number; bytes: string }
    const rows = db.prepare('select id, hash, prev, device, device_seq as deviceSeq, area, seq, bytes from entry order by device, device_seq').all() as Row[]
    const areas = new Map<string, number[]>()
    let before: Row | null = null
    for (const row of rows) {
      const entry = JSON.parse(row.bytes) as Entry
      if (createHash('sha256').update(hashedText(entry)).digest('hex') !== row.hash) faults.push(`server: bytes of ${row.id} are not those of its hash`)
      const first = before === null || before.device !== row.device
      if (row.prev !== (first ? null : before!.hash) || row.deviceSeq !== (first ? 1 : before!.deviceSeq + 1)) faults.push(`server: chain of ${row.device} is broken at ${row.deviceSeq}`)
      areas.set(row.area, [...(areas.get(row.area) ?? []), row.seq])
      before = row
    }
    for (const [area, seqs] of areas) if (new Set(seqs).size !== Math.max(...seqs)) faults.push(`server: numbers of ${area} have a gap`)
    const photos = new Set((db.prepare('select sha256 from attachment').all() as { sha256: string }[]).map((row) => row.sha256))
    for (const sha256 of photos) {
      const file = join(dataDir, 'blobs', sha256.slice(0, 2), sha256)
      if (!existsSync(file) || createHash('sha256').update(readFileSync(file)).digest('hex') !== sha256) faults.push(`server: photograph ${sha256} is not what it has a row for`)
    }
    const { quarantined } = db.prepare('select count(*) as quarantined from quarantine').get() as { quarantined: number }
    return { entries: rows.map((row) => ({ ...row, item: itemOf(row.bytes) })), photos, quarantined, faults }
  } finally {
    db.close()
  }
}

function itemOf(bytes: string): string | null {
  const entry = JSON.parse(bytes) as Entry
  return entry.kind === 'visit.answered' && entry.body.item.startsWith('g') ? entry.body.item : null
}

/** What is half-written or contradicts itself on the phone. */
export function tornOnPhone(phone: PhoneAudit, known: Known): string[] {
  const torn: string[] = []
  const own = [...phone.own].sort((a, b) => a.deviceSeq - b.deviceSeq)
  for (const [i, entry] of own.entries()) {
    if (!entry.genuine) torn.push(`phone: bytes of ${entry.id} are not those of its hash`)
    if (entry.deviceSeq !== i + 1 || entry.prev !== (own[i - 1]?.hash ?? null)) torn.push(`phone: chain is broken at ${entry.deviceSeq}`)
  }
  if (phone.head.seq !== own.length || phone.head.hash !== (own.at(-1)?.hash ?? null)) torn.push('phone: head is not the last entry')
  const [ids, waiting, receipts] = [new Set(own.map((entry) => entry.id)), new Set(phone.outbox.map((row) => row.id)), new Set(phone.receipts)]
  for (const id of ids) if (waiting.has(id) === receipts.has(id)) torn.push(`phone: ${id} ${waiting.has(id) ? 'waits and has a receipt' : 'neither waits nor has a receipt'}`)
  for (const id of [...waiting, ...receipts]) if (!ids.has(id)) torn.push(`phone: ${id} has a row and no entry`)
  const photos = new Map(phone.photos.map((photo) => [photo.sha256, photo]))
  for (const { photo } of own) if (photo !== null && photos.get(photo)?.whole !== true) torn.push(`phone: photograph ${photo} cannot be read`)
  const named = new Set(own.flatMap((entry) => (entry.photo === null ? [] : [entry.photo])))
  for (const { sha256 } of phone.photos) if (!named.has(sha256)) torn.push(`phone: photograph ${sha256} belongs to no entry`)
  const counted = {
    waiting: phone.outbox.filter((row) => row.state === 'waiting').length,
    quarantined: phone.outbox.filter((row) => row.state === 'quarantined').length,
    photosWaiting: phone.photos.filter((photo) => photo.state === 'waiting').length,
  }
  for (const name of ['waiting', 'quarantined', 'photosWaiting'] as const) if (counted[name] !== phone.counters[name]) torn.push(`phone: ${name} is counted ${phone.counters[name]} and is ${counted[name]}`)
  return [...torn, ...halves(own, known)]
}

/** Groups of which only a part is there: each was one write. Refused ones must have left nothing. */
function halves(own: readonly OwnEntry[], known: Known): string[] {
  const there = new Map<number, number>()
  for (const { item } of own) if (item !== null) there.set(groupOf(item), (there.get(groupOf(item)) ?? 0) + 1)
  const photos = new Set(own.map((entry) => entry.photo))
  return [...there].flatMap(([group, answers]) => {
    const wanted = known.groups.get(group)
    // The page died before it could tell that it had begun; of these only the photograph's entry cannot be told.
    if (wanted === undefined) return []
    if (wanted.refused !== null) return [`phone: group ${group} was refused and is there`]
    const expected = wanted.entries - (wanted.photo === null ? 0 : 1)
    return answers === expected && (wanted.photo === null || photos.has(wanted.photo)) ? [] : [`phone: of group ${group} there are ${answers} of ${expected}`]
  })
}

const groupOf = (item: string) => Number(item.slice(1).split('.')[0])

/** Acknowledged entries and photographs that are not on the phone. */
export function lostOnPhone(phone: PhoneAudit, known: Known): string[] {
  const [ids, photos] = [new Set(phone.own.map((entry) => entry.id)), new Set(phone.photos.filter((photo) => photo.whole).map((photo) => photo.sha256))]
  return [
    ...known.acknowledged.filter((id) => !ids.has(id)).map((id) => `phone: acknowledged ${id} is not there`),
    ...known.acknowledgedPhotos.filter((photo) => !photos.has(photo)).map((photo) => `phone: acknowledged photograph ${photo} is not there`),
  ]
}

export interface Balance {
  lost: string[]
  doubled: string[]
  torn: string[]
  delivered: number
  photosDelivered: number
}

/** After everything has been sent: the phone, the server, and what was acknowledged. */
export function balance(phone: PhoneAudit, server: ServerAudit, known: Known): Balance {
  const held = server.entries.filter((entry) => entry.device === phone.device)
  const hashes = new Map(held.map((entry) => [entry.id, entry.hash]))
  const lost = [
    ...lostOnPhone(phone, known),
    ...known.acknowledged.filter((id) => !hashes.has(id)).map((id) => `server: acknowledged ${id} is not there`),
    ...known.acknowledgedPhotos.filter((photo) => !server.photos.has(photo)).map((photo) => `server: acknowledged photograph ${photo} is not there`),
    ...phone.own.filter((entry) => hashes.get(entry.id) !== entry.hash).map((entry) => `server: ${entry.id} is missing or has other bytes`),
  ]
  const items = held.flatMap((entry) => (entry.item === null ? [] : [entry.item]))
  const doubled = [...repeats(items), ...repeats(held.map((entry) => entry.id)), ...repeats(phone.own.flatMap((entry) => (entry.item === null ? [] : [entry.item])))]
  const pulled = new Map(phone.ledger)
  const missed = server.entries.filter((entry) => entry.area === held[0]?.area && pulled.get(entry.id) !== entry.hash).map((entry) => `phone: ${entry.id} of the area was not pulled`)
  const invented = held.filter((entry) => pulled.get(entry.id) !== entry.hash).map((entry) => `server: ${entry.id} is not what the phone has`)
  const aside = server.quarantined === 0 ? [] : [`server: ${server.quarantined} kept aside`]
  const waiting = phone.outbox.length === 0 ? [] : [`phone: ${phone.outbox.length} still wait`]
  return {
    lost,
    doubled,
    torn: [...tornOnPhone(phone, known), ...server.faults, ...missed, ...invented, ...aside, ...waiting],
    delivered: held.length,
    photosDelivered: phone.photos.filter((photo) => server.photos.has(photo.sha256)).length,
  }
}

/** The same of a phone whose database was lost meanwhile: it has another name since, and what counts is what the server has. */
export function serverBalance(server: ServerAudit, known: Known): Pick<Balance, 'lost' | 'doubled' | 'torn' | 'delivered'> {
  const ids = new Set(server.entries.map((entry) => entry.id))
  return {
    lost: [
      ...known.acknowledged.filter((id) => !ids.has(id)).map((id) => `server: acknowledged ${id} is not there`),
      ...known.acknowledgedPhotos.filter((photo) => !server.photos.has(photo)).map((photo) => `server: acknowledged photograph ${photo} is not there`),
    ],
    doubled: repeats(server.entries.flatMap((entry) => (entry.item === null ? [] : [entry.item]))),
    torn: [...server.faults, ...(server.quarantined === 0 ? [] : [`server: ${server.quarantined} kept aside`])],
    delivered: server.entries.length,
  }
}

function repeats(names: readonly string[]): string[] {
  const seen = new Set<string>()
  return names.filter((name) => seen.size === seen.add(name).size)
}
