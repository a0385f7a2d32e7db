import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { creditCodeProblem } from '#domain/credit-code.ts'
import { checkCharacter, lastFour, normaliseIdText, parseIdNumber } from '#domain/identity.ts'
import vectors from '../fixtures/test-vectors.json' with { type: 'json' }

const today = '2026-11-22'

describe('an identity number', () => {
  it.each(vectors.id_valid)('%s is accepted: %s', (id) => {
    expect(parseIdNumber(id!, today)).toEqual({ kind: 'id-number', value: id })
  })

  it.each(vectors.id_invalid)('%s is refused: %s', (id) => {
    expect(parseIdNumber(id!, today).kind).toBe('problem')
  })

  it.each(vectors.id_normalise)('%s is read as %s', (typed, wanted) => {
    const parsed = parseIdNumber(typed!, today)
    if (wanted!.startsWith('ask')) expect(parsed).toEqual({ kind: 'problem', problem: 'ask-x' })
    else expect(parsed).toEqual({ kind: 'id-number', value: wanted })
  })

  it.each([
    ['', 'empty'],
    ['1101051949123100', 'too-short'],
    ['110105491231002', 'fifteen-digits'],
    ['11010519491231002X1', 'characters'],
    ['1101051949123100211', 'too-long'],
    ['11010519491231O02X', 'characters'],
    ['110105194902290029', 'birth-date'],
    ['110105194912310021', 'check-digit'],
    ['110105209912310029', 'born-in-future'],
  ])('%s is refused with the reason %s', (id, problem) => {
    expect(parseIdNumber(id, today)).toEqual({ kind: 'problem', problem })
  })

  it('shows no more than its last four characters', () => {
    const parsed = parseIdNumber('11010519491231002x', today)
    expect(parsed.kind === 'id-number' && lastFour(parsed.value)).toBe('002X')
  })

  it('mistyped in one character is never accepted', () => {
    const birth = fc.integer({ min: 0, max: 20_000 }).map((n) => new Date(Date.UTC(1955, 0, 1) + n * 86_400_000).toISOString().slice(0, 10).replaceAll('-', ''))
    const first17 = fc.tuple(fc.stringMatching(/^[1-9]\d{5}$/), birth, fc.stringMatching(/^\d{3}$/)).map((p) => p.join(''))
    fc.assert(
      fc.property(first17, fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), (body, at, shift) => {
        const id = body + checkCharacter(body)
        expect(parseIdNumber(id, today).kind).toBe('id-number')
        const wrong = id.slice(0, at) + String((Number(id[at]) + shift) % 10) + id.slice(at + 1)
        expect(parseIdNumber(wrong, today).kind).toBe('problem')
      }),
      { numRuns: 500 },
    )
  })

  it('normalising twice changes nothing more', () => {
    fc.assert(fc.property(fc.string(), (text) => { expect(normaliseIdText(normaliseIdText(text))).toBe(normaliseIdText(text)) }))
  })
})

describe('a social credit code', () => {
  it.each(vectors.uscc_valid)('%s is accepted', (code) => expect(creditCodeProblem(code)).toBeNull())
  it('with a letter as check character is accepted', () => expect(creditCodeProblem(vectors.uscc_letter_check)).toBeNull())
  it.each([
    ['91000000MA0000007D', 'check-character'],
    ['91000000MA000000O7', 'characters'],
    ['91000000MA', 'length'],
  ])('%s is refused: %s', (code, problem) => expect(creditCodeProblem(code)).toBe(problem))
})
