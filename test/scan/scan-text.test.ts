import { describe, expect, it } from 'vitest'
import { payloadShapes } from '#domain/payload.ts'
import type { BrowserKind } from '#device/browser-kind.ts'
import type { CameraTrouble } from '#device/camera.ts'
import { cameraSteps, cameraText } from '#scan/camera-text.ts'
import { cardText } from '#scan/card-text.ts'
import { identitySentence, identityText } from '#scan/identity-text.ts'
import { payloadText } from '#scan/payload-text.ts'

const FOREIGN = ['foreign-link', 'wifi', 'contact', 'phone', 'message', 'mail', 'place', 'payment', 'binary', 'too-long'] as const
const browsers: BrowserKind[] = [
  'ios-home-screen', 'ios-safari', 'ios-other', 'android-home-screen', 'android-chrome', 'huawei', 'xiaomi', 'qq', 'android-other', 'wechat', 'work-wechat', 'web-view', 'computer',
]

describe('what the inspector is told while scanning', () => {
  it('says of every foreign code that it is not a 苏安码, and of what could be opened that it is not', () => {
    for (const shape of FOREIGN) expect(payloadText[shape], shape).toContain('不是苏安码')
    for (const shape of FOREIGN.slice(0, 8)) expect(payloadText[shape], shape).toMatch(/不会/)
  })

  it('never blames the worker for a code we cannot read', () => {
    const sentences = [...payloadShapes.map((shape) => payloadText[shape]), ...Object.values(cameraText), ...Object.values(cardText)]
    for (const sentence of sentences) expect(sentence).not.toMatch(/无码|未申领|假码|伪造|违规/)
    expect(payloadText.opaque).toContain('不说明工人没有苏安码')
  })

  it('always leaves a way on when the camera does not work', () => {
    for (const sentence of Object.values(cameraText)) expect(sentence).toMatch(/手工输入|重试/)
  })

  it.each(browsers)('tells the way to the camera’s permission in %s, step by step, and ends with 重试', (browser) => {
    for (const trouble of ['denied', 'denied-by-system', 'unsupported'] as const) {
      const steps = cameraSteps(trouble, browser)
      expect(steps.length).toBeGreaterThanOrEqual(3)
      expect(steps.length).toBeLessThanOrEqual(4)
      expect(steps.at(-1)).toContain('重试')
      for (const step of steps) expect(step).toMatch(/。$/)
    }
    expect(cameraSteps('denied', browser).join()).toMatch(/相机/)
  })

  it('sends nobody to the settings of another phone', () => {
    expect(cameraSteps('denied', 'xiaomi').join()).not.toMatch(/Safari|Chrome/)
    expect(cameraSteps('denied', 'ios-home-screen').join()).not.toMatch(/Chrome|应用管理/)
    expect(cameraSteps('denied-by-system', 'ios-safari').join()).toContain('隐私与安全性')
    expect(cameraSteps('denied-by-system', 'huawei').join()).toContain('权限')
  })

  it('gives no steps where one sentence says it all', () => {
    for (const trouble of ['dismissed', 'absent', 'busy', 'insecure', 'failed'] satisfies CameraTrouble[]) expect(cameraSteps(trouble, 'ios-safari')).toEqual([])
  })

  it('counts the missing and the superfluous characters of a number', () => {
    expect(identitySentence('too-short', '1101 0519 4912')).toBe('还差 6 位（共 18 位）。')
    expect(identitySentence('too-long', '11010519491231002X1')).toMatch(/多了 1 位/)
  })

  it('speaks in whole sentences without the codes of the program', () => {
    for (const sentence of [...Object.values(identityText), ...Object.values(payloadText), ...Object.values(cameraText), ...Object.values(cardText)]) {
      expect(sentence).toMatch(/[。？]$/)
      expect(sentence).not.toMatch(/[a-z]+-[a-z]+/)
    }
  })
})
