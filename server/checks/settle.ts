/** What rechecks mean for draft findings: confirmed where they bear out every check, withdrawn where all the ground is gone. */
import { foldChecks, foldFindings, type Check, type Finding } from '#domain/fold.ts'
import type { Draft } from '#domain/entries/kinds.ts'
import { useOf, type Use } from '#domain/verdict.ts'
import type { Tx } from '../database/schema.ts'
import type { Doors } from '../doors.ts'
import { entriesOf, entryOf } from '../ledger/rows.ts'
import { writeAsServer } from '../ledger/server-writer.ts'

/** Settles the drafts of one visit by what is known now. May run any number of times; a settled finding is no draft any more. */
export async function settleDrafts(tx: Tx, doors: Pick<Doors, 'keys' | 'now' | 'random'>, visit: string, area: string): Promise<void> {
  const entries = (await entriesOf(tx, area, [visit])).map(entryOf)
  const checks = new Map(foldChecks(entries).map((check) => [check.id, check]))
  const drafts = foldFindings(entries).filter((finding) => finding.visit === visit && finding.state === 'draft')
  await writeAsServer(tx, doors, drafts.flatMap((finding) => settlement(finding, checks, area)))
}

/**
 * Nothing while a check is not settled, and nothing where some checks are findings and others are cleared: confirming would go on
 * blaming the cleared worker, withdrawing would acquit the other.
 */
function settlement(finding: Finding, checks: ReadonlyMap<string, Check>, area: string): Draft[] {
  const about = { visit: finding.visit, finding: finding.id, ...(finding.site === '' ? {} : { site: finding.site }) }
  const known = finding.checks.map((id) => checks.get(id)).map((check) => check?.recheck?.verdict ?? check?.verdict)
  const all = (use: Use) => known.length > 0 && known.every((verdict) => verdict !== undefined && useOf(verdict) === use)
  if (all('finding')) return [{ kind: 'finding.confirmed', about, area, body: { by: 'recheck' } }]
  return all('pass') ? [{ kind: 'finding.withdrawn', about, area, body: { reason: 'recheck-cleared' } }] : []
}
