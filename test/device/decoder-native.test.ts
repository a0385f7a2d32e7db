import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { proveNative, type NativeDetector } from '#device/decoder/native.ts'
import { testCodeText } from '#device/self-check-code.ts'

const found = (rawValue: string) => [{ rawValue, cornerPoints: [] }]
const picture = {} as ImageBitmap
const detector = (detect: NativeDetector['detect']) => () => ({ detect })

describe('the browser’s own detector', () => {
  beforeEach(() => vi.stubGlobal('createImageBitmap', async () => ({ close() {} })))
  afterEach(() => vi.unstubAllGlobals())

  it('is asked once it has read the test picture', async () => {
    const eyes = await proveNative(detector(async () => found(testCodeText)))
    expect(await eyes?.look(picture)).toEqual([{ text: testCodeText, corners: [] }])
  })

  it.each<[string, () => NativeDetector | null]>([
    ['is absent', () => null],
    ['cannot be made', () => { throw new TypeError('Illegal constructor') }],
    ['throws', detector(() => Promise.reject(new DOMException('Service unavailable')))],
    ['finds nothing', detector(async () => [])],
    ['reads something else', detector(async () => found('SOMETHING-ELSE'))],
    ['never answers', detector(() => new Promise(() => {}))],
  ])('is left alone when it %s', async (_, open) => {
    expect(await proveNative(open)).toBeNull()
  })

  it('is not asked again once it has failed', async () => {
    let works = true
    let asked = 0
    const eyes = await proveNative(detector(async () => {
      asked += 1
      if (!works) throw new DOMException('Service gone')
      return found(testCodeText)
    }))
    works = false
    expect(await eyes!.look(picture)).toBeNull()
    works = true
    expect(await eyes!.look(picture)).toBeNull()
    expect(asked).toBe(2)
  })

  it('loses its place when our own reader has three times seen what it did not', async () => {
    const eyes = await proveNative(detector(async () => found(testCodeText)))
    eyes!.missed()
    eyes!.missed()
    expect(await eyes!.look(picture)).not.toBeNull()
    eyes!.missed()
    expect(await eyes!.look(picture)).toBeNull()
  })
})
