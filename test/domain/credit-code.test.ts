import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { creditCodeProblem, creditCodeSuggestion, normaliseCreditCode } from '#domain/credit-code.ts'

const vectors = JSON.parse(readFileSync(new URL('../fixtures/test-vectors.json', import.meta.url), 'utf8')) as { uscc_valid: string[] }
const SLIPS: Record<string, string> = { 1: 'I', 0: 'O', 5: 'S', 2: 'Z' }

describe('a credit code with letters that no code has', () => {
  it('is offered with the digits that were meant, in any mixture of slips', () => {
    fc.assert(
      fc.property(fc.constantFrom(...vectors.uscc_valid), fc.array(fc.boolean(), { minLength: 18, maxLength: 18 }), (code, slips) => {
        const typed = [...code].map((c, i) => (slips[i] ? (SLIPS[c] ?? c) : c)).join('')
        expect(creditCodeSuggestion(typed.toLowerCase())).toBe(typed === code ? null : code)
      }),
    )
  })

  it('is never offered as one that is wrong all the same, and nothing else is guessed', () => {
    for (const typed of ['91000000MA000000O7', '9I', 'IIIIIIIIIIIIIIIIII', '91000000MA0000007D', '']) expect(creditCodeSuggestion(typed), typed).toBeNull()
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789ABCIOSZV'), maxLength: 20 }), (typed) => {
        const offered = creditCodeSuggestion(typed)
        if (offered !== null) expect([creditCodeProblem(offered), normaliseCreditCode(typed).replace(/[IOSZ]/g, '?').length]).toEqual([null, 18])
      }),
    )
  })
})
