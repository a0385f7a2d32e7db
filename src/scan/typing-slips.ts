/**
 * Where a number that cannot be right was probably mistyped. Only what the number itself gives away; a single wrong digit could be any
 * of the seventeen, and to name one would be a guess. Nothing is put right by itself: the number of another worker passes the check as well.
 */
import { normaliseIdText, parseIdNumber } from '#domain/identity.ts'
import { isDay, type Day } from '#domain/time.ts'

export interface Slip {
  kind: 'swapped' | 'doubled' | 'year' | 'month' | 'day'
  /** The characters to look at, counted from 0; `to` is not among them. */
  from: number
  to: number
}

/** More places to look at are no help. */
const MOST = 3
const LENGTH = 18

/** The places to compare with the card first; none when nothing speaks for one of them. */
export function slipsIn(text: string, today: Day): Slip[] {
  const typed = normaliseIdText(text)
  const parsed = parseIdNumber(typed, today)
  if (parsed.kind === 'id-number') return []
  const isRight = (other: string) => parseIdNumber(other, today).kind === 'id-number'
  switch (parsed.problem) {
    case 'too-long':
      return typed.length === LENGTH + 1 ? doubled(typed).filter(({ from }) => isRight(typed.slice(0, from) + typed.slice(from + 1))).slice(0, MOST) : []
    case 'check-digit':
    case 'birth-date':
    case 'born-in-future': {
      const swapped = pairs(typed).filter(({ from }) => isRight(typed.slice(0, from) + typed[from + 1] + typed[from] + typed.slice(from + 2)))
      const impossible = parsed.problem === 'check-digit' ? [] : birthPart(typed)
      return [...impossible, ...swapped].slice(0, MOST)
    }
    case 'empty':
    case 'too-short':
    case 'fifteen-digits':
    case 'characters':
    case 'ask-x':
      return []
  }
}

/** Neighbours that differ. */
function pairs(typed: string): Slip[] {
  return [...typed].flatMap((c, i): Slip[] => (i + 1 < typed.length && c !== typed[i + 1] ? [{ kind: 'swapped', from: i, to: i + 2 }] : []))
}

/** A key pressed once too often; of a longer run only its beginning. */
function doubled(typed: string): Slip[] {
  return [...typed].flatMap((c, i): Slip[] => (c === typed[i + 1] && c !== typed[i - 1] ? [{ kind: 'doubled', from: i, to: i + 2 }] : []))
}

/** The part of the birth date that no date has. */
function birthPart(typed: string): Slip[] {
  const [month, day] = [Number(typed.slice(10, 12)), Number(typed.slice(12, 14))]
  if (month < 1 || month > 12) return [{ kind: 'month', from: 10, to: 12 }]
  if (day < 1 || day > 31) return [{ kind: 'day', from: 12, to: 14 }]
  // 30 February: either part may be the wrong one.
  if (!isDay(`${typed.slice(6, 10)}-${typed.slice(10, 12)}-${typed.slice(12, 14)}`)) return [{ kind: 'month', from: 10, to: 12 }, { kind: 'day', from: 12, to: 14 }]
  return [{ kind: 'year', from: 6, to: 10 }]
}
