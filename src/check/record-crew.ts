/** Everybody with whom something is wrong becomes findings, in one durable write. */
import { crewFindings } from '#domain/crew-findings.ts'
import type { EntryOf } from '#domain/entries/kinds.ts'
import type { Visit } from '#domain/fold.ts'
import { shanghaiDay } from '#domain/time.ts'
import type { Doors, Written } from '#device/doors.ts'
import { recordedRows, toRecord, type CrewRow } from './crew.ts'

/** What was written, for the screen to show. */
export type Recorded =
  | { kind: 'recorded'; findings: readonly EntryOf<'finding.raised'>['body'][] }
  | { kind: 'not-recorded'; why: Extract<Written, { kind: 'not-written' }>['why'] }

/** `visit` and `rows` as the ledger has them now: who is in a finding already stays out. */
export async function recordCrew(doors: Pick<Doors, 'ledger' | 'clock' | 'random'>, visit: Visit, rows: readonly CrewRow[]): Promise<Recorded> {
  const checks = toRecord(rows, recordedRows(rows, visit.findings))
  const drafts = crewFindings(visit, checks, shanghaiDay(doors.clock.phoneNow()), doors.random.uuid)
  if (drafts.length === 0) return { kind: 'recorded', findings: [] }
  const written = await doors.ledger.write(drafts)
  return written.kind === 'written' ? { kind: 'recorded', findings: drafts.map(({ body }) => body) } : { kind: 'not-recorded', why: written.why }
}
