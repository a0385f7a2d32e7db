/** Registered sites by id, as they are now, for what the server ties to them. */
import { within, type AreaCode } from '#domain/areas.ts'
import { foldSites, type Site } from '#domain/fold.ts'
import type { Doors } from '../doors.ts'
import { entryOf } from '../ledger/rows.ts'

/** The sites `ids` within the area of `account`, by id. */
export async function sitesById(doors: Pick<Doors, 'db'>, account: { area: AreaCode }, ids: readonly string[]): Promise<Map<string, Site>> {
  return foldSites((await siteEntries(doors, account, ids)).map(entryOf))
}

/**
 * What the sites `ids` are folded from, within the area of `account`; of each its registration first. Where two registrations name the
 * same site, that which came in first holds: a phone chooses the names of its entries, but not when they come in. What another area says
 * of the site changes nothing.
 */
export async function siteEntries({ db }: Pick<Doors, 'db'>, account: { area: AreaCode }, ids: readonly string[]) {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('entry')
    .selectAll()
    .where('kind', 'in', ['site.registered', 'site.amended', 'site.closed'])
    .where('site', 'in', ids)
    .orderBy('receivedAt')
    .orderBy('seq')
    .execute()
  const first = new Map(rows.filter((row) => row.kind === 'site.registered').toReversed().map((row) => [row.site, row]))
  const changes = rows.filter((row) => row.kind !== 'site.registered' && first.get(row.site)?.area === row.area)
  return [...first.values(), ...changes].filter((row) => within(row.area, account.area))
}
