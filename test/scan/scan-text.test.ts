import { describe, expect, it } from 'vitest'
import { payloadShapes } from '#domain/payload.ts'
import { cameraPermissionSteps, cameraText } from '#scan/camera-text.ts'
import { identitySentence, identityText } from '#scan/identity-text.ts'
import { payloadText } from '#scan/payload-text.ts'

const FOREIGN = ['foreign-link', 'wifi', 'contact', 'phone', 'message', 'mail', 'place', 'payment', 'binary', 'too-long'] as const

describe('what the inspector is told while scanning', () => {
  it('says of every foreign code that it is not a 苏安码, and of what could be opened that it is not', () => {
    for (const shape of FOREIGN) expect(payloadText[shape], shape).toContain('不是苏安码')
    for (const shape of FOREIGN.slice(0, 8)) expect(payloadText[shape], shape).toMatch(/不会/)
  })

  it('never blames the worker for a code we cannot read', () => {
    const sentences = [...payloadShapes.map((shape) => payloadText[shape]), ...Object.values(cameraText)]
    for (const sentence of sentences) expect(sentence).not.toMatch(/无码|未申领|假码|伪造|违规/)
    expect(payloadText.opaque).toContain('不说明工人没有苏安码')
  })

  it('always leaves a way on when the camera does not work', () => {
    for (const sentence of Object.values(cameraText)) expect(sentence).toMatch(/手工输入|重试/)
    for (const steps of Object.values(cameraPermissionSteps)) expect(steps.at(-1)).toContain('重试')
  })

  it('counts the missing and the superfluous characters of a number', () => {
    expect(identitySentence('too-short', '1101 0519 4912')).toBe('还差 6 位（共 18 位）。')
    expect(identitySentence('too-long', '11010519491231002X1')).toMatch(/多了 1 位/)
  })

  it('speaks in whole sentences without the codes of the program', () => {
    for (const sentence of [...Object.values(identityText), ...Object.values(payloadText), ...Object.values(cameraText)]) {
      expect(sentence).toMatch(/[。？]$/)
      expect(sentence).not.toMatch(/[a-z]+-[a-z]+/)
    }
  })
})
