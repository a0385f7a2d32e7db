import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonical, type Json } from '#domain/canonical.ts'

describe('canonical JSON (RFC 8785)', () => {
  it('sorts members by UTF-16 code units and writes numbers as ECMAScript does', () => {
    // The example of RFC 8785 section 3.2.3, shortened.
    expect(canonical({ '\u20ac': 'Euro Sign', '\r': 'CR', '\ufb33': 'Hebrew', '1': 'One', '\ud83d\ude00': 'Smiley', '\u0080': 'Control', '\u00f6': 'o' })).toBe(
      '{"\\r":"CR","1":"One","\u0080":"Control","\u00f6":"o","\u20ac":"Euro Sign","\ud83d\ude00":"Smiley","\ufb33":"Hebrew"}',
    )
    expect(canonical({ numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 1e-27] })).toBe('{"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27]}')
  })
  it('leaves out what is undefined and refuses what JSON cannot say', () => {
    expect(canonical({ a: undefined, b: null })).toBe('{"b":null}')
    expect(() => canonical(Number.NaN)).toThrow(RangeError)
  })
  it('gives one text for one value, whatever the order of its members', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true }), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse())
        expect(canonical(turned as Json)).toBe(canonical(value as Json))
        expect(JSON.parse(canonical(value as Json))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })
})
