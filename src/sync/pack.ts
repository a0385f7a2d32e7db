/**
 * 今日离线包: everything the server has for a day without a network, at one wish. Part by part; what came before a trouble stays, and
 * the next wish goes on from there.
 */
import type { Session } from '#domain/contract.ts'
import { HOUR } from '#domain/time.ts'
import { isNoSpace } from '#device/database/open.ts'
import type { Doors, Reply, TakenPack } from '#device/doors.ts'
import { fetchRosters } from './pull-rosters.ts'
import { pullLedger } from './pull-ledger.ts'
import { emptyTally, type Alert } from './sync-outcome.ts'
import { isStorageTrouble } from './trouble.ts'

/** In the order in which they are fetched. */
export type PackPart = 'ledger' | 'rosters' | 'answers'

export interface PackProgress {
  part: PackPart
  done: number
  /** `null` when nobody knows beforehand. */
  of: number | null
}

/** `busy`: another tab is at it. `history-changed`: the server was restored; the next sync sorts it out, then the pack can be fetched again. */
export type PackTrouble = 'offline' | 'unreachable' | 'sign-in-needed' | 'refused' | 'busy' | 'history-changed' | 'no-space' | 'phone-trouble'

/** `unread`: the server has entries that only a newer version of the app can read. */
export type PackOutcome = { kind: 'whole'; pack: TakenPack; unread: boolean } | { kind: 'broken-off'; part: PackPart; why: PackTrouble }

export type PackDoors = Pick<Doors, 'clock' | 'network' | 'session' | 'outbox' | 'ledger' | 'rosters' | 'pack' | 'locks'>

/** Fetches the pack of the signed-in account. `onAlert` is told of results of one's own checks that turned out otherwise. Never throws for network, server or storage. */
export async function fetchPack(
  doors: PackDoors,
  session: Session,
  onProgress: (progress: PackProgress) => void = () => {},
  onAlert: (alerts: readonly Alert[]) => void = () => {},
): Promise<PackOutcome> {
  let part: PackPart = 'ledger'
  const step = (progress: PackProgress) => {
    part = progress.part
    onProgress(progress)
  }
  const brokenOff = (why: PackTrouble): PackOutcome => ({ kind: 'broken-off', part, why })

  async function fetchParts(): Promise<PackOutcome> {
    step({ part: 'ledger', done: 0, of: null })
    const tally = emptyTally()
    const pulled = await pullLedger(doors, session, tally, ({ pulled }) => step({ part: 'ledger', done: pulled, of: null }))
    if (tally.alerts.length > 0) onAlert(tally.alerts)
    if (pulled.kind !== 'done' && pulled.kind !== 'incomplete') return brokenOff(pulled.kind)
    step({ part: 'rosters', done: 0, of: null })
    const rosters = await fetchRosters(doors, async (done, of) => {
      step({ part: 'rosters', done, of })
      return true
    })
    if (rosters.kind === 'failed') return brokenOff(troubleIn(rosters.reply))
    step({ part: 'answers', done: 0, of: null })
    const reply = await doors.network.pack()
    if (reply.kind !== 'ok') return brokenOff(troubleIn(reply))
    const { now } = doors.clock.read(session.policy)
    const pack = await doors.pack.keep(reply.value, {
      account: session.account.id,
      area: session.account.area,
      at: now,
      rosterPeople: rosters.kind === 'done' ? rosters.people : 0,
      oldest: reply.value.serverTime - session.policy.staleHours * HOUR,
    })
    return { kind: 'whole', pack, unread: pulled.kind === 'incomplete' }
  }

  try {
    if (!doors.network.online()) return brokenOff('offline')
    // One after the other: a slower, older pack must not replace a newer one.
    return (await doors.locks.alone('pack', fetchParts)) ?? brokenOff('busy')
  } catch (cause) {
    if (!isStorageTrouble(cause)) throw cause
    return brokenOff(isNoSpace(cause) ? 'no-space' : 'phone-trouble')
  }
}

function troubleIn(reply: Exclude<Reply<unknown>, { kind: 'ok' }>): PackTrouble {
  if (reply.kind === 'unreachable') return reply.why === 'offline' ? 'offline' : 'unreachable'
  return reply.refusal.code === 'signed-out' ? 'sign-in-needed' : 'refused'
}
