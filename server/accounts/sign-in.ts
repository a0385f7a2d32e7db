/** Signing in: password, and a lock-out that makes guessing pointless. */
import { MINUTE } from '#domain/time.ts'
import type { Doors } from '../doors.ts'
import { Refused } from '../errors.ts'
import type { AccountRow } from './account.ts'
import { hashPassword, passwordMatches } from './password.ts'

export const FAILURES_ALLOWED = 5
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
  refuseWhileLocked(account.lockedUntil, now)
  // The try is counted before the password is looked at, so that many tries at once are all counted.
  const { failures } = await db
    .updateTable('account')
    .set((eb) => ({ failures: eb('failures', '+', 1) }))
    .where('id', '=', account.id)
    .returning('failures')
    .executeTakeFirstOrThrow()
  if (failures > FAILURES_ALLOWED || !(await passwordMatches(password, account.passwordHash))) {
    if (failures >= FAILURES_ALLOWED) {
      const lockedUntil = now + LOCKED_FOR
      await db.updateTable('account').set({ lockedUntil, failures: 0 }).where('id', '=', account.id).execute()
      refuseWhileLocked(lockedUntil, now)
    }
    throw new Refused('wrong-password')
  }
  await db.updateTable('account').set({ failures: 0, lockedUntil: null }).where('id', '=', account.id).execute()
  if (account.disabledAt !== null) throw new Refused('account-disabled')
  return account
}

function refuseWhileLocked(lockedUntil: number | null, now: number): void {
  if (lockedUntil !== null && lockedUntil > now) throw new Refused('locked-out', Math.ceil((lockedUntil - now) / 1000))
}
