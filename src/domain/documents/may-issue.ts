/** Who may issue which paper. Inspectors find, advise and record; orders take two officers with certificates. */
import type { Account } from '../contract.ts'
import type { Officer } from './notice-paper.ts'
import type { NoticePaperType } from './paper.ts'

export type MayIssue = { kind: 'may' } | { kind: 'may-not'; why: 'officers-only' | 'supervisors-only' | 'second-officer' }

/** A town supervisor with a certificate number counts as an enforcement officer; `officers` are those named on the paper. */
export function mayIssue(type: NoticePaperType, { role, officerNo }: Pick<Account, 'role' | 'officerNo'>, officers: readonly Officer[]): MayIssue {
  switch (type) {
    case 'inspection-notice':
    case 'rectification-notice':
    case 'stop-work-advice':
    case 'reinspection-opinion':
      return { kind: 'may' }
    case 'transfer-letter':
      return role === 'inspector' ? { kind: 'may-not', why: 'supervisors-only' } : { kind: 'may' }
    case 'rectification-order': {
      if (role === 'inspector' || !officerNo) return { kind: 'may-not', why: 'officers-only' }
      const certified = new Set(officers.map((officer) => officer.certificate).filter((certificate) => certificate !== ''))
      return certified.size >= 2 ? { kind: 'may' } : { kind: 'may-not', why: 'second-officer' }
    }
  }
}
