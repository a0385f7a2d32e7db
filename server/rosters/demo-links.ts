/** The demonstration sites that are registered projects of the simulator. */
import type { Doors } from '../doors.ts'
import { demoProjectLinks } from '../demo/projects.ts'
import { SERVER } from '../ledger/server-writer.ts'
import { newLink } from './links.ts'
import { sitesById } from './sites.ts'

/** Links those that are not linked yet, unless an administrator took the link away. Their rosters come with the next refresh. */
export async function keepDemoLinks(doors: Pick<Doors, 'db' | 'keys' | 'config' | 'now'>): Promise<void> {
  const { db, config } = doors
  if (!config.demo) return
  const unlinked = await db.selectFrom('adminEvent').select('subject').where('action', '=', 'project-unlinked').execute()
  const gone = new Set(unlinked.map((row) => row.subject))
  const sites = await sitesById(doors, { area: '320581' }, demoProjectLinks.map(({ site }) => site))
  for (const { site, dataNumber } of demoProjectLinks) {
    const area = sites.get(site)?.area
    if (area === undefined || gone.has(site)) continue
    const link = newLink(doors, { site, area, dataNumber, projectNumber: '', projectName: '', linkedBy: SERVER })
    await db.insertInto('projectLink').values(link).onConflict((oc) => oc.column('site').doNothing()).execute()
  }
}
