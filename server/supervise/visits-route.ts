/** `GET /api/supervise/visits` and `/:id`, for supervisors. */
import type { VisitDetail } from '#domain/office-contract.ts'
import { uuid } from '#domain/uuid.ts'
import type { FastifyInstance } from 'fastify'
import * as v from 'valibot'
import { signedIn } from '../accounts/session.ts'
import type { Doors } from '../doors.ts'
import { Refused } from '../errors.ts'
import { readParam } from '../read-request.ts'
import { twoSites } from './two-sites.ts'
import { listVisits, showVisit } from './visits.ts'

const listQuery = v.object({ before: v.optional(uuid) })

export function visitsRoute(app: FastifyInstance, doors: Doors): void {
  app.get('/api/supervise/visits', async (request) => {
    const account = await signedIn(doors, request, ['town-supervisor', 'city-supervisor'])
    const query = v.safeParse(listQuery, request.query)
    if (!query.success) throw new Refused('bad-request')
    return { ...(await listVisits(doors, account, query.output.before ?? null)), serverTime: doors.now() }
  })

  app.get('/api/supervise/visits/:id', async (request): Promise<VisitDetail> => {
    const account = await signedIn(doors, request, ['town-supervisor', 'city-supervisor'])
    const id = readParam(uuid, request, 'id')
    const visit = await showVisit(doors, account, id)
    if (visit === null) throw new Refused('not-found')
    return { ...visit, twoSites: await twoSites(doors, account, id), serverTime: doors.now() }
  })
}
