import { describe, expect, it } from 'vitest'
import { isSound, lensesToOffer, nextLens, rearLenses, type Lens } from '#device/camera-lens.ts'

const lenses = (...labels: string[]): Lens[] => labels.map((label, i) => ({ id: `id-${i}`, label }))
const names = (list: readonly Lens[]) => list.map(({ label }) => label)

describe('the lens that reads codes', () => {
  it.each([
    ['an Android phone with two cameras', ['camera2 1, facing front', 'camera2 0, facing back'], 'camera2 0, facing back'],
    ['a Samsung that hands out its ultra-wide lens', ['camera2 3, facing front', 'camera2 2, facing back', 'camera2 0, facing back', 'camera2 1, facing front'], 'camera2 0, facing back'],
    ['a Xiaomi with macro and depth cameras', ['camera2 4, facing back', 'camera2 3, facing back', 'camera2 0, facing back', 'camera2 1, facing front'], 'camera2 0, facing back'],
    ['a Huawei of an older browser', ['camera 1, facing front', 'camera 0, facing back', 'camera 2, facing back'], 'camera 0, facing back'],
    ['Firefox on Android', ['Front facing camera', 'Back facing camera'], 'Back facing camera'],
    ['a phone that names its macro lens', ['camera2 0, facing back macro', 'camera2 2, facing back', 'camera2 1, facing front'], 'camera2 2, facing back'],
    ['an iPhone SE', ['Front Camera', 'Back Camera'], 'Back Camera'],
    ['an iPhone 11', ['Front Camera', 'Back Ultra Wide Camera', 'Back Dual Wide Camera', 'Back Camera'], 'Back Dual Wide Camera'],
    ['an iPhone X', ['Front Camera', 'Back Dual Camera', 'Back Telephoto Camera', 'Back Camera'], 'Back Camera'],
    ['an iPhone 14 Pro', ['Front Camera', 'Back Camera', 'Back Dual Camera', 'Back Dual Wide Camera', 'Back Telephoto Camera', 'Back Triple Camera', 'Back Ultra Wide Camera'], 'Back Triple Camera'],
    ['a Chinese iPhone SE', ['前置相机', '后置相机'], '后置相机'],
    ['a Chinese iPhone 12', ['前置相机', '后置超广角相机', '后置双广角相机', '后置相机'], '后置双广角相机'],
    ['a Chinese iPhone 15 Pro', ['前置相机', '后置超广角相机', '后置三镜头相机', '后置双镜头相机', '后置长焦相机', '后置相机'], '后置三镜头相机'],
    ['a notebook', ['FaceTime HD Camera'], 'FaceTime HD Camera'],
    ['a computer with a webcam', ['USB2.0 HD UVC WebCam'], 'USB2.0 HD UVC WebCam'],
  ])('is found on %s', (_, labels, best) => {
    expect(names(rearLenses(lenses(...labels)))[0]).toBe(best)
  })

  it('is never one of the front while there is one on the back', () => {
    expect(names(rearLenses(lenses('camera2 1, facing front', 'camera2 0, facing back', '前置相机')))).toEqual(['camera2 0, facing back'])
  })

  it('is unknown before the camera is allowed, when cameras have no names', () => {
    expect(rearLenses(lenses('', ''))).toEqual([])
  })

  it.each([
    ['a single one', ['Back Camera', 'Front Camera'], []],
    ['all of an Android phone, which does not say what they are', ['camera2 0, facing back', 'camera2 2, facing back', 'camera2 3, facing back'], ['camera2 0, facing back', 'camera2 2, facing back', 'camera2 3, facing back']],
    ['of an iPhone not the parts of its combined camera', ['Back Camera', 'Back Dual Wide Camera', 'Back Telephoto Camera', 'Back Triple Camera', 'Back Ultra Wide Camera'], ['Back Triple Camera', 'Back Camera', 'Back Telephoto Camera']],
    ['not one that cannot read codes', ['camera2 0, facing back', 'camera2 4, facing back, macro', 'camera2 2, facing back'], ['camera2 0, facing back', 'camera2 2, facing back']],
  ])('can be changed by hand: %s', (_, labels, offered) => {
    const list = lensesToOffer(rearLenses(lenses(...labels)))
    expect(list.length > 1 ? names(list) : []).toEqual(offered)
  })
})

describe('trying the lenses of a phone for the first time', () => {
  const rear = rearLenses(lenses('camera2 0, facing back', 'camera2 2, facing back', 'camera2 3, facing back', 'camera2 4, facing back'))
  const tried = (...of: [number, boolean][]) => of.map(([n, sound]) => ({ label: `camera2 ${n}, facing back`, sound }))
  const next = (list: ReturnType<typeof tried>, wanted: string | null = null) => nextLens(rear, list, wanted)?.label ?? null

  it.each([
    ['the best one is open and good', tried([0, true]), null],
    ['another one is open, though a good one', tried([2, true]), 'camera2 0, facing back'],
    ['the best one has no focus', tried([0, false]), 'camera2 2, facing back'],
    ['the second one is better', tried([0, false], [2, true]), null],
    ['none of three has a focus: back to the first', tried([0, false], [2, false], [3, false]), 'camera2 0, facing back'],
    ['and there it stays', tried([0, false], [2, false], [3, false], [0, false]), null],
  ])('%s', (_, list, expected) => {
    expect(next(list)).toBe(expected)
  })

  it('opens the one that was chosen on this phone, and stays with it', () => {
    expect(next(tried([0, true]), 'camera2 3, facing back')).toBe('camera2 3, facing back')
    expect(next(tried([3, false]), 'camera2 3, facing back')).toBeNull()
  })

  it('does not go round in circles when the chosen one does not open', () => {
    expect(next(tried([0, true], [3, false], [0, true]), 'camera2 3, facing back')).toBeNull()
  })

  it('forgets a lens that the phone has no more', () => {
    expect(next(tried([0, true]), 'Back Camera')).toBeNull()
  })

  it('always ends', () => {
    for (const sounds of [[true, true, true, true], [false, false, false, false], [false, true, false, true]]) {
      const list = tried([4, sounds[3]!])
      for (let tries = 0; ; tries += 1) {
        expect(tries).toBeLessThan(6)
        const following = nextLens(rear, list, null)
        if (following === null) break
        list.push({ label: following.label, sound: sounds[rear.indexOf(following)]! })
      }
    }
  })
})

describe('what speaks against a lens', () => {
  it.each([
    ['nothing is known of it', {}, true],
    ['it focuses by itself', { focusMode: ['manual', 'continuous'], width: { max: 4000 }, height: { max: 3000 } }, true],
    ['a fixed focus, as ultra-wide lenses have', { focusMode: ['manual'], width: { max: 4000 } }, false],
    ['two megapixels, as macro and depth cameras have', { focusMode: ['continuous'], width: { max: 1600 }, height: { max: 1200 } }, false],
    ['a browser that names no mode of focus', { focusMode: [], width: { max: 1920 }, height: { max: 1080 } }, true],
  ])('%s', (_, abilities, sound) => {
    expect(isSound(abilities)).toBe(sound)
  })
})
