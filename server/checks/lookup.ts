/**
 * The record of look-ups and of views of photographs: who asked, for which visit, about whom and what came of it. No question is put
 * without it, and it is the daily quota.
 */
import type { Answer } from '#domain/check.ts'
import { DAY, shanghaiDay, startOfDay } from '#domain/time.ts'
import { uuidv7 } from '#domain/uuid.ts'
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
    // Asking again about the same person in the same visit, as rechecks do while the platform is down, uses up no quota.
    const asked = (of: Book) => tx.selectFrom(of).select(['visit', 'personKey']).where('account', '=', purpose.account).where('at', '>=', today)
    const people = asked('lookup').union(asked('faceView'))
    const { n } = await tx.selectFrom(people.as('people')).select((eb) => eb.fn.countAll<number>().as('n')).executeTakeFirstOrThrow()
    if (Number(n) >= config.dailyChecks) return { kind: 'over-quota', until: today + DAY }
    await tx.insertInto(book).values({ id, ...purpose, at, outcome: 'asked' }).execute()
    return { kind: 'recorded', id }
  })
}

/** Notes what came of the look-up `id`. */
export async function recordOutcome({ db }: Pick<Doors, 'db'>, id: string, answer: Answer): Promise<void> {
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
