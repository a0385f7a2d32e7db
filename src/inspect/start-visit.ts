import { smallWorksTemplate } from '#domain/checklist/small-works.ts'
import type { Draft } from '#domain/entries/kinds.ts'
import type { VisitKind } from '#domain/entries/visit.ts'
import { foldVisits, type Visit } from '#domain/fold.ts'
import type { LedgerDoor, Written } from '#device/doors.ts'

/** Where a visit takes place. */
export interface VisitedSite {
  id: string
  area: string
}

export type Started = { kind: 'visit'; id: string; resumed: boolean } | Extract<Written, { kind: 'not-written' }>

/** The newest visit by `account` that has neither ended nor been voided. */
export function openVisitOf(visits: Iterable<Visit>, account: string): Visit | null {
  const open = [...visits].filter((visit) => visit.by === account && visit.endedAt === null && visit.voided === null)
  return open.sort((a, b) => b.startedAt - a.startedAt)[0] ?? null
}

/** What is read out to the workers before the first code is scanned (个人信息保护法 art. 35). */
export function informingLine(areaName: string): string {
  return `您好，我是${areaName}网格员。现依规查验苏安码，仅用于本次安全巡查，查验结果会上报住建部门。如有疑问可向镇建管部门咨询。`
}

/** The first entry of a visit. It is written only after the inspector has said that the workers were told. */
export function visitDraft(id: string, site: VisitedSite, kind: VisitKind): Draft {
  const template = { id: smallWorksTemplate.id, version: smallWorksTemplate.version }
  return { kind: 'visit.started', id, area: site.area, about: { site: site.id, visit: id }, body: { kind, informed: true, template } }
}

/** Goes on with the account's open visit of this site, else starts one. */
export async function startVisit(
  ledger: Pick<LedgerDoor, 'about' | 'write'>, newId: () => string, site: VisitedSite, account: string, kind: VisitKind,
): Promise<Started> {
  const open = openVisitOf(foldVisits(await ledger.about('site', site.id)).values(), account)
  if (open !== null) return { kind: 'visit', id: open.id, resumed: true }
  const id = newId()
  const written = await ledger.write([visitDraft(id, site, kind)])
  return written.kind === 'written' ? { kind: 'visit', id, resumed: false } : written
}
