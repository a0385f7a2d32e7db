/**
 * Asks the platform again for every check that did not rest on a believable live answer. The new answer is appended; what the
 * inspector saw stays as it was. A fault is no answer, and a doubtful one settles nothing: both are asked again later.
 */
import type { Answer } from '#domain/check.ts'
import type { EntryOf } from '#domain/entries/kinds.ts'
import { parseIdNumber } from '#domain/identity.ts'
import { DAY, HOUR, MINUTE, shanghaiDay } from '#domain/time.ts'
import { defaultPolicy } from '#domain/verdict-policy.ts'
import { classOf, judge, needsRecheck, type VerdictCode } from '#domain/verdict.ts'
import type { Selectable } from 'kysely'
import type { Database, Tables, Tx } from '../database/schema.ts'
import type { Doors } from '../doors.ts'
import { entryOf, parcelOf } from '../ledger/rows.ts'
import { writeAsServer } from '../ledger/server-writer.ts'
import { rememberAnswer } from '../packs/known-answers.ts'
import { recordLookup, recordOutcome } from './lookup.ts'
import { settleDrafts } from './settle.ts'

/** After a week an answer says little about the day of the visit; the check stays listed as waiting. */
const ASKED_FOR = 7 * DAY
/** Waits grow from the first to the longest in the first hour, and are an hour after that. */
const FIRST_WAIT = 5_000
const LONGEST_WAIT = 10 * MINUTE
const LATER_WAIT = HOUR
const AT_ONCE = 8

type Recheck = Selectable<Tables['recheck']>
type Ledger = Pick<Doors, 'db' | 'keys' | 'gateway' | 'now' | 'random' | 'config'>

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
    await change(doors.db, recheck, { doneAt: doors.now() })
    return false
  }
  const personKey = doors.keys.personKey(parsed.value)
  const lookup = await recordLookup(doors, { account: entry.by, visit: recheck.visit, personKey })
  if (lookup.kind === 'over-quota') {
    await change(doors.db, recheck, { dueAt: lookup.until })
    return false
  }
  const answer = await doors.gateway.ask(parsed.value)
  await doors.db.transaction().execute(async (db) => {
    await recordOutcome(db, lookup.id, answer)
    await rememberAnswer({ ...doors, db }, recheck.area, parsed.value, answer)
  })
  if (answer.kind === 'fault') return false
  await record(doors, recheck, entry, answer, personKey)
  return true
}

/** Takes the turn and sets the next one, so that two processes do not ask for the same and a crash only means asking later. */
async function claim({ db, now }: Ledger, { area, checkId, createdAt, dueAt, attempts }: Recheck): Promise<boolean> {
  const at = now()
  const wait = at - createdAt < HOUR ? Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** attempts) : LATER_WAIT
  const result = await db
    .updateTable('recheck')
    .set({ dueAt: at + wait, attempts: attempts + 1 })
    .where('area', '=', area)
    .where('checkId', '=', checkId)
    .where('dueAt', '=', dueAt)
    .where('doneAt', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** Changes the row of a recheck that is not done; returns whether it was not. */
async function change(db: Database, { area, checkId }: Recheck, columns: Partial<Pick<Recheck, 'dueAt' | 'doneAt'>>): Promise<boolean> {
  const result = await db
    .updateTable('recheck')
    .set(columns)
    .where('area', '=', area)
    .where('checkId', '=', checkId)
    .where('doneAt', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

async function record(doors: Ledger, recheck: Recheck, made: EntryOf<'check.made'>, answer: Answer, key: string): Promise<void> {
  const before = made.body.verdict
  // What the inspector saw on the worker's phone belongs to that moment; it still counts where the difference was the very doubt.
  const seen = before.reason === 'seen-colour-differs' ? made.body.seenColour : null
  const verdict = judge({ kind: 'person', key }, [{ basis: 'live', key, answer }], { now: doors.now(), trusted: true }, defaultPolicy, seen)
  const settled = !needsRecheck(verdict)
  const { area, checkId, visit } = recheck
  const site = made.about.site === undefined ? {} : { site: made.about.site }
  const changed = classOf(before.code) !== classOf(verdict.code)
  const simulated = doors.gateway.stats().kind === 'simulator'
  await doors.db.transaction().execute(async (tx) => {
    if (!(await change(tx, recheck, { doneAt: settled ? doors.now() : null }))) return
    // The same doubt hour after hour is told once.
    if (!settled && verdict.code === ((await lastCode(tx, recheck)) ?? before.code)) return
    const { anonymous, personal } = withoutName(answer)
    await writeAsServer(tx, doors, [{
      kind: 'check.rechecked', about: { ...site, visit, check: checkId }, area, ...personal,
      body: { before: before.code, verdict, answer: anonymous, changed, simulated },
    }])
    await settleDrafts(tx, doors, visit, area)
  })
}

/** The name goes into the part of the entry that is sealed and can be erased. */
function withoutName(answer: Answer): { anonymous: Answer; personal: { personal?: { nameMasked: string } } } {
  if (answer.kind !== 'code' || answer.nameMasked === '') return { anonymous: answer, personal: {} }
  return { anonymous: { ...answer, nameMasked: '' }, personal: { personal: { nameMasked: answer.nameMasked } } }
}

/** The code of the newest recheck so far. */
async function lastCode(tx: Tx, { area, checkId }: Recheck): Promise<VerdictCode | null> {
  const rechecks = tx.selectFrom('entry').select('bytes').where('kind', '=', 'check.rechecked').where('area', '=', area).where('checkId', '=', checkId)
  const row = await rechecks.orderBy('seq', 'desc').executeTakeFirst()
  const entry = row === undefined ? null : entryOf(row)
  return entry?.kind === 'check.rechecked' ? entry.body.verdict.code : null
}
