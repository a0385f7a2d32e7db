/**
 * The same code at two sites between which nobody gets in the time: a hint to the supervisor, which accuses nobody. Only checks within the
 * caller's area are compared; persons are told apart by keyed hashes, and no number leaves this file.
 */
import type { TwoSites } from '#domain/office-contract.ts'
import { foldVisits } from '#domain/fold.ts'
import { tooFarApart, type Sighting } from '#domain/hints.ts'
import { HOUR } from '#domain/time.ts'
import { defaultPolicy } from '#domain/verdict-policy.ts'
import type { AccountRow } from '../accounts/account.ts'
import type { Doors } from '../doors.ts'
import { entryOf, personalOf } from '../ledger/rows.ts'
import { scopeOf } from '../ledger/scope.ts'
import { sitesById } from '../rosters/sites.ts'

/** Further apart in time, any two places of a province can be reached. */
const WINDOW = 6 * HOUR

/** A check of a known person: who by keyed hash, when by the server's clock. */
interface Met {
  check: string
  person: string
  visit: string
  at: number
}

/** The hints of `visit`, at most one for each check: the sighting that is hardest to believe. */
export async function twoSites(doors: Pick<Doors, 'db' | 'keys'>, account: AccountRow, visit: string): Promise<TwoSites[]> {
  const mine = await metIn(doors, account, [visit])
  if (mine.length === 0) return []
  const times = mine.map(({ at }) => at)
  const asked = await doors.db
    .selectFrom('lookup')
    .select('visit')
    .distinct()
    .where('at', '>=', Math.min(...times) - WINDOW)
    // A check made without a network is asked about later.
    .where('personKey', 'in', [...new Set(mine.map(({ person }) => person))])
    .where('personKey', '<>', '')
    .where('visit', '<>', visit)
    .execute()
  if (asked.length === 0) return []
  const others = await metIn(doors, account, asked.map((row) => row.visit))
  const places = await placesOf(doors, account, [visit, ...new Set(others.map((other) => other.visit))])
  const sighting = ({ visit: of, at }: Met): Sighting => ({ at, place: places.get(of)?.place ?? { kind: 'none' } })
  return mine.flatMap((here) => {
    const hints = others
      .filter(({ person, at }) => person === here.person && Math.abs(at - here.at) <= WINDOW)
      .flatMap((other) => {
        const apart = tooFarApart(sighting(here), sighting(other), defaultPolicy)
        return apart === null ? [] : [{ check: here.check, site: places.get(other.visit)?.name ?? '', at: other.at, ...apart }]
      })
    return hints.sort((a, b) => b.km / (b.minutes + 1) - a.km / (a.minutes + 1)).slice(0, 1)
  })
}

async function metIn({ db, keys }: Pick<Doors, 'db' | 'keys'>, account: AccountRow, visits: readonly string[]): Promise<Met[]> {
  const rows = await db
    .selectFrom('entry')
    .select(['id', 'bytes', 'personalSealed'])
    .where('kind', '=', 'check.made')
    .where('visit', 'in', visits)
    .where('area', 'like', scopeOf(account))
    .execute()
  return rows.flatMap((row) => {
    const { id, about, at, clockOffset, clockTrusted } = entryOf(row)
    const number = personalOf(row, keys)?.idNumber
    // By a clock that cannot be trusted nobody was anywhere too early.
    if (number === undefined || about.visit === undefined || !clockTrusted || clockOffset === null) return []
    return [{ check: about.check ?? id, person: keys.personKey(number), visit: about.visit, at: at + clockOffset }]
  })
}

/** Where each visit was: by the point taken at its start, else by its site's. */
async function placesOf({ db }: Pick<Doors, 'db'>, account: AccountRow, visits: readonly string[]): Promise<Map<string, { name: string; place: Sighting['place'] }>> {
  const rows = await db.selectFrom('entry').select('bytes').where('kind', '=', 'visit.started').where('visit', 'in', visits).where('area', 'like', scopeOf(account)).execute()
  const entries = rows.map(entryOf)
  const folded = [...foldVisits(entries).values()]
  const sites = await sitesById({ db }, account, folded.map(({ site }) => site))
  const points = new Map(entries.flatMap((entry) => (entry.kind === 'visit.started' && entry.body.place?.kind === 'point' ? [[entry.about.visit ?? entry.id, entry.body.place]] : [])))
  return new Map(
    folded.map(({ id, site }) => [id, { name: sites.get(site)?.name ?? '', place: points.get(id) ?? sites.get(site)?.place ?? { kind: 'none' } }]),
  )
}
