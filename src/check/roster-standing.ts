/** Where a person stands on the roster of the site, as it was last heard. Said beside the verdict, and no part of it. */
import type { Session } from '#domain/contract.ts'
import type { IdNumber } from '#domain/identity.ts'
import { standingOn, type Standing } from '#domain/roster.ts'
import { shanghaiDay } from '#domain/time.ts'
import type { Doors } from '#device/doors.ts'

/** `null` when the site has no roster here, or it cannot be read: then nothing is said. Never throws. */
export async function findStanding(doors: Pick<Doors, 'clock' | 'rosters'>, session: Session, site: string, id: IdNumber): Promise<Standing | null> {
  try {
    const [roster, match] = await Promise.all([doors.rosters.find(site), doors.rosters.matchOf(id)])
    if (roster === null || match === null) return null
    const { now, trusted } = doors.clock.read(session.policy)
    const standing = standingOn(roster, match, shanghaiDay(now))
    // By a clock that cannot be trusted nobody is early or late.
    return trusted || standing.kind === 'engaged' || standing.kind === 'absent' ? standing : { kind: 'engaged', person: standing.person }
  } catch {
    return null
  }
}
