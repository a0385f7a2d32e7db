import { describe, expect, it } from 'vitest'
import { filingStateWords, termText } from '#supervise/attendance-text.ts'

describe('the words of a filing', () => {
  it('call nothing valid or invalid that the platform has not judged', () => {
    for (const [state, words] of Object.entries(filingStateWords)) {
      if (state !== 'valid' && state !== 'invalid') expect(`${words.text}${words.meaning}`).not.toMatch(/有效|无效/)
    }
  })

  it('say how long somebody is engaged, also where an end is not known', () => {
    expect(termText({ from: '2026-11-01', to: '2026-12-31' })).toBe('2026-11-01 至 2026-12-31')
    expect(termText({ from: '2026-11-01', to: null })).toBe('2026-11-01 至 长期')
    expect(termText({ from: null, to: null })).toBe('有效期不限')
  })
})
