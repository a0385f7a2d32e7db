/**
 * Brings filings to the platform and follows them to their end. A record that the platform has taken is not sent again: that it is
 * sent is written down before, and what became of it is asked before it is sent a second time. What this cannot exclude is a
 * platform that takes a record only after it has twice said, a minute and more apart, that it does not know it.
 */
import { ATTENDANCE_DAYS, type FilingState } from '#domain/attendance.ts'
import { DAY, MINUTE } from '#domain/time.ts'
import type { Doors } from '../doors.ts'
import { featuresOf } from '../features.ts'
import { simulatedOf } from '../rosters/links.ts'
import { openPart, openPhoto, type FilingRow } from './filing.ts'

/** Waits double from the first to the longest. */
const FIRST_WAIT = 5_000
const LONGEST_WAIT = 30 * MINUTE
/** What may have been sent is asked about after so long, so that nothing of it is still on its way, and as long again between two questions. */
const UNSURE_WAIT = MINUTE
const UNKNOWN_BEFORE_RESENDING = 2
const PENDING_FOR = 3 * DAY
const AT_ONCE = 4

type Parts = Pick<Doors, 'db' | 'keys' | 'gateway' | 'config' | 'now'>
const open: readonly FilingState[] = ['waiting', 'unsure', 'pending']
/** Of these it is not known that the platform has taken them. */
const notTaken: readonly FilingState[] = ['waiting', 'unsure']

/** Takes the next step with those that are due, a few at a time; returns how many moved on. */
export async function followDue(doors: Parts): Promise<number> {
  await giveUpLate(doors)
  if (!featuresOf(doors).attendance) return 0
  const due = await doors.db
    .selectFrom('attendanceFiling')
    .selectAll()
    .where('state', 'in', open)
    .where('simulated', '=', simulatedOf(doors.config))
    .where('nextAt', '<=', doors.now())
    .orderBy('nextAt')
    .limit(AT_ONCE)
    .execute()
  const moved = await Promise.all(due.map((filing) => step(doors, filing)))
  return moved.filter(Boolean).length
}

/** Ends what can have no other end any more; a photograph is not kept past it, whether or not filing is switched on. */
async function giveUpLate({ db, now }: Parts): Promise<void> {
  const at = now()
  await db
    .updateTable('attendanceFiling')
    .set({ state: 'given-up', photoSealed: null, changedAt: at })
    .where((eb) => eb.or([
      eb.and([eb('state', 'in', notTaken), eb('at', '<', at - ATTENDANCE_DAYS * DAY)]),
      eb.and([eb('state', '=', 'pending'), eb('takenAt', '<', at - PENDING_FOR)]),
    ]))
    .execute()
}

async function step(doors: Parts, filing: FilingRow): Promise<boolean> {
  switch (filing.state) {
    case 'waiting':
      return send(doors, filing)
    case 'unsure':
    case 'pending':
      return ask(doors, filing)
    case 'valid':
    case 'invalid':
    case 'refused':
    case 'given-up':
      return false
  }
}

async function send(doors: Parts, filing: FilingRow): Promise<boolean> {
  const sentAt = doors.now()
  // Until the platform has answered it counts as possibly arrived, also for whoever reads this after a crash.
  const sending = { state: 'unsure', sentAt, unknowns: 0, attempts: filing.attempts + 1, nextAt: sentAt + UNSURE_WAIT } as const
  if (filing.photoSealed === null || !(await claim(doors, filing, sending))) return false
  const { dataNumber, idNumber } = openPart(filing, doors.keys)
  const photo = openPhoto(filing.photoSealed, filing.id, doors.keys)
  const outcome = await doors.gateway.uploadAttendance(dataNumber, { idNumber, at: filing.at, direction: filing.direction }, photo)
  const now = doors.now()
  if (outcome.kind === 'ok') {
    const { kind, message } = outcome.value
    const taken = { state: 'pending', message: '', photoSealed: null, takenAt: now, attempts: 0, nextAt: now + FIRST_WAIT, changedAt: now } as const
    const refused = { state: 'refused', message, photoSealed: null, changedAt: now } as const
    return settle(doors, { ...filing, sentAt }, notTaken, kind === 'taken' ? taken : refused)
  }
  // Of the other faults it is at best likely that nothing arrived.
  const next = outcome.fault === 'breaker-open' ? ({ state: 'waiting', nextAt: now + waitAfter(filing.attempts) } as const) : {}
  await settle(doors, { ...filing, sentAt }, ['unsure'], { ...next, changedAt: now })
  return false
}

/** What became of a record: whether it arrived at all, and whether it counts. */
async function ask(doors: Parts, filing: FilingRow): Promise<boolean> {
  const at = doors.now()
  const wait = Math.max(waitAfter(filing.attempts), filing.state === 'unsure' ? UNSURE_WAIT : 0)
  if (!(await claim(doors, filing, { attempts: filing.attempts + 1, nextAt: at + wait }))) return false
  const { dataNumber, idNumber } = openPart(filing, doors.keys)
  const outcome = await doors.gateway.attendance(dataNumber, { idNumber, at: filing.at, direction: filing.direction })
  if (outcome.kind === 'fault') return false
  const now = doors.now()
  const { kind, message } = outcome.value
  switch (kind) {
    case 'valid':
    case 'invalid':
      return settle(doors, filing, open, { state: kind, message: kind === 'valid' ? '' : message, photoSealed: null, changedAt: now })
    case 'pending':
      if (filing.state === 'pending') return false
      return settle(doors, filing, notTaken, { state: 'pending', photoSealed: null, takenAt: now, attempts: 0, nextAt: now + FIRST_WAIT, changedAt: now })
    case 'unknown':
      // What was taken is not sent again, whatever is said of it later.
      if (filing.state === 'pending') return false
      if (filing.unknowns + 1 < UNKNOWN_BEFORE_RESENDING) return settle(doors, filing, ['unsure'], { unknowns: filing.unknowns + 1 })
      return settle(doors, filing, ['unsure'], { state: 'waiting', unknowns: 0, changedAt: now })
  }
}

/** Takes the turn, so that two processes do not take the same step; false when another was faster. */
async function claim({ db }: Parts, { id, state, nextAt }: FilingRow, columns: Partial<FilingRow>): Promise<boolean> {
  const taken = db.updateTable('attendanceFiling').set(columns).where('id', '=', id).where('state', '=', state).where('nextAt', '=', nextAt)
  return (await taken.executeTakeFirst()).numUpdatedRows === 1n
}

/** Writes down what came of a step, where the filing is still in one of the states `from` and was not sent again meanwhile. */
async function settle({ db }: Parts, { id, sentAt }: FilingRow, from: readonly FilingState[], columns: Partial<FilingRow>): Promise<boolean> {
  const row = db.updateTable('attendanceFiling').set(columns).where('id', '=', id).where('sentAt', '=', sentAt).where('state', 'in', from)
  return (await row.executeTakeFirst()).numUpdatedRows === 1n
}

function waitAfter(attempts: number): number {
  return Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** attempts)
}
