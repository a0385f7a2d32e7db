import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SeenColour } from '#domain/check.ts'
import type { Place } from '#domain/entries/site.ts'
import { colourHint, oldCode, tooFarApart, type ColourHint } from '#domain/hints.ts'
import { HOUR, MINUTE } from '#domain/time.ts'
import type { Verdict } from '#domain/verdict.ts'
import { defaultPolicy } from '#domain/verdict-policy.ts'
import { aCheck, aVerdict, fault, green, lapsed, noon, noRecord, red, yellow } from '../support/checks.ts'

const hint = (verdict: Verdict, seenColour: SeenColour | null, recheck: Verdict | null = null) => colourHint({ ...aCheck('c', verdict, recheck), seenColour })

describe('the colour on the worker’s phone', () => {
  it.each<[string, Verdict, SeenColour | null, ColourHint | null]>([
    ['the same green', aVerdict(green), 'green', null],
    ['the same red', aVerdict(red), 'red', null],
    ['green where the platform says red', aVerdict(red), 'green', 'shows-green'],
    ['green where the platform says yellow', aVerdict(yellow), 'green', 'shows-green'],
    ['green where the platform’s has expired', aVerdict(lapsed), 'green', 'shows-green'],
    ['green where the platform knows nobody', aVerdict(noRecord), 'green', 'shows-green'],
    ['yellow where the platform says green', aVerdict(green), 'yellow', 'differs'],
    ['yellow where the platform says red', aVerdict(red), 'yellow', 'differs'],
    ['nothing, because nobody looked', aVerdict(red), null, null],
    ['nothing, because it could not be seen', aVerdict(red), 'not-shown', null],
    ['green, and the platform has not answered: that is not the worker’s', aVerdict(fault), 'green', null],
    ['green, and only the memory says red', aVerdict(red, 'remembered'), 'green', null],
  ])('shows %s', (_, verdict, seen, expected) => {
    expect(hint(verdict, seen)).toBe(expected)
  })

  it('is compared with the recheck once there is a live answer', () => {
    expect(hint(aVerdict(fault), 'green', aVerdict(red))).toBe('shows-green')
    expect(hint(aVerdict(fault), 'green', aVerdict(green))).toBeNull()
  })
})

describe('a code that says when it was made', () => {
  it.each([
    ['this minute', 0, null],
    ['ten minutes ago', 10 * MINUTE, null],
    ['eleven minutes ago', 11 * MINUTE, 11],
    ['yesterday', 24 * HOUR, 1440],
    ['in the future, because a clock is wrong', -30 * MINUTE, null],
    ['years ago, which is no such time', 3 * 366 * 24 * HOUR, null],
  ])('%s', (_title, age, minutes) => {
    expect(oldCode(noon - age, noon)).toBe(minutes)
  })

  it('or does not', () => {
    expect(oldCode(undefined, noon)).toBeNull()
  })
})

const point = (lat: number, lng: number, accuracyM = 15): Place => ({ kind: 'point', lat, lng, accuracyM })
const meili = point(31.7062, 120.8571)
const suzhou = point(31.2990, 120.5853)
const next = point(31.7070, 120.8580)

describe('the same code at two sites', () => {
  const apart = (a: Place, b: Place, minutes: number) => tooFarApart({ at: noon, place: a }, { at: noon + minutes * MINUTE, place: b }, defaultPolicy)

  it('gets a hint when nobody could have come so far in the time', () => {
    expect(apart(meili, suzhou, 10)).toEqual({ km: 52, minutes: 10 })
    expect(apart(meili, suzhou, 0)).toEqual({ km: 52, minutes: 0 })
  })

  it('gets none when the way can be driven, the places are near, or one of them is not known', () => {
    expect(apart(meili, suzhou, 40)).toBeNull()
    expect(apart(meili, next, 0)).toBeNull()
    expect(apart(meili, { kind: 'none', reason: 'denied' }, 0)).toBeNull()
    expect(apart(meili, point(31.2990, 120.5853, 60_000), 0)).toBeNull()
  })

  it('goes by the policy’s speed, and by 120 km/h under a policy that says nothing', () => {
    const [a, b] = [{ at: noon, place: meili }, { at: noon + HOUR / 2, place: suzhou }]
    expect([tooFarApart(a, b, { fastestKmh: 60 }), tooFarApart(a, b, {})]).toEqual([{ km: 52, minutes: 30 }, null])
  })

  it('is judged the same whichever was first, and never harder the more time there was', () => {
    const place = fc.record({ lat: fc.double({ min: 31, max: 33, noNaN: true }), lng: fc.double({ min: 119, max: 122, noNaN: true }), accuracyM: fc.nat(500) })
    fc.assert(
      fc.property(place, place, fc.nat(24 * 60), fc.nat(600), (p, q, minutes, more) => {
        const [a, b] = [{ at: noon, place: { kind: 'point', ...p } as Place }, { at: noon + minutes * MINUTE, place: { kind: 'point', ...q } as Place }]
        expect(tooFarApart(a, b, defaultPolicy)).toEqual(tooFarApart(b, a, defaultPolicy))
        if (tooFarApart(a, b, defaultPolicy) === null) expect(tooFarApart(a, { ...b, at: b.at + more * MINUTE }, defaultPolicy)).toBeNull()
      }),
    )
  })
})
