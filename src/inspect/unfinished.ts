/** Which findings of a visit were begun and not saved, so that the visit's page can lead back to them after a kill. */
import type { JottingsDoor } from '#device/doors.ts'
import type { FindingSource } from './finding.ts'

export interface Unfinished {
  key: string
  query: { check?: string[]; item?: string }
}

const listKey = (visit: string) => `findings:${visit}`

/** The name under which a half-written finding is kept. */
export function findingKey(visit: string, source: FindingSource): string {
  return `finding:${visit}:${source.item ?? source.checks.join('+')}`
}

export async function unfinishedFindings(jottings: JottingsDoor, visit: string): Promise<Unfinished[]> {
  const kept = await jottings.find(listKey(visit))
  return Array.isArray(kept) ? (kept as Unfinished[]) : []
}

export async function noteUnfinished(jottings: JottingsDoor, visit: string, source: FindingSource): Promise<void> {
  const key = findingKey(visit, source)
  const others = (await unfinishedFindings(jottings, visit)).filter((form) => form.key !== key)
  const query = { ...(source.checks.length > 0 ? { check: [...source.checks] } : {}), ...(source.item === null ? {} : { item: source.item }) }
  await jottings.keep(listKey(visit), [...others, { key, query }])
}

export async function forgetUnfinished(jottings: JottingsDoor, visit: string, source: FindingSource): Promise<void> {
  const left = (await unfinishedFindings(jottings, visit)).filter((form) => form.key !== findingKey(visit, source))
  if (left.length > 0) await jottings.keep(listKey(visit), left)
  else await jottings.drop(listKey(visit))
}
