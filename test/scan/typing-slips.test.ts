import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { checkCharacter, parseIdNumber } from '#domain/identity.ts'
import type { Day } from '#domain/time.ts'
import { slipsIn } from '#scan/typing-slips.ts'
import { slipSentence } from '#scan/identity-text.ts'

const today = '2026-11-20' as Day
const ID = '320581196010010008'
const swap = (text: string, at: number) => text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2)

/** Whole numbers of people who could live. */
const anyId = fc
  .record({ area: fc.integer({ min: 110000, max: 659999 }), born: fc.date({ min: new Date('1940-01-01'), max: new Date('2008-12-31'), noInvalidDate: true }), order: fc.integer({ min: 0, max: 999 }) })
  .map(({ area, born, order }) => `${area}${born.toISOString().slice(0, 10).replaceAll('-', '')}${String(order).padStart(3, '0')}`)
  .map((first17) => first17 + checkCharacter(first17))

describe('where a number was mistyped', () => {
  it('says nothing of a number that is right, or not finished', () => {
    for (const text of [ID, '', '3205811960', `${ID.slice(0, 17)}×`, '110105491231002']) expect(slipsIn(text, today), text).toEqual([])
  })

  it.each([
    ['a month of 19', '320581196019010008', 'month', '19'],
    ['a day of 51', '320581196010510008', 'day', '51'],
    ['a year before anybody living', '320581186010010008', 'year', '1860'],
  ])('points at %s', (_, text, kind, there) => {
    const [slip] = slipsIn(text, today)
    expect([slip?.kind, text.slice(slip?.from, slip?.to)]).toEqual([kind, there])
  })

  it('points at month and day of a date that no year has', () => {
    expect(slipsIn('320581196002300008', today).map(({ kind }) => kind).slice(0, 2)).toEqual(['month', 'day'])
  })

  it('points at a key that was pressed twice', () => {
    expect(slipsIn('3205581196010010008', today)[0]).toEqual({ kind: 'doubled', from: 3, to: 5 })
  })

  it('points at two neighbours that were swapped, wherever they are', () => {
    fc.assert(
      fc.property(anyId, fc.integer({ min: 0, max: 16 }), (id, at) => {
        fc.pre(id[at] !== id[at + 1] && !swap(id, at).slice(0, 17).includes('X'))
        const slips = slipsIn(swap(id, at), today)
        // Where the two leave a date that nobody has, that may take the place.
        expect(slips.length).toBeGreaterThan(0)
        if (parseIdNumber(swap(id, at), today).kind === 'problem' && slips.length < 3) expect(slips.some((slip) => slip.kind === 'swapped' && slip.from === at)).toBe(true)
      }),
    )
  })

  it('never names more than three places, and asks instead of claiming', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{17,19}$/), (text) => {
        const slips = slipsIn(text, today)
        expect(slips.length).toBeLessThanOrEqual(3)
        for (const slip of slips) expect(slipSentence(slip, text)).toMatch(/？$|请看证件。$/)
      }),
    )
  })

  it('puts into words which characters to look at', () => {
    const text = swap(ID, 7)
    expect(slipsIn(text, today).map((slip) => slipSentence(slip, text))).toContain('第 8、9 位“69”是不是按反了？')
  })
})
