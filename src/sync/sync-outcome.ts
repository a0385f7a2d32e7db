/** What a run of sync came to. However it ends, nothing that has no receipt has left the phone. */
import type { Refusal } from '#domain/contract.ts'
import type { VerdictCode } from '#domain/verdict.ts'

/**
 * `incomplete`: something still waits that cannot be sent or read yet, by this phone or by the server. `busy`: another tab is at it. `history-changed`: the
 * server was restored or replaced; the session has been read anew and reading starts from the beginning. `phone-trouble`: the
 * phone's own storage could not be read or written.
 */
export type SyncEnd =
  | { kind: 'done' }
  | { kind: 'incomplete' }
  | { kind: 'busy' }
  | { kind: 'sign-in-needed' }
  | { kind: 'unreachable' }
  | { kind: 'history-changed' }
  | { kind: 'phone-trouble' }
  | { kind: 'refused'; refusal: Refusal }

/** A check of one's own whose result is another class now than on the site. */
export interface Alert {
  check: string
  visit: string
  before: VerdictCode
  after: VerdictCode
}

export interface Tally {
  delivered: number
  /** Of those, signatures. */
  signaturesDelivered: number
  quarantined: number
  photosDelivered: number
  /** Bytes of photographs sent in this run. */
  photoBytes: number
  /** Whether photographs were left for Wi-Fi. */
  photosHeld: boolean
  pulled: number
  alerts: Alert[]
}

export type SyncOutcome = SyncEnd & Tally

/** Called after every step, with what the run has done so far. */
export type OnProgress = (tally: Readonly<Tally>) => void

export function emptyTally(): Tally {
  return { delivered: 0, signaturesDelivered: 0, quarantined: 0, photosDelivered: 0, photoBytes: 0, photosHeld: false, pulled: 0, alerts: [] }
}
