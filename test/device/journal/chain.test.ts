import { describe, expect, it } from 'vitest'
import { chainOf } from '#device/journal/chain.ts'
import type { Frame } from '#device/journal/frame.ts'

/** An act named by its end, which is its entries' hash. */
function act(name: string, first: number, prev: string | null, kept: boolean, entries = 1): Frame {
  const ids = Array.from({ length: entries }, (_, i) => `${name}${i}`)
  return { at: 0, header: { device: 'phone', first, prev, hash: name, ids, photos: [], key: '', point: '', iv: '' }, kept, bound: new Uint8Array(), body: new Blob() }
}
const ends = (frames: Frame[]) => chainOf(frames).map(({ header }) => header.hash)

describe('the chain of a journal', () => {
  it('is what was stored, in its order, wherever it lies', () => {
    expect(ends([act('c', 4, 'b', true), act('a', 1, null, true, 2), act('b', 3, 'a', true)])).toEqual(['a', 'b', 'c'])
  })

  it('leaves out an act that another tab was faster than', () => {
    expect(ends([act('a', 1, null, true), act('lost', 2, 'a', false), act('b', 2, 'a', true)])).toEqual(['a', 'b'])
    expect(ends([act('a', 1, null, true), act('b', 2, 'a', true), act('lost', 2, 'a', false, 3)])).toEqual(['a', 'b'])
  })

  it('has an act that nothing says was stored when the next one hangs on it', () => {
    expect(ends([act('a', 1, null, true), act('lost', 2, 'a', false), act('b', 2, 'a', false), act('c', 3, 'b', true)])).toEqual(['a', 'b', 'c'])
  })

  it('has the last act also when a crash came before it was marked', () => {
    expect(ends([act('a', 1, null, true), act('b', 2, 'a', false)])).toEqual(['a', 'b'])
  })

  it('goes on over a gap: what lies between was delivered, or is somebody else’s to open', () => {
    expect(ends([act('a', 1, null, true), act('c', 7, 'b', true)])).toEqual(['a', 'c'])
  })
})
