/** What the page and the harness say to each other. The page waits until the harness has heard it. */
import type { Loss } from '#device/doors.ts'

export type Told =
  | { what: 'writing'; group: number; entries: number; photo: string | null }
  | { what: 'written'; group: number; ids: string[] }
  | { what: 'not-written'; group: number; why: string }
  | { what: 'synced'; end: string }
  | { what: 'upgrading' }
  | { what: 'upgraded'; version: number }

export type Work = 'write' | 'push' | 'photo' | 'pull' | 'schema'

export interface OwnEntry {
  id: string
  deviceSeq: number
  prev: string | null
  hash: string
  /** Whether the hash is that of the entry's bytes. */
  genuine: boolean
  /** Of an answer of the harness: its group, and which one of it. */
  item: string | null
  /** Of a photograph's entry. */
  photo: string | null
}

/** What lies in the phone's database, read past the product's own code. */
export interface PhoneAudit {
  version: number
  device: string
  own: OwnEntry[]
  /** Ids and hashes of all entries of the area. */
  ledger: [string, string][]
  outbox: { id: string; deviceSeq: number; state: string }[]
  receipts: string[]
  /** `whole`: its bytes can be opened and have its hash. */
  photos: { sha256: string; state: string; whole: boolean }[]
  head: { seq: number; hash: string | null }
  counters: { waiting: number; quarantined: number; photosWaiting: number }
}

export interface PageCalls {
  /** Opens the store; `relaxed` takes the browser's default durability, for the control of a power cut. */
  open(relaxed: boolean): Promise<void>
  signIn(username: string): Promise<void>
  /** Registers a site and begins a visit, both told as `group`. */
  begin(group: number): Promise<{ site: string; visit: string }>
  /** Works until the page ends or `stop`; groups are numbered from `group`. */
  work(work: Work, place: { site: string; visit: string }, group: number): Promise<void>
  stop(): Promise<void>
  /** One group of `entries` answers, with a photograph of so many bytes unless 0. */
  writeOne(place: { site: string; visit: string }, group: number, entries: number, photoBytes: number): Promise<void>
  /** One exchange with the server; what still waits after it. */
  sync(): Promise<{ end: string; entries: number; photos: number; quarantined: number }>
  audit(): Promise<PhoneAudit>
  signedIn(): Promise<boolean>
  /** What the phone noticed of its database, and what came back of it. */
  loss(): Promise<Loss | null>
  /** Names of the entries and of the readable photographs that are there. */
  names(): Promise<string[]>
  /** Makes the database one of schema version 1 again, with everything in it that version 1 knew. */
  rewind(): Promise<void>
}
