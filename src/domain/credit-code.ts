/** Unified social credit codes (GB 32100-2015): 18 characters without I, O, S, V, Z; the last is a check character (mod 31). */
import * as v from 'valibot'

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'

export type CreditCodeProblem = 'length' | 'characters' | 'check-character'

/** `null` when `text` is a well-formed code with the right check character. */
export function creditCodeProblem(text: string): CreditCodeProblem | null {
  if (text.length !== 18) return 'length'
  const values = [...text].map((c) => ALPHABET.indexOf(c))
  if (values.includes(-1)) return 'characters'
  let weight = 1
  let sum = 0
  for (const value of values.slice(0, 17)) {
    sum += value * weight
    weight = (weight * 3) % 31
  }
  return (31 - (sum % 31)) % 31 === values[17] ? null : 'check-character'
}

/** Upper case, half-width, without blanks. */
export function normaliseCreditCode(text: string): string {
  return text
    .replace(/[\uFF01-\uFF5E]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/\s/g, '')
    .toUpperCase()
}

const MISTAKEN: Readonly<Record<string, string>> = { I: '1', O: '0', S: '5', Z: '2' }

/** The code with digits for the letters that no code has and that look like them; `null` unless that makes it a right one. For a person to accept, never to put in. */
export function creditCodeSuggestion(text: string): string | null {
  const code = normaliseCreditCode(text)
  const corrected = code.replace(/[IOSZ]/g, (letter) => MISTAKEN[letter]!)
  return corrected !== code && creditCodeProblem(corrected) === null ? corrected : null
}

export const creditCodeText = v.pipe(v.string(), v.check((text) => creditCodeProblem(text) === null))
