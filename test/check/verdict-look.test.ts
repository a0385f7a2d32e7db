import { describe, expect, it } from 'vitest'
import { verdictCodes, type Verdict } from '#domain/verdict.ts'
import { lookOf } from '#check/verdict-look.ts'

const floods = ['green', 'green-strip', 'amber', 'red', 'stripes']

describe('the look of a verdict', () => {
  it('floods the screen with a colour only for live answers', () => {
    const looks = verdictCodes.flatMap((code) => (['live', 'remembered', 'none'] as const).map((basis) => ({ code, basis, ground: lookOf({ code, basis }).ground })))
    const possible = looks.filter(({ code, basis }) => canBe(code, basis))
    expect(possible.filter(({ ground }) => floods.includes(ground)).map(({ code, basis }) => `${code} ${basis}`)).toEqual([
      'green-live live', 'green-expiring live', 'yellow live', 'red live', 'expired live',
    ])
  })

  it('tells every class apart by its sign alone', () => {
    const signs = (['green-live', 'yellow', 'red', 'expired', 'no-code', 'doubtful', 'unverified'] as const).map((code) => lookOf({ code, basis: 'live' }).shape)
    expect(new Set(signs).size).toBe(signs.length)
  })
})

function canBe(code: Verdict['code'], basis: Verdict['basis']): boolean {
  if (code.endsWith('remembered') || code === 'green-stale') return basis === 'remembered'
  if (code === 'expired') return basis !== 'none'
  if (code === 'no-code') return basis !== 'remembered'
  return code === 'doubtful' || code === 'unverified' || basis === 'live'
}
