/**
 * The tables, as one set of queries sees them on SQLite and PostgreSQL: text keys, times as epoch ms, yes and no as 1 and 0.
 * Nothing here but `quarantine.sealed` and `entry.personalSealed` may hold what names a worker, and both are encrypted.
 */
import type { Role } from '#domain/contract.ts'
import type { EntryKind } from '#domain/entries/kinds.ts'
import type { QuarantineReason } from '#domain/outbox.ts'
import type { Kysely, Transaction } from 'kysely'

export interface Tables {
  account: {
    id: string
    username: string
    name: string
    role: Role
    area: string
    demo: number
    passwordHash: string
    disabledAt: number | null
    /** Sign-ins tried since the last that succeeded. */
    failures: number
    lockedUntil: number | null
    createdAt: number
  }
  session: { tokenHash: string; account: string; createdAt: number; seenAt: number }
  /** Each phone with the SHA-256 of the secret that proves it. */
  device: { name: string; secretHash: string; firstUsedAt: number }
  /** Which accounts have used a device; a shared phone has several. */
  deviceAccount: { device: string; account: string; boundAt: number }
  /** The last link of each device's chain, quarantined ones included. */
  deviceHead: { device: string; seq: number; hash: string }
  areaHead: { area: string; seq: number }
  entry: {
    area: string
    seq: number
    id: string
    kind: EntryKind
    device: string
    deviceSeq: number
    prev: string | null
    hash: string
    by: string
    at: number
    receivedAt: number
    site: string | null
    visit: string | null
    checkId: string | null
    finding: string | null
    /** Canonical text of the entry, the bytes that were hashed and signed for. */
    bytes: string
    personalSealed: string | null
  }
  quarantine: {
    /** Keyed hash of the bytes: the same bytes are kept once. */
    digest: string
    entryId: string | null
    hash: string | null
    device: string | null
    account: string
    reason: QuarantineReason
    /** 1 when the entry took its place in the device's chain, so that it may still enter the ledger. */
    chained: number
    sealed: string
    receivedAt: number
    releasedAt: number | null
  }
  attachment: { sha256: string; bytes: number; mime: string; uploader: string; receivedAt: number }
  /** Where an attachment is referred to; who may see the area may see it. */
  attachmentArea: { area: string; sha256: string }
  recheck: {
    area: string
    checkId: string
    entryId: string
    visit: string
    createdAt: number
    dueAt: number
    attempts: number
    doneAt: number | null
  }
  /** Every look-up, its purpose and what came of it (`outcomeOf`); the person only as a keyed hash. */
  lookup: { id: string; account: string; visit: string; personKey: string; at: number; outcome: string }
  meta: { name: string; value: string }
}

export type Database = Kysely<Tables>
export type Tx = Transaction<Tables>
