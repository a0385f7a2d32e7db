/** The papers of a visit, put together from what this phone has of its site. */
import { noticeSheet, recordSheet, type Reader, type Sheet } from '#domain/documents/sheet.ts'
import type { Recorded } from '#domain/entries/kinds.ts'
import { foldVisits, type Notice, type Visit } from '#domain/fold.ts'
import { foldNotices } from '#domain/folds/notice.ts'
import type { Account } from '#domain/contract.ts'
import { sha256 } from '#device/digest.ts'
import type { LedgerDoor } from '#device/doors.ts'

export const reader: Reader = { hash: sha256, whole: true }

/** The name of the visit's own record among its papers. */
export const RECORD = 'record'

export interface VisitPapers {
  visit: Visit
  entries: readonly Recorded[]
  record: Sheet
  /** In the order they were issued. */
  notices: { notice: Notice; sheet: Sheet | null }[]
}

/** `null` where the visit or its site is not on this phone. */
export async function readPapers(ledger: Pick<LedgerDoor, 'about'>, id: string, account: Pick<Account, 'id' | 'name'> | null): Promise<VisitPapers | null> {
  const site = foldVisits(await ledger.about('visit', id)).get(id)?.site
  if (site === undefined) return null
  const entries = await ledger.about('site', site)
  const visit = foldVisits(entries).get(id)
  // Whose name an account bears is known of one's own only.
  const inspector = account !== null && visit?.by === account.id ? account.name : null
  const record = await recordSheet(entries, id, inspector, reader)
  if (visit === undefined || record === null) return null
  const own = [...foldNotices(entries).values()].filter((notice) => notice.visit === id)
  const notices = await Promise.all(own.map(async (notice) => ({ notice, sheet: await noticeSheet(entries, notice.id, reader) })))
  return { visit, entries, record, notices }
}

/** The sheet named `paper`, and the notice it is of; the record has none. */
export function findPaper({ record, notices }: VisitPapers, paper: string): { sheet: Sheet; notice: Notice | null } | null {
  if (paper === RECORD) return { sheet: record, notice: null }
  const found = notices.find(({ notice }) => notice.id === paper)
  return found === undefined || found.sheet === null ? null : { sheet: found.sheet, notice: found.notice }
}

/** Why a paper cannot be signed now, or `null`. */
export function signingTrouble({ visit }: VisitPapers, notice: Notice | null): string | null {
  if (visit.voided !== null) return '这次巡查已作废。'
  if (notice === null) return visit.endedAt === null ? '巡查结束后才能签名，结束前内容还会变。' : null
  if (notice.state === 'superseded') return '这份文书已被新的代替，请在新的上签名。'
  return notice.state === 'delivered' ? '已经送达，不能再签名。' : null
}
