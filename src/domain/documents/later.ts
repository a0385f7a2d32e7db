/** What was learned after a paper was made. It stands beside the paper, plainly, and is no part of what was signed. */
import { foldChecks, type Check } from '../fold.ts'
import type { Any } from '../folds/read.ts'
import { momentWords, personWords, resultWords } from './words.ts'

export interface Later {
  /** How many people's results are of another class now. */
  changed: number
  /** One line for each result that was asked again since. */
  lines: string[]
}

/** What `entries` say of the checks named in `checks` that the paper, which knew of the `known` entries, could not say. */
export function learnedLater(entries: readonly Any[], checks: readonly string[], known: readonly Any[]): Later {
  const named = (of: readonly Any[]) => foldChecks(of).filter((check) => checks.includes(check.id))
  const told = new Map(named(known).map((check) => [check.id, check.recheck?.at ?? null]))
  const since = named(entries).filter((check) => check.recheck !== null && check.recheck.at !== told.get(check.id))
  return { changed: since.filter((check) => check.recheck?.changed).length, lines: since.map(line) }
}

function line(check: Check): string {
  const { at, verdict, changed } = check.recheck!
  return `${personWords(check)}：现场 ${resultWords(check.verdict)}；${momentWords(at)} 复核 ${resultWords(verdict)}${changed ? '（有变化）' : ''}`
}

/** The sentence that flags a paper. */
export function changedSentence(changed: number): string {
  return `其中 ${changed} 人的核验结果后来有变化`
}
