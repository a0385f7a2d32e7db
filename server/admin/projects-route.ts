/** `GET /api/admin/projects`, `PUT` and `DELETE /api/admin/projects/:site`: which sites are registered projects of the platform. */
import { linkProjectSchema, type ProjectList } from '#domain/platform-health.ts'
import { uuid } from '#domain/uuid.ts'
import type { FastifyInstance } from 'fastify'
import type { AccountRow } from '../accounts/account.ts'
import { signedIn } from '../accounts/session.ts'
import type { Doors } from '../doors.ts'
import { Refused } from '../errors.ts'
import { scopeOf } from '../ledger/scope.ts'
import { readBody, readParam } from '../read-request.ts'
import { linksOf, newLink, type LinkRow } from '../rosters/links.ts'
import { refreshLink } from '../rosters/refresh.ts'
import { sitesById } from '../rosters/sites.ts'
import { recordEvent } from './events.ts'

/** So many sites that are no registered projects are listed, the newest. A project's site is linked soon after it was registered. */
const UNLINKED_LISTED = 300

export function projectsRoute(app: FastifyInstance, doors: Doors): void {
  app.get('/api/admin/projects', async (request) => listProjects(doors, await signedIn(doors, request, ['administrator'])))

  app.put('/api/admin/projects/:site', async (request) => {
    const account = await signedIn(doors, request, ['administrator'])
    const { dataNumber } = readBody(linkProjectSchema, request)
    const id = readParam(uuid, request, 'site')
    const site = (await sitesById(doors, account, [id])).get(id)
    if (site === undefined) throw new Refused('not-found')
    const project = await doors.gateway.project(dataNumber)
    if (project.kind === 'fault') throw new Refused('platform', undefined, project.fault)
    if (project.value === null) throw new Refused('no-project')
    const { number: projectNumber, name: projectName } = project.value
    const link = newLink(doors, { site: id, area: site.area, dataNumber, projectNumber, projectName, linkedBy: account.id })
    const { site: _key, ...columns } = link
    await doors.db.insertInto('projectLink').values(link).onConflict((oc) => oc.column('site').doUpdateSet(columns)).execute()
    await recordEvent(doors, account.id, 'project-linked', id)
    await refreshLink(doors, link, project.value)
    return listProjects(doors, account)
  })

  app.delete('/api/admin/projects/:site', async (request) => {
    const account = await signedIn(doors, request, ['administrator'])
    const id = readParam(uuid, request, 'site')
    const link = await linksOf(doors, account).where('site', '=', id).executeTakeFirst()
    if (link === undefined) throw new Refused('not-found')
    await doors.db.deleteFrom('projectLink').where('site', '=', id).execute()
    await recordEvent(doors, account.id, 'project-unlinked', id)
    return listProjects(doors, account)
  })
}

async function listProjects(doors: Doors, account: AccountRow): Promise<ProjectList> {
  const links = new Map((await linksOf(doors, account).execute()).map((link) => [link.site, link]))
  const newest = await doors.db
    .selectFrom('entry')
    .select('site')
    .where('kind', '=', 'site.registered')
    .where('area', 'like', scopeOf(account))
    .orderBy('receivedAt', 'desc')
    .orderBy('seq', 'desc')
    .limit(UNLINKED_LISTED + links.size)
    .execute()
  const sites = await sitesById(doors, account, [...new Set([...links.keys(), ...newest.flatMap((row) => row.site ?? [])])])
  return {
    projects: [...sites.values()].map(({ id, name, area }) => ({ site: id, siteName: name, area, linked: shownLink(links.get(id)) })),
    serverTime: doors.now(),
  }
}

function shownLink(link: LinkRow | undefined): ProjectList['projects'][number]['linked'] {
  if (link === undefined) return null
  const { fingerprintTail, projectNumber, projectName, people, refreshedAt, trouble } = link
  return { fingerprintTail, projectNumber, projectName, people, refreshedAt, trouble }
}
