/** Findings as a paper tells them: numbered, each with its measure, its deadline, whom it is about and what proves it. */
import type { Check, Finding } from '../fold.ts'
import type { PaperFinding } from './paper.ts'
import { peopleOf } from './people.ts'
import { actionWords, dayWords, severityWords } from './words.ts'

/** Whether a formal paper may rest on it: a draft waits for its recheck (promise 2), and what was taken back is none. */
export function isFormal({ state }: Pick<Finding, 'state'>): boolean {
  return state !== 'draft' && state !== 'withdrawn'
}

export function toldFinding(finding: Finding, checks: readonly Check[], more: readonly string[] = []): PaperFinding {
  const { severity, action, deadline, location, basis, responsibleName, photos } = finding
  const measure = `严重程度：${severityWords[severity]}；处理：${actionWords[action]}${deadline === null ? '' : `，${dayWords(deadline)}前`}`
  const lines = [
    measure,
    location === null ? null : `部位：${location}`,
    peopleOf(finding, checks),
    basis === null ? null : `依据：${basis}`,
    responsibleName === null ? null : `整改责任人：${responsibleName}`,
    // The first digits of its hash tie a print-out to the photograph on record.
    photos.length === 0 ? null : `照片 ${photos.length} 张（${photos.map((photo) => photo.sha256.slice(0, 8)).join('、')}）`,
    ...more,
  ]
  return { text: finding.text, details: lines.filter((line) => line !== null) }
}
