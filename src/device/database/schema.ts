/** The shape of the phone's database. Nothing in it names a person in the clear: whatever does is sealed by `vault.ts` first. */
import type { DBSchema } from 'idb'
import type { Session } from '#domain/contract.ts'
import type { ClockMark } from '#domain/clock-trust.ts'
import type { Entry } from '#domain/entries/kinds.ts'
import type { Delivery, PhotoReceipt, Receipt } from '#domain/outbox.ts'
import type { Instant } from '#domain/time.ts'

/** AES-GCM ciphertext. `ArrayBuffer`, never `Blob`: a blob's row can outlive its bytes. */
export interface Sealed {
  iv: ArrayBuffer
  bytes: ArrayBuffer
}

/** The end of this device's chain. Every write compares and sets it, so that two tabs cannot fork the chain. */
export interface Head {
  seq: number
  hash: string | null
  /** Time part of the newest entry id made here (epoch ms). */
  lastId: number
}

/** Kept in the transaction that changes what they count: counting the stores takes most of a second on a full phone. */
export interface Counters {
  waiting: number
  quarantined: number
  photosWaiting: number
  delivered: number
  photosDelivered: number
}

/** How far the ledger of the account's area has been read, in which history of the server. */
export interface PullState {
  epoch: string | null
  cursor: Record<string, number>
}

export interface ClockState {
  mark: ClockMark | null
  highest: Instant
}

export interface LedgerRow {
  entry: Entry
  personal: Sealed | null
}

export interface OutboxRow {
  deviceSeq: number
  entryId: string
  kind: string
  at: Instant
  site: string | null
  visit: string | null
  delivery: Delivery
}

export interface PhotoRow {
  sha256: string
  sealed: Sealed
  mime: 'image/jpeg' | 'image/webp'
  at: Instant
  state: 'waiting' | 'delivered'
  receipt: PhotoReceipt | null
}

export interface AnswerRow {
  key: string
  answeredAt: Instant
  sealed: Sealed
}

/** `refreshedAt` is newer than in the sealed roster when the platform gave the same again. */
export interface RosterRow {
  site: string
  version: string
  refreshedAt: Instant
  sealed: Sealed
}

/** The single rows of `meta`, by key. */
export interface Meta {
  device: string
  /** Proves the name to the server; in no entry. */
  deviceSecret: string
  session: Session
  head: Head
  counters: Counters
  pull: PullState
  clock: ClockState
}

export interface PhoneSchema extends DBSchema {
  meta: { key: string; value: Meta[keyof Meta] }
  keys: { key: string; value: CryptoKey }
  ledger: {
    key: string
    value: LedgerRow
    indexes: { site: string; visit: string; kind: [string, string]; by: [string, string, string] }
  }
  outbox: {
    key: number
    value: OutboxRow
    indexes: { entry: string; state: [string, number]; visit: [string, number] }
  }
  receipts: { key: string; value: Receipt }
  attachments: { key: string; value: PhotoRow; indexes: { state: [string, number] } }
  answers: { key: string; value: AnswerRow }
  jottings: { key: string; value: { key: string; sealed: Sealed } }
  rosters: { key: string; value: RosterRow }
}

export const emptyHead: Head = { seq: 0, hash: null, lastId: 0 }
export const emptyCounters: Counters = { waiting: 0, quarantined: 0, photosWaiting: 0, delivered: 0, photosDelivered: 0 }
export const emptyPull: PullState = { epoch: null, cursor: {} }
