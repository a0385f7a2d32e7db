import { describe, expect, it } from 'vitest'
import { endText, isMadeGood, lossText, quarantineText, sizeText, syncEndText, visitText } from '#sync/sync-text.ts'
import { amountText, longWaitText, waitingText } from '#sync/waiting-text.ts'

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
    const ways = Object.values(quarantineText).flatMap(({ why, what }) => [why, what])
    for (const sentence of [...ways, ...Object.values(syncEndText)]) expect(sentence.length).toBeGreaterThan(4)
  })
})

describe('what was delivered', () => {
  const part = (total: number, delivered: number) => ({ total, delivered })

  it('counts records, photographs and signatures apart', () => {
    expect(amountText(5, 12, 2)).toBe('3 条记录、12 张照片、2 个签名')
    expect(amountText(2, 0, 2)).toBe('2 个签名')
  })

  it('says of a visit what is missing, down to the last photograph', () => {
    const visit = { records: part(4, 4), photos: part(3, 2), signatures: part(1, 1), quarantined: 0 }
    expect(visitText(visit)).toEqual({ whole: false, text: '4 条记录、3 张照片、1 个签名', left: '1 张照片未送达' })
    expect(visitText({ ...visit, photos: part(3, 3) })).toMatchObject({ whole: true, left: null })
    expect(visitText({ ...visit, signatures: part(1, 0), records: part(4, 3), quarantined: 1 }).left).toBe('1 条记录、1 张照片、1 个签名未送达，其中 1 条服务器暂存')
  })

  it('gives sizes in the unit a person reads', () => {
    expect([1, 300 * 1024, 1.25 * 1024 ** 2, 2.4 * 1024 ** 3].map(sizeText)).toEqual(['1 KB', '300 KB', '1.3 MB', '2.4 GB'])
  })
})

describe('warnings', () => {
  const waiting = { entries: 1, photos: 0, quarantined: 0, oldestAt: at }

  it('come when something has waited for a day, and name the rule of iPhones', () => {
    expect(longWaitText(waiting, at + 23 * 3_600_000, null)).toBeNull()
    expect(longWaitText(waiting, at + 50 * 3_600_000, null)).toContain('已经 2 天没有送达')
    expect(longWaitText(waiting, at + 50 * 3_600_000, 7)).toContain('7 天不打开')
    expect(longWaitText({ ...waiting, entries: 0, oldestAt: null }, at + 50 * 3_600_000, 7)).toBeNull()
  })

  it('say whether anything was lost with the storage', () => {
    expect(lossText({ at, entries: 0, photos: 0 }, now)).toContain('没有丢失')
    expect(lossText({ at, entries: 2, photos: 1 }, now)).toContain('2 条记录、1 张照片没有送达')
  })

  it('tell what came back from the journal, who can bring back the rest, and what is gone', () => {
    const restored = { entries: 2, photos: 1, left: 0, noSpace: false }
    const whole = { at, entries: 2, photos: 1, restored }
    expect(lossText(whole, now)).toBe('今天 10:32 打开时发现，手机里的存储被清空或退回到了以前的样子。已从本机备份找回 2 条记录、1 张照片，会照常上传。')
    expect(isMadeGood(whole)).toBe(true)

    const colleagues = { at, entries: 5, photos: 2, restored: { ...restored, left: 3 } }
    expect(lossText(colleagues, now)).toContain('本机备份里还有 3 条记录。请写这些记录的人')
    expect(lossText(colleagues, now)).not.toContain('补登')
    expect(lossText({ ...colleagues, restored: { ...colleagues.restored, noSpace: true } }, now)).toContain('手机空间不足')
    expect(isMadeGood(colleagues)).toBe(false)

    const partly = { at, entries: 5, photos: 1, restored }
    expect(lossText(partly, now)).toContain('另有 3 条记录没有送达')
    expect(isMadeGood(partly)).toBe(false)
    expect(lossText({ at, entries: 3, photos: 0, restored: { entries: 0, photos: 0, left: 3, noSpace: false } }, now)).not.toContain('没有丢失')
  })

  it('tell whose account was disabled what becomes of the work', () => {
    expect(endText({ kind: 'refused', refusal: { code: 'account-disabled' } })).toContain('账号已停用')
    expect(endText({ kind: 'refused', refusal: { code: 'busy' } })).toBe(syncEndText.refused)
  })
})
