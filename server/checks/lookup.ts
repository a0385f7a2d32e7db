/**
 * The record of look-ups and of views of photographs: who asked, for which visit, about whom and what came of it. No question is put
 * without it, and it is the daily quota.
 */
import type { Answer } from '#domain/check.ts'
import { DAY, shanghaiDay, startOfDay } from '#domain/time.ts'
import { uuidv7 } from '#domain/uuid.ts'
import type { Database, Tx } from '../database/schema.ts'
import type { Doors } from '../doors.ts'

/** `personKey` is the keyed hash of the number. */
export interface Purpose {
  account: string
  visit: string
  personKey: string
}

type Book = 'lookup' | 'faceView'

/** Writes a look-up down before it is made; refused until `until` (epoch ms) when the account has asked about too many people today. */
export async function recordLookup(
  { db, now, random, config }: Pick<Doors, 'db' | 'now' | 'random' | 'config'>,
  purpose: Purpose,
  book: Book = 'lookup',
): Promise<{ kind: 'recorded'; id: string } | { kind: 'over-quota'; until: number }> {
  const at = now()
  const today = startOfDay(shanghaiDay(at))
  const id = uuidv7(at, random(10))
  return db.transaction().execute(async (tx) => {
    const quota = await tx.selectFrom('quota').select('people').where('account', '=', purpose.account).where('day', '=', today).executeTakeFirst()
    const people = quota?.people ?? 0
    if (people >= config.dailyChecks) return { kind: 'over-quota', until: today + DAY }
    // Asking again about the same person in the same visit, as rechecks do while the platform is down, uses up no quota.
    if (!(await wasAsked(tx, purpose, today))) await count(tx, purpose.account, today, people + 1)
    await tx.insertInto(book).values({ id, ...purpose, at, outcome: 'asked' }).execute()
    return { kind: 'recorded', id }
  })
}

async function wasAsked(tx: Tx, { account, visit, personKey }: Purpose, today: number): Promise<boolean> {
  for (const book of ['lookup', 'faceView'] as const) {
    const rows = tx.selectFrom(book).select('id').where('account', '=', account).where('visit', '=', visit).where('personKey', '=', personKey).where('at', '>=', today)
    if ((await rows.executeTakeFirst()) !== undefined) return true
  }
  return false
}

async function count(tx: Tx, account: string, day: number, people: number): Promise<void> {
  await tx.insertInto('quota').values({ account, day, people }).onConflict((oc) => oc.column('account').doUpdateSet({ day, people })).execute()
}

/** Notes what came of the look-up `id`. */
export async function recordOutcome(db: Database, id: string, answer: Answer): Promise<void> {
  await db.updateTable('lookup').set({ outcome: outcomeOf(answer) }).where('id', '=', id).execute()
}

function outcomeOf(answer: Answer): string {
  switch (answer.kind) {
    case 'code':
      return answer.colour === 'green' ? `green ${answer.validUntil}` : answer.colour
    case 'no-record':
      return 'no-record'
    case 'doubt':
      return `doubt ${answer.doubt}`
    case 'fault':
      return `fault ${answer.fault}`
  }
}
