/** The people of a paper: one row each, with what the result rests on and how old it was. */
import type { Check, Finding } from '../fold.ts'
import type { Block } from './paper.ts'
import { basisWords, personWords, resultWords } from './words.ts'

const columns = ['序号', '姓名', '证件尾号', '核验结果', '依据和时间'] as const

/** A check as it was known when the paper was made: with its recheck where there was one already. */
export function asKnown(check: Check): Pick<Check, 'verdict' | 'at' | 'subject'> {
  return check.recheck === null ? check : { verdict: check.recheck.verdict, at: check.recheck.at, subject: 'person' }
}

/** The table of `checks`; nothing where there are none. */
export function peopleTable(checks: readonly Check[]): Block[] {
  if (checks.length === 0) return []
  const rows = checks.map((check, i) => {
    const known = asKnown(check)
    const again = check.recheck === null ? '' : '（复核）'
    return [String(i + 1), check.subject === 'person' ? check.nameMasked || '未取得' : '—', check.lastFour || '—', resultWords(known.verdict), `${basisWords(known)}${again}`]
  })
  return [{ kind: 'table', columns, rows }]
}

/** Whom `finding` is about: the first few by name, then their number. */
export function peopleOf(finding: Finding, checks: readonly Check[]): string | null {
  const met = checks.filter((check) => finding.checks.includes(check.id))
  if (met.length === 0) return null
  const named = met.slice(0, 3).map(personWords).join('、')
  return `涉及人员：${named}${met.length > 3 ? ` 等 ${met.length} 人次` : ''}`
}
