/** Station 11: supervisor. What came in from the sites, folded from the ledger, always within the caller's area. */
import type { Parcel } from '#domain/contract.ts'
import type { VisitDetail, VisitRow } from '#domain/office-contract.ts'
import type { Personal } from '#domain/entries/envelope.ts'
import { countByClass, foldVisits, fromMemory, type Site, type Visit } from '#domain/fold.ts'
import { isOpen } from '#domain/finding-states.ts'
import type { AccountRow } from '../accounts/account.ts'
import type { Doors } from '../doors.ts'
import { entriesOf, entryOf, parcelOf } from '../ledger/rows.ts'
import { scopeOf } from '../ledger/scope.ts'
import { siteEntries, sitesById } from '../rosters/sites.ts'

type Ledger = Pick<Doors, 'db' | 'keys'>
const PAGE = 50

/** A page of visits, newest first, those before the visit `before` when given; `next` is `null` on the last page. */
export async function listVisits({ db }: Ledger, account: AccountRow, before: string | null): Promise<{ visits: VisitRow[]; next: string | null }> {
  let query = db
    .selectFrom('entry')
    .select('visit')
    .distinct()
    .where('kind', '=', 'visit.started')
    .where('visit', 'is not', null)
    .where('area', 'like', scopeOf(account))
  if (before !== null) query = query.where('visit', '<', before)
  const ids = (await query.orderBy('visit', 'desc').limit(PAGE + 1).execute()).flatMap((row) => row.visit ?? [])
  const page = ids.slice(0, PAGE)
  if (page.length === 0) return { visits: [], next: null }
  const folded = foldVisits((await entriesOf(db, scopeOf(account), page)).map(entryOf))
  const sites = await sitesById({ db }, account, [...folded.values()].map((visit) => visit.site))
  const names = await namesOf({ db }, [...folded.values()].map((visit) => visit.by))
  const visits = page.flatMap((id) => {
    const visit = folded.get(id)
    return visit === undefined ? [] : [visitRow(visit, sites.get(visit.site), names.get(visit.by) ?? '')]
  })
  return { visits, next: ids.length > PAGE ? page.at(-1)! : null }
}

function visitRow(visit: Visit, site: Site | undefined, inspector: string): VisitRow {
  return {
    id: visit.id,
    area: visit.area,
    siteId: visit.site,
    siteName: site?.name ?? '',
    inspector,
    kind: visit.kind,
    startedAt: visit.startedAt,
    endedAt: visit.endedAt,
    result: visit.result,
    demo: site?.demo === true || visit.checks.some((check) => check.simulated),
    counts: countByClass(visit.checks),
    remembered: countByClass(fromMemory(visit.checks)),
    findings: visit.findings.filter((finding) => finding.state !== 'withdrawn').length,
    openFindings: visit.findings.filter((finding) => isOpen(finding.state)).length,
    changed: visit.checks.filter((check) => check.recheck?.changed === true).length,
  }
}

/** Everything about one visit, or `null` when there is none in the caller's area: a foreign visit is as if it did not exist. */
export async function showVisit({ db, keys }: Ledger, account: AccountRow, id: string): Promise<Omit<VisitDetail, 'twoSites' | 'serverTime'> | null> {
  const rows = await entriesOf(db, scopeOf(account), [id])
  const visit = foldVisits(rows.map(entryOf)).get(id)
  if (visit === undefined) return null
  const [site, ...changes] = await siteEntries({ db }, account, [visit.site])
  const named = visit.findings.flatMap((finding) => finding.photos.map((photo) => photo.sha256))
  const here = named.length === 0 ? [] : await db.selectFrom('attachment').select('sha256').where('sha256', 'in', named).execute()
  return {
    site: site === undefined ? null : cutDown(parcelOf(site, keys)),
    entries: [...rows, ...changes].map((row) => cutDown(parcelOf(row, keys))),
    inspector: (await namesOf({ db }, [visit.by])).get(visit.by) ?? '',
    photos: here.map((row) => row.sha256),
  }
}

function cutDown({ entry, personal }: Parcel): Parcel {
  return { entry, personal: personal === null ? null : withoutNumber(personal) }
}

// With the salt, the digest and the last four the number could be found by trying; so the salt stays here as well.
function withoutNumber({ nameMasked, lastFour, contactName, contactPhone }: Personal): Personal {
  return { salt: 'withheld-withheld', nameMasked, lastFour, contactName, contactPhone }
}

async function namesOf({ db }: Pick<Doors, 'db'>, ids: string[]): Promise<Map<string, string>> {
  const rows = await db.selectFrom('account').select(['id', 'name']).where('id', 'in', ids).execute()
  return new Map(rows.map((row) => [row.id, row.name]))
}
