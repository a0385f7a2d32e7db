import { describe, expect, it } from 'vitest'
import { systemRandom } from '#device/random.ts'
import { importText, newPassphrase } from '#sync/rescue-text.ts'

describe('the passphrase of a rescue file', () => {
  it('is twenty digits in groups that can be copied by hand, another one each time', () => {
    const made = new Set(Array.from({ length: 50 }, () => newPassphrase(systemRandom)))
    expect(made.size).toBe(50)
    for (const passphrase of made) expect(passphrase).toMatch(/^\d{4}( \d{4}){4}$/)
  })

  it('prefers no digit', () => {
    const every = Uint8Array.from({ length: 256 }, (_, i) => i)
    let at = 0
    const bytes = (count: number) => Uint8Array.from({ length: count }, () => every[at++ % 256]!)
    const digits = Array.from({ length: 25 }, () => newPassphrase(bytes).replaceAll(' ', '')).join('')
    const counts = Array.from({ length: 10 }, (_, digit) => [...digits].filter((other) => other === String(digit)).length)
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(6)
  })
})

describe('what is said of an import', () => {
  it('never calls damaged photographs a success', () => {
    const outcome = { kind: 'imported', entries: 3, photos: 1, known: 0, photosDamaged: 0 } as const
    expect(importText(outcome)).toEqual({ good: true, text: '已导入 3 条记录、1 张照片，联网后自动上传，编号和时间都不变。' })
    expect(importText({ ...outcome, photosDamaged: 2 })).toMatchObject({ good: false })
    expect(importText({ ...outcome, entries: 0, photos: 0, known: 3 }).text).toContain('没有重复导入')
  })
})
