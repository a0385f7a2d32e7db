import { describe, expect, it } from 'vitest'
import { openHaptics, patterns } from '#device/haptics.ts'

describe('vibration', () => {
  it('says nothing on a phone without a motor', () => {
    expect(() => openHaptics({}).buzz('red')).not.toThrow()
  })
  it('gives each class of verdict a pattern of its own', () => {
    const all = Object.values(patterns).map((pattern) => pattern.join(' '))
    expect(new Set(all).size).toBe(all.length)
  })
  it('uses no pulse too short for a cheap motor', () => {
    for (const pattern of Object.values(patterns)) {
      expect(pattern.length % 2).toBe(1)
      expect(Math.min(...pattern)).toBeGreaterThanOrEqual(40)
    }
  })
  it('hands the pattern of the verdict to the phone', () => {
    const felt: number[][] = []
    openHaptics({ vibrate: (pattern) => felt.push(pattern) > 0 }).buzz('red')
    expect(felt).toEqual([[260, 80, 260, 80, 260]])
  })
})
