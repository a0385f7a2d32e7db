/**
 * Station 3: identity. A citizen identity number (GB 11643-1999) is accepted only whole and with its check character.
 * The check character proves that the number was not mistyped, never that the person exists.
 */
import { isDay, type Day } from './time.ts'

declare const brand: unique symbol

/** An 18-character identity number that has passed `parseIdNumber`: digits, last character `0-9` or `X`. */
export type IdNumber = string & { readonly [brand]: 'IdNumber' }

/** Why a text is no identity number; the sentence for each is in `scan/identity-text.ts`. */
export type IdProblem =
  | 'empty'
  | 'too-short'
  | 'fifteen-digits'
  | 'too-long'
  | 'characters'
  | 'ask-x'
  | 'birth-date'
  | 'born-in-future'
  | 'check-digit'

export type ParsedId = { kind: 'id-number'; value: IdNumber } | { kind: 'problem'; problem: IdProblem }

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECK_CHARACTERS = '10X98765432'
const MAX_AGE_YEARS = 120

/**
 * Half-width, without blanks, `x` as `X`. Look-alikes of `X` (×, Cyrillic Х, *) are left alone: they are asked about, not guessed.
 */
export function normaliseIdText(text: string): string {
  return text
    .replace(/[\uFF01-\uFF5E]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/[\s\u00A0\u3000\u200B-\u200D\uFEFF]/g, '')
    .replace(/x/g, 'X')
}

/** The check character of the first 17 digits (ISO 7064 MOD 11-2). */
export function checkCharacter(first17: string): string {
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(first17[i]), 0)
  return CHECK_CHARACTERS.charAt(sum % 11)
}

/**
 * Reads an identity number from typed or scanned text. `today` bounds the birth date.
 * The first six digits are not compared with any list: old and foreign prefixes are valid (`reference/domain.md` 1.5).
 */
export function parseIdNumber(text: string, today: Day): ParsedId {
  const id = normaliseIdText(text)
  const problem = findProblem(id, today)
  return problem === null ? { kind: 'id-number', value: id as IdNumber } : { kind: 'problem', problem }
}

function findProblem(id: string, today: Day): IdProblem | null {
  if (id === '') return 'empty'
  if (/^\d{17}[×✕✖хХΧχ*]$/.test(id)) return 'ask-x'
  if (!/^\d*X?$/.test(id)) return 'characters'
  if (id.length === 15 && !id.endsWith('X')) return 'fifteen-digits'
  if (id.length < 18) return id.endsWith('X') ? 'characters' : 'too-short'
  if (id.length > 18) return 'too-long'
  const birth = `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`
  if (!isDay(birth) || Number(id.slice(6, 10)) < Number(today.slice(0, 4)) - MAX_AGE_YEARS) return 'birth-date'
  if (checkCharacter(id.slice(0, 17)) !== id[17]) return 'check-digit'
  if (birth > today) return 'born-in-future'
  return null
}

/** The last four characters: the most of a number that lists, notices and exports show by default. */
export function lastFour(id: IdNumber): string {
  return id.slice(-4)
}
