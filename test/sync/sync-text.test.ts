import { describe, expect, it } from 'vitest'
import { quarantineText, syncEndText, waitingText } from '#sync/sync-text.ts'

const at = Date.parse('2026-11-20T10:32:00+08:00')
const now = at + 3_600_000

describe('the line about what waits', () => {
  it('counts records and photographs and says since when', () => {
    expect(waitingText({ entries: 3, photos: 2, quarantined: 0, oldestAt: at }, now)).toBe('3 条记录、2 张照片待上传，最早 10:32')
    expect(waitingText({ entries: 0, photos: 1, quarantined: 0, oldestAt: at }, now)).toBe('1 张照片待上传，最早 10:32')
  })

  it('names the day when something has waited since yesterday', () => {
    expect(waitingText({ entries: 1, photos: 0, quarantined: 0, oldestAt: at }, at + 86_400_000)).toBe('1 条记录待上传，最早 昨天 10:32')
  })

  it('never says that all was delivered while the server keeps something apart', () => {
    expect(waitingText({ entries: 0, photos: 0, quarantined: 0, oldestAt: null }, now)).toBe('全部已送达')
    expect(waitingText({ entries: 0, photos: 0, quarantined: 1, oldestAt: null }, now)).toBe('其余已全部送达')
  })

  it('no sentence of the sync centre is empty', () => {
    for (const sentence of [...Object.values(quarantineText), ...Object.values(syncEndText)]) expect(sentence.length).toBeGreaterThan(4)
  })
})
