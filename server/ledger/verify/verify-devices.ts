/**
 * Walks the chain of every device: no number is missing, each entry names the hash of the one before it, the stored bytes have the hash
 * they were stored with, the columns say what the bytes say, and the signature is the device's. What was kept aside counts as a link.
 */
import type { KeyObject } from 'node:crypto'
import { canonical } from '#domain/canonical.ts'
import { hashedText, personalText } from '#domain/entries/envelope.ts'
import type { Entry } from '#domain/entries/kinds.ts'
import type { Selectable } from 'kysely'
import type { Database, Tables } from '../../database/schema.ts'
import { placeOf } from '../append.ts'
import type { Keys } from '../keys.ts'
import { openAside } from '../quarantine.ts'
import { readParcel, sha256 } from '../read-parcel.ts'
import { entryOf, personalOf } from '../rows.ts'
import { isSignedBy, readDeviceKey } from '../signatures.ts'
import type { Break, BreakKind } from './break.ts'

type Row = Selectable<Tables['entry']>
/** Something kept aside that claims a place in a chain. */
interface Claim {
  hash: string
  prev: string | null
  /** It stood at its right place when it came. */
  chained: boolean
}
interface Walk {
  device: string
  key: KeyObject | null
  /** From this number on everything has to be signed. */
  signedFrom: number | null
  /** Number and possible hashes of the link before. */
  seq: number
  hashes: ReadonlySet<string | null>
}
export interface DevicesVerified {
  devices: number
  entries: number
  signed: number
  asides: number
  breaks: Break[]
}

const PAGE = 1000

/** Every device's chain, one after the other; of each the first break. */
export async function verifyDevices(db: Database, keys: Keys): Promise<DevicesVerified> {
  const heads = new Map((await db.selectFrom('deviceHead').selectAll().execute()).map((head) => [head.device, head]))
  const known = new Map((await db.selectFrom('device').selectAll().execute()).map((device) => [device.name, device]))
  const written = await db.selectFrom('entry').select('device').distinct().execute()
  const aside = await db.selectFrom('quarantine').select('device').distinct().execute()
  const names = [...new Set([...heads.keys(), ...written.map((row) => row.device), ...aside.flatMap((row) => row.device ?? [])])].sort()
  const found: DevicesVerified = { devices: names.length, entries: 0, signed: 0, asides: 0, breaks: [] }
  for (const device of names) {
    const { publicKey = null, signedFrom = null } = known.get(device) ?? {}
    const walk: Walk = { device, key: publicKey === null ? null : readDeviceKey(publicKey), signedFrom, seq: 0, hashes: new Set([null]) }
    const first = await walkChain(db, keys, walk, heads.get(device), found)
    if (first !== null) found.breaks.push(first)
  }
  return found
}

async function walkChain(db: Database, keys: Keys, walk: Walk, head: { seq: number; hash: string } | undefined, count: DevicesVerified): Promise<Break | null> {
  const broken = (kind: BreakKind, seq: number | null, entry: string | null): Break => ({ kind, of: 'device', name: walk.device, seq, entry })
  const claims = await claimsOf(db, keys, walk.device)
  if ('digest' in claims) return broken('aside', claims.seq, claims.entry)
  count.asides += [...claims.bySeq.values()].flat().length
  for (let after = 0; ;) {
    const rows = await db.selectFrom('entry').selectAll().where('device', '=', walk.device).where('deviceSeq', '>', after).orderBy('deviceSeq').limit(PAGE).execute()
    const faults = await Promise.all(rows.map((row) => faultOf(row, keys, walk.key)))
    for (const [i, row] of rows.entries()) {
      const gap = crossAsides(walk, claims.bySeq, row.deviceSeq - 1)
      if (gap !== null) return broken('gap', gap, row.id)
      const fault = faults[i] ?? (walk.hashes.has(row.prev) ? null : 'prev') ?? (isUnsigned(walk, row) ? 'signature' : null)
      if (fault !== null) return broken(fault, row.deviceSeq, row.id)
      if (row.sig !== null && walk.key !== null) {
        walk.signedFrom ??= row.deviceSeq
        count.signed += 1
      }
      count.entries += 1
      Object.assign(walk, { seq: row.deviceSeq, hashes: new Set([row.hash]) })
    }
    const last = rows.at(-1)
    if (last === undefined) break
    after = last.deviceSeq
  }
  const end = head?.seq ?? 0
  const gap = crossAsides(walk, claims.bySeq, end)
  return gap === null && walk.seq === end && walk.hashes.has(head?.hash ?? null) ? null : broken('head', gap ?? walk.seq, null)
}

function isUnsigned({ signedFrom }: Walk, { sig, deviceSeq }: Row): boolean {
  return sig === null && signedFrom !== null && deviceSeq >= signedFrom
}

/** Goes on to number `to` over what was kept aside; returns the first number at which there is nothing. */
function crossAsides(walk: Walk, claims: ReadonlyMap<number, readonly Claim[]>, to: number): number | null {
  for (let seq = walk.seq + 1; seq <= to; seq += 1) {
    const here = (claims.get(seq) ?? []).filter((claim) => !claim.chained || walk.hashes.has(claim.prev))
    if (here.length === 0) return seq
    Object.assign(walk, { seq, hashes: new Set(here.map((claim) => claim.hash)) })
  }
  return null
}

/** What was kept aside of `device` by its number, or the first of it whose bytes are not those that were kept. */
async function claimsOf(db: Database, keys: Keys, device: string): Promise<{ bySeq: Map<number, Claim[]> } | { digest: string; seq: number | null; entry: string | null }> {
  const rows = await db.selectFrom('quarantine').selectAll().where('device', '=', device).orderBy('receivedAt').execute()
  const bySeq = new Map<number, Claim[]>()
  for (const row of rows) {
    const { digest, entryId: entry, hash } = row
    const opened = tryOpen(() => openAside(row, keys))
    const link = opened.kind === 'opened' && row.sealed !== '' ? readParcel(opened.value).link : null
    const intact = opened.kind === 'opened' && (row.sealed === '' ? row.erasedBy !== null : keys.digest(JSON.stringify(opened.value)) === digest && (link?.hash ?? null) === hash)
    if (!intact) return { digest, seq: row.deviceSeq, entry }
    // Rows of version 0.1.0 have their place only in what is sealed.
    const seq = row.deviceSeq ?? (link?.device === device ? link.deviceSeq : null)
    if (seq === null || hash === null) continue
    const prev = row.deviceSeq === null ? (link?.prev ?? null) : row.prev
    bySeq.set(seq, [...(bySeq.get(seq) ?? []), { hash, prev, chained: row.chained === 1 }])
  }
  return { bySeq }
}

/** What is wrong with the row by itself, or `null`. */
async function faultOf(row: Row, keys: Keys, key: KeyObject | null): Promise<BreakKind | null> {
  const read = tryOpen(() => entryOf(row))
  if (read.kind === 'torn') return 'unreadable'
  const entry = read.value
  const hashed = tryOpen(() => (canonical(entry) === row.bytes ? sha256(hashedText(entry)) : ''))
  if (hashed.kind === 'torn' || hashed.value !== entry.hash) return 'hash'
  if (!columnsFit(row, entry)) return 'columns'
  const personal = tryOpen(() => personalOf(row, keys))
  if (personal.kind === 'torn') return 'personal'
  if (personal.value !== null && (row.erasedBy !== null || sha256(personalText(personal.value)) !== entry.personalDigest)) return 'personal'
  if (personal.value === null && entry.personalDigest !== null && row.erasedBy === null) return 'personal-missing'
  return row.sig === null || key === null || (await isSignedBy(key, entry, row.sig)) ? null : 'signature'
}

function columnsFit(row: Row, entry: Entry): boolean {
  return Object.entries(placeOf(entry)).every(([column, value]) => row[column as keyof Row] === value)
}

function tryOpen<T>(open: () => T): { kind: 'opened'; value: T } | { kind: 'torn' } {
  try {
    return { kind: 'opened', value: open() }
  } catch {
    return { kind: 'torn' }
  }
}
