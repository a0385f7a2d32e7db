import { describe, expect, it } from 'vitest'
import { LATENCY_BOUNDS } from '#domain/platform-health.ts'
import { clockText, durationText, latencyLabels, whyText } from '#supervise/admin-text.ts'

describe("the administrator's words", () => {
  it.each([
    [null, '不知道'], [0, '一致'], [-1_900, '一致'], [3_000, '快 3 秒'], [-61_000, '慢 61 秒'], [8 * 3_600_000, '快 8 小时。'],
  ] as const)('say of a clock difference of %s ms: %s', (ms, words) => expect(clockText(ms)).toContain(words))

  it('give short times in milliseconds and long ones in seconds', () => {
    expect([durationText(24.6), durationText(999), durationText(1_000), durationText(1_540)]).toEqual(['25 毫秒', '999 毫秒', '1 秒', '1.5 秒'])
  })

  it('name every bucket of the histogram, also that of the slowest', () => {
    expect(latencyLabels).toHaveLength(LATENCY_BOUNDS.length + 1)
    expect(latencyLabels[0]).toEqual({ short: '25', long: '不超过 25 毫秒' })
    expect(latencyLabels[5]).toEqual({ short: '1秒', long: '不超过 1 秒' })
    expect(latencyLabels.at(-1)).toEqual({ short: '更慢', long: '超过 8 秒' })
  })

  it('say why a reply was kept, and show a word they do not know as it is', () => {
    expect(['bad-json', 'unknown-colour', 'http: status 302', 'toString', 'toString: x'].map(whyText)).toEqual([
      '回答的内容无效', '平台给出了不认识的码色', '平台网站出错（status 302）', 'toString', 'toString: x',
    ])
  })
})
