/** Signing in: password, and a lock-out that makes guessing pointless. */
import { MINUTE } from '#domain/time.ts'
import type { Doors } from '../doors.ts'
import { Refused } from '../errors.ts'
import type { AccountRow } from './account.ts'
import { hashPassword, passwordMatches } from './password.ts'

const FAILURES_ALLOWED = 5
const LOCKED_FOR = 15 * MINUTE

/** The account of `username` when `password` is its own. Throws `wrong-password`, `locked-out` or `account-disabled`. */
export async function signIn(doors: Pick<Doors, 'db' | 'now' | 'random' | 'config'>, username: string, password: string): Promise<AccountRow> {
  const { db } = doors
  const now = doors.now()
  const account = await db.selectFrom('account').selectAll().where('username', '=', username.trim().toLowerCase()).executeTakeFirst()
  if (account === undefined) {
    // Takes as long as a real comparison, so that the time does not tell which names exist.
    await hashPassword(password, doors.random(16), doors.config.passwordCost)
    throw new Refused('wrong-password')
  }
  const failures = await countTry(doors, account.id)
  if (failures > FAILURES_ALLOWED || !(await passwordMatches(password, account.passwordHash))) {
    if (failures < FAILURES_ALLOWED) throw new Refused('wrong-password')
    await db.updateTable('account').set({ lockedUntil: now + LOCKED_FOR }).where('id', '=', account.id).execute()
    throw lockedOut(now + LOCKED_FOR, now)
  }
  await db.updateTable('account').set({ failures: 0, lockedUntil: null }).where('id', '=', account.id).execute()
  if (account.disabledAt !== null) throw new Refused('account-disabled')
  return account
}

/**
 * Counts a try before the password is looked at, so that many at once are all counted. Returns how many there were since the last
 * success or lock-out; throws `locked-out` while the account is locked.
 */
async function countTry({ db, now }: Pick<Doors, 'db' | 'now'>, account: string): Promise<number> {
  const at = now()
  const counted = await db
    .updateTable('account')
    .set((eb) => ({ failures: eb.case().when('lockedUntil', 'is', null).then(eb('failures', '+', 1)).else(1).end(), lockedUntil: null }))
    .where('id', '=', account)
    .where((eb) => eb.or([eb('lockedUntil', 'is', null), eb('lockedUntil', '<=', at)]))
    .returning('failures')
    .executeTakeFirst()
  if (counted !== undefined) return counted.failures
  const { lockedUntil } = await db.selectFrom('account').select('lockedUntil').where('id', '=', account).executeTakeFirstOrThrow()
  throw lockedOut(lockedUntil ?? at, at)
}

function lockedOut(until: number, now: number): Refused {
  return new Refused('locked-out', Math.ceil((until - now) / 1000))
}
