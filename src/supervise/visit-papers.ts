/** The papers that an office prints of a visit: its record, and for enforcement officers the order, to be numbered, signed and sealed by hand. */
import { isFormal } from '#domain/documents/findings.ts'
import { mayIssue } from '#domain/documents/may-issue.ts'
import { candidatesFor, newestTemplateName, plannedPaper, type Officer } from '#domain/documents/notice-paper.ts'
import { draftSheet, recordSheet, type Reader, type Sheet } from '#domain/documents/sheet.ts'
import type { Account } from '#domain/contract.ts'
import { foldVisits } from '#domain/fold.ts'
import type { Any } from '#domain/folds/read.ts'
import type { VisitDetail } from '#domain/office-contract.ts'
import type { Instant } from '#domain/time.ts'

/** As much of the server's word on a visit as papers need. */
export type Told = Pick<VisitDetail, 'site' | 'entries' | 'inspector'>

function entriesOf({ site, entries }: Told): Any[] {
  return [...(site === null ? [] : [site]), ...entries].map(({ entry, personal }) => ({ ...entry, personal }))
}

/** What an office sees lacks what names the signers: it cannot compare. */
const reader = (hash: Reader['hash']): Reader => ({ hash, whole: false })

export function visitRecord(detail: Told, visit: string, hash: Reader['hash']): Promise<Sheet | null> {
  return recordSheet(entriesOf(detail), visit, detail.inspector, reader(hash))
}

/** Whether `account` may print an order at all: it has a certificate, and the visit has something to order. */
export function offersOrder(detail: Told, visit: string, account: Pick<Account, 'role' | 'officerNo'>): boolean {
  const may = mayIssue('rectification-order', account, [])
  return (may.kind === 'may' || may.why === 'second-officer') && candidatesFor('rectification-order', entriesOf(detail), visit).some(isFormal)
}

/** The order about everything of the visit that may be in one; `null` until two officers with certificates are named. */
export async function visitOrder(detail: Told, visit: string, account: Pick<Account, 'role' | 'officerNo'>, officers: readonly Officer[], at: Instant, hash: Reader['hash']): Promise<Sheet | null> {
  const entries = entriesOf(detail)
  const site = foldVisits(entries).get(visit)?.site
  if (site === undefined || mayIssue('rectification-order', account, officers).kind !== 'may') return null
  const findings = candidatesFor('rectification-order', entries, visit).filter(isFormal).map((finding) => finding.id)
  const paper = plannedPaper(entries, { type: 'rectification-order', template: newestTemplateName('rectification-order'), site, visit, findings, officers, replaces: null, at })
  return paper === null ? null : draftSheet(paper, at, reader(hash))
}
