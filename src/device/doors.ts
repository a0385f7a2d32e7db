/**
 * The doors to the phone, as everything behind them is seen from the stations. Each door turns trouble into an outcome; none
 * of them throws for a denied permission, a full disk or a lost network. `src/main.ts` builds the real ones.
 */
import type { AreaCode } from '#domain/areas.ts'
import type { Answer } from '#domain/check.ts'
import type { Clock } from '#domain/clock-trust.ts'
import type { Attendance, AttendanceList, Filing } from '#domain/attendance.ts'
import type { AskReply, Parcel, PullReply, PushReply, Refusal, Session, UploadReply } from '#domain/contract.ts'
import type { Draft, Entry, EntryKind, Recorded } from '#domain/entries/kinds.ts'
import type { Place } from '#domain/entries/site.ts'
import type { FaceReply } from '#domain/face.ts'
import type { IdNumber } from '#domain/identity.ts'
import type { Status, VisitDetail, VisitRow } from '#domain/office-contract.ts'
import type { Pack } from '#domain/pack.ts'
import type { Delivery, PhotoReceipt, QuarantineReason, Receipt } from '#domain/outbox.ts'
import type { ProjectList, SampleList, SimulatorState } from '#domain/platform-health.ts'
import type { Roster, RosterList } from '#domain/roster.ts'
import type { Instant } from '#domain/time.ts'
import type { VerdictPolicy } from '#domain/verdict-policy.ts'

/** The key under which the app provides its `Doors`; a store takes them with `inject<Doors>(DOORS)`. */
export const DOORS = 'doors'

/** The key under which the app provides who is signed in: `inject<SessionRef>(SESSION)`. */
export const SESSION = 'session'

/** A reactive view of the session, `null` when signed out. */
export interface SessionRef {
  readonly value: Session | null
}

export interface Doors {
  clock: ClockDoor
  random: RandomDoor
  network: NetworkDoor
  /** Loaded when first asked for: inspectors never are. */
  office: () => Promise<OfficeDoor>
  session: SessionDoor
  lock: LockDoor
  ledger: LedgerDoor
  outbox: OutboxDoor
  answers: AnswersDoor
  rosters: RostersDoor
  pack: PackDoor
  /** Loaded when first asked for: few ask often. */
  selfCheck: () => Promise<SelfCheckDoor>
  jottings: JottingsDoor
  rescue: RescueDoor
  journal: JournalDoor
  retention: RetentionDoor
  dataSaver: DataSaverDoor
  wake: WakeDoor
  durability: DurabilityDoor
  locks: LocksDoor
  location: LocationDoor
  voice: VoiceDoor
  haptics: HapticsDoor
}

export interface ClockDoor {
  /** The phone's own time, uncorrected. */
  phoneNow(): Instant
  /** The present as best known, and whether to believe it. */
  read(policy: VerdictPolicy): Clock
  /** Takes the comparison that a contact with the server gives. */
  compared(sentAt: Instant, receivedAt: Instant, serverTime: Instant): Promise<void>
}

export interface RandomDoor {
  bytes(count: number): Uint8Array
  uuid(): string
}

/**
 * What came of a request. `refused` is a well-formed answer of our own server; a captive portal's page, a proxy's 502 or anything
 * else that does not fit our schema is `unreachable`: `not-ours`.
 */
export type Reply<T> =
  | { kind: 'ok'; value: T }
  | { kind: 'refused'; refusal: Refusal }
  | { kind: 'unreachable'; why: 'offline' | 'timeout' | 'network' | 'not-ours' }

export interface NetworkDoor {
  online(): boolean
  onOnlineChange(listener: (online: boolean) => void): () => void
  /** `deviceKey`: the phone's public key (raw point, hex), where it has one. */
  signIn(username: string, password: string, device: Device, deviceKey?: string): Promise<Reply<Session>>
  currentSession(): Promise<Reply<Session>>
  signOut(): Promise<Reply<null>>
  ask(visit: string, idNumber: IdNumber, device: Device, carried: readonly Parcel[]): Promise<Reply<AskReply>>
  push(device: Device, parcels: readonly Parcel[]): Promise<Reply<PushReply>>
  /** With `device` the reply also says how far the server has this phone's entries. */
  pull(cursor: Readonly<Record<string, number>>, device?: string): Promise<Reply<PullReply>>
  /** How much of a photograph the server has (bytes). */
  uploadOffset(sha256: string): Promise<Reply<UploadReply>>
  upload(sha256: string, offset: number, length: number, chunk: ArrayBuffer): Promise<Reply<UploadReply>>
  rosterList(): Promise<Reply<RosterList>>
  roster(site: string): Promise<Reply<Roster>>
  pack(): Promise<Reply<Pack>>
  /** The platform's photograph of a person. The caller shows it and lets it go; nothing keeps it. */
  face(visit: string, idNumber: IdNumber, device: Device): Promise<Reply<FaceReply>>
  /** Address of a photograph's bytes, for an `<img>` of a supervisor. */
  photoAddress(sha256: string): string
}

/** What supervisors and administrators ask the server. Needs a network; nothing of it is kept on the phone. */
export interface OfficeDoor {
  visits(before: string | null): Promise<Reply<{ visits: VisitRow[]; next: string | null }>>
  visit(id: string): Promise<Reply<VisitDetail>>
  status(): Promise<Reply<Status>>
  roster(site: string): Promise<Reply<Roster>>
  attendance(): Promise<Reply<AttendanceList>>
  fileAttendance(attendance: Attendance): Promise<Reply<{ filing: Filing }>>
  projects(): Promise<Reply<ProjectList>>
  linkProject(site: string, dataNumber: string): Promise<Reply<ProjectList>>
  unlinkProject(site: string): Promise<Reply<ProjectList>>
  samples(): Promise<Reply<SampleList>>
  simulator(): Promise<Reply<SimulatorState>>
  setOutage(outage: string | null): Promise<Reply<SimulatorState>>
}

/** A phone's name, which is in its entries, and its secret (32 bytes, hex), which goes only to the server. */
export interface Device {
  device: string
  deviceSecret: string
}

/** Who is signed in on this phone. Survives an offline cold start; signing out never touches what waits to be sent. */
export interface SessionDoor {
  load(): Promise<Session | null>
  /** Keeps it without what only a sign-in answers and no phone may keep. */
  save(session: Session): Promise<void>
  clear(): Promise<void>
  /** Tells when another tab has signed in or out, or learned something new of the session. */
  onChange(listener: () => void): () => void
  /** This phone's own name and the secret that proves it, made at first use. */
  device(): Promise<Device>
  /** Takes another name: the server knows this one with a key that the phone has lost. What waits is offered under the old name. */
  renewDevice(): Promise<void>
  /** This phone's public key (raw point, hex), made at first use; `null` where the browser cannot make or keep one. */
  deviceKey(): Promise<string | null>
}

/** How the phone's store stands. `left`: wrong PINs that are still allowed; `void`: only a sign-in opens it. */
export type LockState = { kind: 'none' } | { kind: 'open' } | { kind: 'locked'; void: boolean; waitMs: number; left: number }

/** What came of a PIN. `wait`: it was not looked at. */
export type Unlocked = { kind: 'open' } | { kind: 'wrong'; left: number } | { kind: 'wait'; ms: number } | { kind: 'void' }

/** What the server gives an account at sign-in so that a forgotten PIN loses nothing (`unlockSecret`). */
export interface Escrow {
  account: string
  secret: string
}

/** The PIN of this phone's store. While it is locked, everything sealed waits: nothing can be read, written or sent. */
export interface LockDoor {
  look(): Promise<LockState>
  unlock(pin: string): Promise<Unlocked>
  /** Whether it is the PIN, counted as a try; `open` when it is. */
  isPin(pin: string): Promise<Unlocked>
  /** Sets the first PIN, which needs `escrow`, or another one of an open store. */
  setPin(pin: string, escrow: Escrow | null): Promise<{ kind: 'set' } | { kind: 'not-set'; why: 'locked' | 'no-space' | 'database' }>
  /** Lets this account open the store, too. Does nothing unless it is open under a PIN. */
  remember(account: string, secret: string): Promise<void>
  /** Opens the store without the PIN; false when this account has not signed in here since the PIN was set. */
  recover(account: string, secret: string): Promise<boolean>
  /** Locks this tab, or all of them. */
  lock(everywhere: boolean): void
  /** The inspector was asked for a PIN and wants none for now. */
  putOff(): Promise<void>
  isPutOff(): Promise<boolean>
  /** When the re-sealing that is under way has done what it can. */
  resealed(): Promise<void>
  /** Tells when the store was locked or unlocked, by this tab or another. */
  onChange(listener: () => void): () => void
}

/** A photograph ready to be kept: re-encoded, without EXIF, hashed. */
export interface NewPhoto {
  sha256: string
  bytes: ArrayBuffer
  mime: 'image/jpeg' | 'image/webp'
  width: number
  height: number
}

/** `written` is said only after the transaction with entries, outbox rows and photographs is durable on disk. */
export type Written = { kind: 'written'; ids: string[] } | { kind: 'not-written'; why: 'no-space' | 'database' | 'signed-out' }

export interface LedgerDoor {
  /** All drafts and photographs in one durable transaction, or none of them. Ids come back in the drafts' order. */
  write(drafts: readonly Draft[], photos?: readonly NewPhoto[]): Promise<Written>
  /** Entries about a site or a visit, personal parts opened. */
  about(kind: 'site' | 'visit', id: string): Promise<Recorded[]>
  /** Registrations of all sites of the signed-in account's area that this phone knows. */
  sites(): Promise<Recorded[]>
  /** Entries of these kinds within the signed-in account's area, each kind oldest first. Personal parts stay sealed: what lists many sites names nobody. */
  ofArea(kinds: readonly EntryKind[]): Promise<Entry[]>
  /** Entries of the newest `limit` visits of the signed-in account, newest visit first. Personal parts stay sealed: a list of visits names nobody. */
  recentVisits(limit: number): Promise<Entry[]>
  photo(sha256: string): Promise<{ bytes: ArrayBuffer; mime: string } | null>
  /** Tells after every write, pull and receipt. */
  onChange(listener: () => void): () => void
}

/** What waits on this phone, whoever wrote it. */
export interface Waiting {
  entries: number
  photos: number
  quarantined: number
  /** When the oldest waiting item was written; `null` when nothing waits. */
  oldestAt: Instant | null
}

/** One waiting item for the sync centre: what it is, never what is in it. */
export interface WaitingItem {
  entryId: string
  kind: string
  at: Instant
  delivery: Delivery
  site: string | null
}

/** How much of something the server has given receipts for. */
export interface Share {
  total: number
  delivered: number
}

/** How far a visit has come to the server. A photograph is delivered when its entry and its bytes both are. */
export interface VisitDelivery {
  records: Share
  photos: Share
  signatures: Share
  quarantined: number
}

/** What one device offers to the server, in the order of its chain. */
export interface QueueDoor {
  /**
   * The next parcels in `deviceSeq` order, at most `limit`; quarantined ones are passed over, and so are those whose personal part
   * cannot be opened: without it the server would have to refuse them.
   */
  next(limit: number): Promise<Parcel[]>
  /** Takes a row out and keeps the receipt, in one durable transaction. The caller has checked the receipt. */
  delivered(receipts: readonly Receipt[]): Promise<void>
  quarantine(entryId: string, reason: QuarantineReason): Promise<void>
  /**
   * Offers all entries before `deviceSeq` once more, and their photographs: the server lacks some of what it gave receipts for.
   * False when there is nothing before it, or something that waits anyway.
   */
  reoffer(deviceSeq: number): Promise<boolean>
}

/** This phone's own queue, and what it knows of all that waits here. `reoffer` with a number beyond all is about every queue. */
export interface OutboxDoor extends QueueDoor {
  waiting(): Promise<Waiting>
  /** The oldest first, those of other queues last. */
  items(limit: number): Promise<WaitingItem[]>
  visitDelivery(visit: string): Promise<VisitDelivery>
  /** Whether an entry of this visit has no receipt yet. */
  isUnreceipted(visit: string): Promise<boolean>
  /** Offers quarantined rows of all queues again; those quarantined for one of `reasons` where they are named. */
  release(reasons?: readonly QuarantineReason[]): Promise<void>
  /** Offers one quarantined row again. */
  releaseOne(entryId: string): Promise<void>
  /** The oldest photograph that waits, those in `except` passed over so that one bad one does not hold up the rest. */
  nextPhoto(except?: ReadonlySet<string>): Promise<{ sha256: string; bytes: ArrayBuffer } | null>
  photoDelivered(receipt: PhotoReceipt): Promise<void>
  /** All that was ever delivered from this phone; signatures are entries, too. */
  counts(): Promise<Delivered>
  /** Applies one page of the area's ledger and its cursor together; false when another tab moved the cursor meanwhile. */
  applyPull(before: Readonly<Record<string, number>>, page: PullReply): Promise<boolean>
  cursor(): Promise<Record<string, number>>
}

export interface Delivered {
  delivered: number
  photosDelivered: number
  signaturesDelivered: number
}

/** The phone's storage came back empty or older than it was. `entries` and `photos` had no receipt when it was last seen whole. */
export interface Loss {
  at: Instant
  entries: number
  photos: number
  /** What the journal has given back since. `left`: entries still in it, for want of space or of their author's sign-in. */
  restored?: { entries: number; photos: number; left: number; noSpace: boolean }
}

/** The journal beside the database. It never holds anybody up: what goes wrong with it leaves the phone as it would be without. */
export interface JournalDoor {
  /** Makes ready what this account writes from now on. `secret`: the sign-in's `journalSecret`. */
  enrol(account: string, secret: string): Promise<void>
  /** Takes in what this account wrote and the database has lost. While the phone is locked it waits. */
  restore(account: string, secret: string): Promise<void>
  /** Lets go of what has been delivered. */
  sweep(): Promise<void>
}

/**
 * `known`: they were on this phone already. `photosDamaged`: photographs whose bytes could not be read. `own-chain`: the file is from
 * this very phone and ahead of it.
 */
export type RescueImport =
  | { kind: 'imported'; entries: number; photos: number; known: number; photosDamaged: number }
  | { kind: 'not-imported'; why: 'no-rescue-file' | 'wrong-passphrase' | 'newer-version' | 'own-chain' | 'no-space' | 'database' }

/** What would be lost with this phone, carried out of it and into another; see docs/rescue-file.md. */
export interface RescueDoor {
  /** What this phone offers under other names: of rescue files, and of itself before its storage was lost. */
  queues(): Promise<{ device: Device; queue: QueueDoor }[]>
  /** Everything that waits as one sealed file; `null` when nothing waits. It goes on waiting here. */
  export(passphrase: string): Promise<{ file: Blob; entries: number; photos: number } | null>
  import(file: Blob, passphrase: string): Promise<RescueImport>
  /** What was noticed at the start; stays until it has been read. */
  loss(): Promise<Loss | null>
  lossRead(): Promise<void>
}

export interface RetentionDoor {
  /**
   * Lets go of photographs and of personal parts of own visits that are over and wholly delivered since before `deliveredBefore`
   * (server time), and of whose findings none is open. The entries stay.
   */
  sweep(deliveredBefore: Instant): Promise<{ visits: number; photos: number }>
}

/** The browser's own waking once the network is back, where it has one. An extra trigger: nothing depends on it. */
export interface WakeDoor {
  /** Asks to be woken; does nothing where that cannot be. */
  ask(): void
  onWake(listener: () => void): () => void
}

/** Whether photographs wait for Wi-Fi. Kept on the phone, whoever is signed in. */
export interface DataSaverDoor {
  wifiOnly(): boolean
  setWifiOnly(on: boolean): void
  /** `unknown` where the browser does not tell. */
  connection(): 'wifi' | 'mobile' | 'unknown'
  onChange(listener: () => void): () => void
}

/** Remembered answers, the phone's own and the pack's, found by keyed hashes; no number is stored. */
export interface AnswersDoor {
  /** The person's key on this phone (HMAC under a key that cannot be read out), hex. */
  keyOf(id: IdNumber): Promise<string>
  /** `simulated` answers stay marked as such. */
  remember(id: IdNumber, answer: Answer, simulated: boolean): Promise<void>
  /** The newest colour known of this person; `null` when there is none, or something newer that is no colour. */
  recall(id: IdNumber): Promise<{ answer: Answer; simulated: boolean } | null>
}

/** The rosters of registered projects, sealed. People are recognised by a keyed hash; the key cannot be read out. */
export interface RostersDoor {
  /** Which version of each site's roster is kept. */
  versions(): Promise<ReadonlyMap<string, string>>
  /** Takes over the server's list: its key, and that rosters of sites it does not name are dropped. */
  follow(list: RosterList): Promise<void>
  keep(roster: Roster): Promise<void>
  /** `null` when this site has none, or it cannot be opened. */
  find(site: string): Promise<Roster | null>
  /** The person as the rosters name them; `null` before the first list came. */
  matchOf(id: IdNumber): Promise<string | null>
}

/** What the last 今日离线包 of an account held. `at` is server time; `bytes` is what it takes on the phone, about. */
export interface TakenPack {
  account: string
  at: Instant
  sites: number
  openFindings: number
  /** People on the rosters of the sites. */
  rosterPeople: number
  /** People of whom an answer is known. */
  knownPeople: number
  bytes: number
}

/** 今日离线包: what the phone has taken along for a day without a network. */
export interface PackDoor {
  /**
   * Replaces as a whole what an earlier pack knew of people; answers given before `oldest` are left out. Sites, findings and rosters are
   * here already and are only counted. Throws what the database throws (no space), with the earlier pack still whole.
   */
  keep(pack: Pack, taken: Pick<TakenPack, 'account' | 'at' | 'rosterPeople'> & { area: AreaCode; oldest: Instant }): Promise<TakenPack>
  /** The last pack of this account; `null` when it has none here. */
  last(account: string): Promise<TakenPack | null>
  /** Drops known answers that were given before `oldest`: they say nothing any more. */
  dropOld(oldest: Instant): Promise<void>
}

/** Which files of the build are on the phone. `silent`: an older version of the app still answers for the phone, or none that can tell. */
export type ShellState = { kind: 'files'; files: readonly string[]; missing: readonly string[] } | { kind: 'unsupported' | 'not-controlled' | 'silent' }

export type CameraPermission = 'granted' | 'prompt' | 'denied' | 'unknown'

/** What can be tried out of the phone's readiness for a day without a network. All of it works without one. */
export interface SelfCheckDoor {
  shell(): Promise<ShellState>
  /** Whether the decoder reads a code that comes with the app. */
  decodes(): Promise<boolean>
  /** Asks nobody for anything. */
  camera(): Promise<CameraPermission>
}

/** Half-written forms, sealed, so that a call, a kill or a flat battery returns to the same field. `value` is plain JSON or ArrayBuffers. */
export interface JottingsDoor {
  keep(key: string, value: unknown): Promise<void>
  find(key: string): Promise<unknown>
  drop(key: string): Promise<void>
}

export interface DurabilityDoor {
  /** Whether the browser promises not to evict; asks once when it may. */
  persisted(): Promise<boolean>
  /** Bytes used and left, as the browser estimates; `null` where it does not. */
  space(): Promise<{ used: number; left: number } | null>
  /** After how many days without use the system may delete everything; `null` where it has no such rule. */
  deletedAfterDays(): number | null
  /** Whether so little space is left that a photograph may not fit. */
  spaceShort(): Promise<boolean>
  /** Keeps the screen awake until the returned function is called; does nothing where the phone cannot. */
  stayAwake(): Promise<() => void>
}

export interface LocksDoor {
  /** Runs `work` alone among all tabs; `null` when another tab holds the lock. */
  alone<T>(name: string, work: () => Promise<T>): Promise<T | null>
}

export interface LocationDoor {
  /** One point, at most ten seconds' wait, or the reason why none. Never a track. */
  point(): Promise<Place>
  /** Whether a point may be had without asking the inspector. Asks nobody for anything. */
  allowed(): Promise<boolean>
}

/** The spoken sounds of the app: one clip per verdict, and one for a code that is none of ours. */
export type Clip =
  | 'green' | 'expiring' | 'remembered' | 'stale' | 'yellow' | 'red' | 'expired' | 'no-code' | 'doubtful' | 'unverified' | 'foreign' | 'changed'

/** `read`: a code was read, its answer is still to come. `again`: this person was scanned before. */
export type Tone = 'read' | 'again'

export interface VoiceDoor {
  /** Unlocks audio; call from a tap. */
  unlock(): void
  play(clip: Clip): void
  /** A short sound of the scanner itself, which interrupts nobody. */
  tone(tone: Tone): void
  muted(): boolean
  mute(on: boolean): void
}

export interface HapticsDoor {
  buzz(clip: Clip): void
}
