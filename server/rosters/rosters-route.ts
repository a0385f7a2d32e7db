/** `GET /api/rosters` and `/:site`: who should be on the registered projects of the caller's area, without names and numbers. */
import type { Role } from '#domain/contract.ts'
import type { Roster, RosterList } from '#domain/roster.ts'
import { uuid } from '#domain/uuid.ts'
import type { FastifyInstance } from 'fastify'
import { signedIn } from '../accounts/session.ts'
import type { Doors } from '../doors.ts'
import { Refused } from '../errors.ts'
import { readParam } from '../read-request.ts'
import { rosterOf, rostersOf } from './links.ts'
import { countyOf } from './match.ts'

const readers: readonly Role[] = ['inspector', 'town-supervisor', 'city-supervisor']

export function rostersRoute(app: FastifyInstance, doors: Doors): void {
  app.get('/api/rosters', async (request): Promise<RosterList> => {
    const account = await signedIn(doors, request, readers)
    const links = await rostersOf(doors, account).orderBy('site').execute()
    return {
      matchKey: doors.keys.matchKey(countyOf(account.area)),
      rosters: links.map(({ site, rosterVersion, people, refreshedAt }) => ({ site, version: rosterVersion ?? '', people, refreshedAt: refreshedAt ?? 0 })),
      serverTime: doors.now(),
    }
  })

  app.get('/api/rosters/:site', async (request): Promise<Roster> => {
    const account = await signedIn(doors, request, readers)
    const link = await rostersOf(doors, account).where('site', '=', readParam(uuid, request, 'site')).executeTakeFirst()
    const roster = link === undefined ? null : rosterOf(link, doors.keys)
    if (link === undefined || roster === null) throw new Refused('not-found')
    return {
      site: link.site,
      version: link.rosterVersion ?? '',
      projectNumber: roster.projectNumber,
      projectName: roster.projectName,
      simulated: link.simulated === 1,
      firms: roster.firms,
      people: roster.people.map(({ idNumber: _kept, ...person }) => person),
      refreshedAt: link.refreshedAt ?? 0,
      serverTime: doors.now(),
    }
  })
}
