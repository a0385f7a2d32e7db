import { describe, expect, it } from 'vitest'
import { doubts, faults } from '#domain/check.ts'
import { HOUR } from '#domain/time.ts'
import { verdictCodes, verdictReasons, type Verdict } from '#domain/verdict.ts'
import { reasonWords, underTitle, verdictTitles, wordsOf } from '#check/verdict-text.ts'

const now = Date.parse('2026-11-20T02:00:00Z')
const remembered = { basis: 'remembered', answeredAt: now - 3 * HOUR, ageMs: 3 * HOUR, policy: 'p' } as const
const live = { basis: 'live', answeredAt: now, ageMs: 0, policy: 'p' } as const
const none = { basis: 'none', answeredAt: null, ageMs: null, validUntil: null, policy: 'p' } as const

describe('the words of a verdict', () => {
  it.each(verdictReasons)('say why and what to do for "%s", in whole sentences', (reason) => {
    expect(reasonWords[reason].why).toMatch(/。$/)
    expect(reasonWords[reason].todo).toMatch(/。$/)
    expect(reasonWords[reason].why + reasonWords[reason].todo).not.toMatch(/[!！]|[a-z]{2}/)
  })

  it.each([...faults, 'clock-untrusted', 'answer-too-old', 'unreadable'] as const)('say that "%s" is not the worker\'s doing', (reason) => {
    const { why, todo } = reasonWords[reason]
    expect(why).toContain('与工人无关')
    expect(why + todo).not.toMatch(/没有苏安码|未申领|申领|无码|过期的?绿码|黄码|红码|违规|停止作业|离开|拒绝/)
  })

  it.each([...doubts, 'seen-colour-differs'] as const)('do not let "%s" be used against the worker', (reason) => {
    expect(reasonWords[reason].todo).toContain('不能作为问题')
  })

  it('ask nothing of a worker whose colour is only remembered', () => {
    const { why, todo } = wordsOf({ ...remembered, code: 'red-remembered', reason: 'red-code', validUntil: null })
    expect(why).toContain('上次')
    expect(todo).toContain('复核前只能记为草稿')
    expect(todo).not.toContain('停止作业')
  })

  it('never use the bare "绿码" for an answer that is not live', () => {
    const bare = verdictCodes.filter((code) => verdictTitles[code].startsWith('绿码') && code !== 'expired')
    expect(bare).toEqual(['green-live', 'green-expiring'])
  })
})

describe('the line under the title', () => {
  it.each<[string, Verdict]>([
    ['有效至 2026-12-31', { ...live, code: 'green-live', reason: 'valid', validUntil: '2026-12-31' }],
    ['有效至 2026-11-23，还剩 3 天', { ...live, code: 'green-expiring', reason: 'expires-soon', validUntil: '2026-11-23' }],
    ['有效至 2026-11-20，今天到期', { ...live, code: 'green-expiring', reason: 'expires-soon', validUntil: '2026-11-20' }],
    ['脱网 · 3 小时前的结果', { ...remembered, code: 'green-remembered', reason: 'remembered', validUntil: '2026-12-31' }],
    ['仅供参考 · 2 天前', { ...remembered, ageMs: 50 * HOUR, code: 'green-stale', reason: 'remembered-stale', validUntil: '2026-12-31' }],
    ['脱网 · 3 小时前的结果', { ...remembered, code: 'red-remembered', reason: 'red-code', validUntil: null }],
    ['有效期到 2026-11-01', { ...live, code: 'expired', reason: 'past-valid-date', validUntil: '2026-11-01' }],
    ['工人自己说明', { ...none, code: 'no-code', reason: 'declared-none' }],
    ['非工人原因', { ...none, code: 'unverified', reason: 'offline' }],
  ])('is "%s"', (words, verdict) => expect(underTitle(verdict, now)).toBe(words))
})
