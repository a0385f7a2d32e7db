/**
 * Which matters are at rest: nothing was heard of them for as long as retention lasts, and nothing of them is open. What names a person
 * is kept for as long as the matter it belongs to is not at rest, however old it is.
 */
import { isOpen } from '#domain/finding-states.ts'
import { foldFindings, foldSites } from '#domain/fold.ts'
import type { Database, Tables } from '../database/schema.ts'
import { entryOf } from '../ledger/rows.ts'

/** What an entry belongs to. */
export type Place = Pick<Tables['entry'], 'area' | 'kind' | 'site' | 'visit' | 'finding'>

export interface Rest {
  /** Whether everything that an entry at `place` belongs to is at rest; the entry's own age is not looked at. */
  isOver: (place: Place) => Promise<boolean>
}

/** At rest is what nothing was received of since `limit` (epoch ms). Answers are remembered: for one run only. */
export function createRest(db: Database, limit: number): Rest {
  const known = new Map<string, Promise<boolean>>()
  const once = (what: string, area: string, id: string, ask: () => Promise<boolean>) => {
    const key = `${what} ${area} ${id}`
    const answer = known.get(key) ?? ask()
    known.set(key, answer)
    return answer
  }
  const entriesOf = (column: 'site' | 'visit' | 'finding', area: string, id: string) =>
    db.selectFrom('entry').select(['receivedAt', 'finding', 'bytes', 'kind']).where(column, '=', id).where('area', '=', area)

  const findingOver = (area: string, finding: string) => once('finding', area, finding, async () => {
    const rows = await entriesOf('finding', area, finding).execute()
    // Entries about a finding that never came in cannot keep it open.
    const open = foldFindings(rows.map(entryOf)).some((folded) => folded.id === finding && isOpen(folded.state))
    return !open && rows.every((row) => row.receivedAt < limit)
  })

  const visitOver = (area: string, visit: string) => once('visit', area, visit, async () => {
    const rows = await entriesOf('visit', area, visit).execute()
    if (rows.some((row) => row.receivedAt >= limit)) return false
    const findings = new Set(rows.flatMap((row) => row.finding ?? []))
    for (const finding of findings) if (!(await findingOver(area, finding))) return false
    return true
  })

  const siteOver = (area: string, site: string) => once('site', area, site, async () => {
    const rows = await entriesOf('site', area, site).where('kind', 'in', ['site.registered', 'site.amended', 'site.closed']).execute()
    return foldSites(rows.map(entryOf)).get(site)?.status === 'closed' && rows.every((row) => row.receivedAt < limit)
  })

  return {
    async isOver({ area, kind, site, visit, finding }) {
      if (kind.startsWith('site.')) return site === null || (await siteOver(area, site))
      return (visit === null || (await visitOver(area, visit))) && (finding === null || (await findingOver(area, finding)))
    },
  }
}
