/** The shape of the phone's database. Nothing in it names a person in the clear: whatever does is sealed by `vault.ts` first. */
import type { DBSchema } from 'idb'
import type { Session } from '#domain/contract.ts'
import type { ClockMark } from '#domain/clock-trust.ts'
import type { Entry } from '#domain/entries/kinds.ts'
import type { Delivery, PhotoReceipt, Receipt } from '#domain/outbox.ts'
import type { Instant } from '#domain/time.ts'
import type { Device, Loss, TakenPack } from '../doors.ts'

/** AES-GCM ciphertext. `ArrayBuffer`, never `Blob`: a blob's row can outlive its bytes. */
export interface Sealed {
  iv: ArrayBuffer
  bytes: ArrayBuffer
  /** Sealed under the key that the PIN guards; absent: under the key with which every phone begins. */
  key?: 'guarded'
}

/** The secret from which the guarded keys come, wrapped: by the PIN, or by what the server gives one account at sign-in. */
export interface Wrapped {
  iv: ArrayBuffer
  bytes: ArrayBuffer
}

/** PBKDF2-SHA-256 of the PIN over `salt`, `rounds` times. */
export interface PinWrap extends Wrapped {
  salt: ArrayBuffer
  rounds: number
}

/** The lock of this phone's store. While there is none, the store is sealed under the phone's first key. */
export interface LockRow {
  /** `null` once it was tried too often: only a sign-in opens the store then. */
  pin: PinWrap | null
  /** By account: everyone who has signed in here since the PIN was set. */
  accounts: Readonly<Record<string, Wrapped>>
  /** Wrong PINs in a row, the one being tried included. */
  failures: number
  /** When the newest of them was tried (phone time). */
  failedAt: Instant
  /** Whether the remembered answers have names that only an unlocked phone can make. */
  renamed: boolean
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
  /** Absent on phones that delivered none since version 0.1.0. */
  signaturesDelivered: number
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
  /** The device's signature (hex); absent in what was written without a device key, and in what was pulled. */
  sig?: string
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

/** A row of another device's chain, offered under that device's name. */
export interface RescuedRow extends OutboxRow {
  device: string
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

export interface JottingRow {
  key: string
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
  /** The phone's public key (raw point, hex); the private one is in `keys`. */
  deviceKey: string
  session: Session
  lock: LockRow
  /** Whether the inspector was asked for a PIN and put it off. */
  lockPutOff: boolean
  head: Head
  counters: Counters
  pull: PullState
  clock: ClockState
  pack: TakenPack
  /** Whose rows are in `rescued`, with what proves them. */
  formers: Device[]
  loss: Loss
  /** To whose public key the journal is sealed (raw point, hex), by account. */
  journalKeys: Readonly<Record<string, { name: string; point: string }>>
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
  rescued: {
    key: [string, number]
    value: RescuedRow
    indexes: { entry: string; state: [string, string, number]; visit: string }
  }
  receipts: { key: string; value: Receipt }
  attachments: { key: string; value: PhotoRow; indexes: { state: [string, number] } }
  answers: { key: string; value: AnswerRow }
  jottings: { key: string; value: JottingRow }
  rosters: { key: string; value: RosterRow }
}

export const emptyHead: Head = { seq: 0, hash: null, lastId: 0 }
export const emptyCounters: Counters = { waiting: 0, quarantined: 0, photosWaiting: 0, delivered: 0, photosDelivered: 0, signaturesDelivered: 0 }
export const emptyPull: PullState = { epoch: null, cursor: {} }
