/** The purpose without which nobody is asked about: a visit that the asker began and that is not over. */
import type { AccountRow } from '../accounts/account.ts'
import type { Doors } from '../doors.ts'
import { scopeOf } from '../ledger/scope.ts'

/** The visit and its site, if `account` itself began it in its area and has not ended it; otherwise `null`. */
export async function openVisit({ db }: Pick<Doors, 'db'>, account: AccountRow, visit: string): Promise<{ site: string | null } | null> {
  const rows = await db
    .selectFrom('entry')
    .select(['kind', 'site'])
    .where('visit', '=', visit)
    .where('area', 'like', scopeOf(account))
    .where('by', '=', account.id)
    .where('kind', 'in', ['visit.started', 'visit.ended', 'visit.voided'])
    .execute()
  const [start] = rows
  return start !== undefined && rows.every((row) => row.kind === 'visit.started') ? { site: start.site } : null
}
