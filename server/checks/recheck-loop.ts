/**
 * Asks the platform again for every check that did not rest on a believable live answer. The new answer is appended; what the
 * inspector saw stays as it was. A fault is no answer: it is asked again later.
 */
import type { Answer } from '#domain/check.ts'
import type { CheckMade } from '#domain/entries/check.ts'
import { parseIdNumber } from '#domain/identity.ts'
import { DAY, MINUTE, shanghaiDay } from '#domain/time.ts'
import { defaultPolicy } from '#domain/verdict-policy.ts'
import { classOf, judge } from '#domain/verdict.ts'
import type { Selectable } from 'kysely'
import type { Tables } from '../database/schema.ts'
import type { Doors } from '../doors.ts'
import { parcelOf } from '../ledger/rows.ts'
import { writeAsServer } from '../ledger/server-writer.ts'
import { settleDrafts } from './settle.ts'

/** After a week an answer says little about the day of the visit; the check stays listed as waiting. */
const ASKED_FOR = 7 * DAY
const FIRST_WAIT = 5_000
const LONGEST_WAIT = 10 * MINUTE
const AT_ONCE = 8

type Recheck = Selectable<Tables['recheck']>
type Ledger = Pick<Doors, 'db' | 'keys' | 'gateway' | 'now' | 'random'>

/** Asks for those that are due, a few at a time; returns how many were answered. */
export async function runDue(doors: Ledger): Promise<number> {
  const now = doors.now()
  const due = await doors.db
    .selectFrom('recheck')
    .selectAll()
    .where('doneAt', 'is', null)
    .where('dueAt', '<=', now)
    .where('createdAt', '>', now - ASKED_FOR)
    .orderBy('dueAt')
    .limit(AT_ONCE)
    .execute()
  const answered = await Promise.all(due.map((recheck) => askAgain(doors, recheck)))
  return answered.filter(Boolean).length
}

async function askAgain(doors: Ledger, recheck: Recheck): Promise<boolean> {
  if (!(await claim(doors, recheck))) return false
  const row = await doors.db.selectFrom('entry').selectAll().where('id', '=', recheck.entryId).executeTakeFirstOrThrow()
  const { entry, personal } = parcelOf(row, doors.keys)
  const parsed = parseIdNumber(personal?.idNumber ?? '', shanghaiDay(doors.now()))
  if (entry.kind !== 'check.made' || parsed.kind !== 'id-number') {
    await finish(doors, recheck)
    return false
  }
  const answer = await doors.gateway.ask(parsed.value)
  if (answer.kind === 'fault') return false
  await record(doors, recheck, entry.body, answer, entry.about, doors.keys.personKey(parsed.value))
  return true
}

/** Takes the turn and sets the next one, so that two processes do not ask for the same and a crash only means asking later. */
async function claim({ db, now }: Ledger, { area, checkId, dueAt, attempts }: Recheck): Promise<boolean> {
  const next = now() + Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** attempts)
  const result = await db
    .updateTable('recheck')
    .set({ dueAt: next, attempts: attempts + 1 })
    .where('area', '=', area)
    .where('checkId', '=', checkId)
    .where('dueAt', '=', dueAt)
    .where('doneAt', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

async function finish(doors: Pick<Doors, 'db' | 'now'>, { area, checkId }: Recheck): Promise<boolean> {
  const done = await doors.db
    .updateTable('recheck')
    .set({ doneAt: doors.now() })
    .where('area', '=', area)
    .where('checkId', '=', checkId)
    .where('doneAt', 'is', null)
    .executeTakeFirst()
  return done.numUpdatedRows === 1n
}

async function record(doors: Ledger, recheck: Recheck, before: CheckMade, answer: Answer, about: { site?: string | undefined }, key: string): Promise<void> {
  // What the inspector saw on the worker's phone belongs to that moment; it still counts where the difference was the very doubt.
  const seen = before.verdict.reason === 'seen-colour-differs' ? before.seenColour : null
  const verdict = judge({ kind: 'person', key }, [{ basis: 'live', key, answer }], { now: doors.now(), trusted: true }, defaultPolicy, seen)
  const { area, checkId, visit } = recheck
  const site = about.site === undefined ? {} : { site: about.site }
  const changed = classOf(before.verdict.code) !== classOf(verdict.code)
  await doors.db.transaction().execute(async (tx) => {
    if (!(await finish({ ...doors, db: tx }, recheck))) return
    const simulated = doors.gateway.stats().kind === 'simulator'
    await writeAsServer(tx, doors, [{
      kind: 'check.rechecked', about: { ...site, ...(visit === '' ? {} : { visit }), check: checkId }, area,
      body: { before: before.verdict.code, verdict, answer, changed, simulated },
    }])
    if (visit !== '') await settleDrafts(tx, doors, visit, area)
  })
}
