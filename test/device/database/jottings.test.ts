import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pack, unpack } from '#device/database/jottings.ts'
import { createPhone } from '../../support/phone.ts'

describe('half-written forms', () => {
  it('come back as they were, photographs included, after a restart', async () => {
    const phone = await createPhone()
    const form = { text: '现场无围挡', photos: [{ role: 'before', bytes: new Uint8Array([1, 2, 3]).buffer }, { role: 'after', bytes: new Uint8Array([4]).buffer }], deadline: null }
    await phone.jottings.keep('finding', form)
    const again = await createPhone({ indexedDB: phone.indexedDB })
    expect(await again.jottings.find('finding')).toEqual(form)
    await again.jottings.drop('finding')
    expect(await again.jottings.find('finding')).toBeUndefined()
  })

  it('lose no byte of any buffer, wherever it stands', () => {
    const buffer = fc.uint8Array({ maxLength: 40 }).map((bytes) => new Uint8Array(bytes).buffer)
    const value = fc.letrec((tie) => ({
      any: fc.oneof({ maxDepth: 3 }, fc.string(), fc.integer(), fc.boolean(), fc.constant(null), buffer, fc.array(tie('any'), { maxLength: 4 }), fc.dictionary(fc.string().filter((key) => key !== '__proto__'), tie('any'), { maxKeys: 4 })),
    })).any
    fc.assert(
      fc.property(value, (form) => {
        expect(unpack(pack(form))).toEqual(form)
      }),
      { numRuns: 200 },
    )
  })
})
