/**
 * The tables, as one set of queries sees them on SQLite and PostgreSQL: text keys, times as epoch ms, yes and no as 1 and 0.
 * What names a worker stands in columns called `sealed` or `…Sealed` only, and those are encrypted.
 */
import type { FilingState } from '#domain/attendance.ts'
import type { Colour, Fault } from '#domain/check.ts'
import type { Role } from '#domain/contract.ts'
import type { EntryKind } from '#domain/entries/kinds.ts'
import type { QuarantineReason } from '#domain/outbox.ts'
import type { ColumnType, Kysely, Transaction } from 'kysely'
import type { CertificateKind } from '../retention/certificate.ts'

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
    /** Number of an enforcement officer's certificate (证号). */
    officerNo: ColumnType<string | null, string | null | undefined, string | null>
  }
  session: { tokenHash: string; account: string; createdAt: number; seenAt: number }
  /** Each phone with the SHA-256 of the secret that proves it. */
  device: {
    name: string
    secretHash: string
    firstUsedAt: number
    /** The point (hex) by which its signatures are checked; `null` for phones that sign nothing. */
    publicKey: string | null
    enrolledAt: number | null
    /** Number of its first entry whose signature was checked; what it wrote before it had a key may still come in unsigned. */
    signedFrom: number | null
  }
  /** Which accounts have used a device; a shared phone has several. */
  deviceAccount: { device: string; account: string; boundAt: number }
  /** The last link of each device's chain, quarantined ones included. */
  deviceHead: { device: string; seq: number; hash: string }
  areaHead: { area: string; seq: number }
  entry: {
    area: string
    seq: number
    id: string
    kind: EntryKind | CertificateKind
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
    notice: string | null
    bulletin: string | null
    credit: string | null
    /** `about.case`. */
    transfer: string | null
    /** Canonical text of the entry, the bytes that were hashed and signed for. */
    bytes: string
    personalSealed: string | null
    /** The device's signature; `null` for entries of the server and of phones that sign nothing. */
    sig: string | null
    /** The signature of the receipt; `null` only for entries stored by version 0.1.0. */
    receiptSig: string | null
    /** The certificate under which `personalSealed` was erased. */
    erasedBy: string | null
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
    /** Empty once it was erased. */
    sealed: string
    receivedAt: number
    releasedAt: number | null
    /** Where it claims to stand in the chain of `device`; `null` where it is another device's or unreadable, and in rows of version 0.1.0. */
    deviceSeq: number | null
    prev: string | null
    erasedBy: string | null
  }
  attachment: { sha256: string; bytes: number; mime: string; uploader: string; receivedAt: number }
  /** Where an attachment is referred to; who may see the area may see it. */
  attachmentArea: { area: string; sha256: string }
  /** Which entries refer to an attachment. */
  attachmentUse: { area: string; sha256: string; entryId: string }
  /** Attachments that were erased. `gone`: 1 once the file is, too. */
  attachmentErased: { sha256: string; erasedBy: string; gone: number }
  /** The newest believable answer about a person, found by the county's keyed hash; `colour` is `null` where that answer was no colour. */
  knownAnswer: {
    county: string
    match: string
    colour: Colour | null
    validUntil: string | null
    nameSealed: string | null
    answeredAt: number
    simulated: number
  }
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
  /** Every look-up, its purpose and what came of it (`outcomeOf`); the person only as a keyed hash, empty once it was erased. */
  lookup: { id: string; account: string; visit: string; personKey: string; at: number; outcome: string }
  /** About how many people, each at one visit, an account has asked on the day that began at `day` (epoch ms). */
  quota: { account: string; day: number; people: number }
  /** Every view of a face photograph, like a look-up. */
  faceView: { id: string; account: string; visit: string; personKey: string; at: number; outcome: string }
  /** Sites that are registered projects of the platform, each with the newest roster that came whole. */
  projectLink: {
    site: string
    area: string
    /** The project's 数据指纹, by which the platform gives everybody on it. */
    fingerprintSealed: string
    fingerprintTail: string
    projectNumber: string
    projectName: string
    linkedBy: string
    linkedAt: number
    refreshedAt: number | null
    /** What went wrong at the newest try to refresh. */
    trouble: Fault | null
    rosterSealed: string | null
    rosterVersion: string | null
    people: number
    /** 1 for a project of the simulator; where the platform is real it is as if it did not exist, and the other way round. */
    simulated: number
    dueAt: number
  }
  attendanceFiling: {
    id: string
    area: string
    site: string
    personKey: string
    /** Keyed digest of what makes two records the same for the platform. */
    recordKey: string
    sealed: string
    at: number
    direction: 'in' | 'out'
    state: FilingState
    message: string
    /** Kept until the platform has taken the record, or the filing has ended without that. */
    photoSealed: string | null
    filedBy: string
    filedAt: number
    changedAt: number
    sentAt: number | null
    takenAt: number | null
    /** How often, since it was last sent, the platform has said that it does not know the record. */
    unknowns: number
    nextAt: number
    attempts: number
    /** As in `projectLink`. */
    simulated: number
  }
  /** The last number given in an area for a type of notice in a year. */
  noticeCounter: { area: string; type: string; year: number; last: number }
  /** Every issue of a notice that was looked at, with the count in its number; `null` where none was given from here. */
  noticeNumber: { entryId: string; notice: string; area: string; type: string; year: number; count: number | null }
  /** What administrators changed. `subject` is a site or a fault's name, never a person. */
  adminEvent: { id: string; at: number; account: string; action: AdminAction; subject: string }
  meta: { name: string; value: string }
}

export type AdminAction = 'project-linked' | 'project-unlinked' | 'outage-set'

export type Database = Kysely<Tables>
export type Tx = Transaction<Tables>
