import { describe, expect, it } from 'vitest'
import { refusalCodes } from '#domain/contract.ts'
import { failureSentence, refusalSentence, troubleSentence } from '#supervise/refusal-text.ts'

describe('what the office is told when something did not happen', () => {
  it.each(refusalCodes)('is a whole sentence for the refusal "%s"', (code) => expect(refusalSentence({ code })).toMatch(/^\p{Script=Han}.+。$/u))

  it('names what went wrong on the way to the platform', () => {
    expect(refusalSentence({ code: 'platform', fault: 'timeout' })).toContain('平台超时')
  })

  it('gives the number by which the administrator finds the trouble', () => {
    expect(refusalSentence({ code: 'internal', incident: 'a1b2c3' })).toContain('a1b2c3')
  })

  it('never says that nothing arrived when nobody knows', () => {
    for (const why of ['timeout', 'network', 'not-ours'] as const) expect(failureSentence({ kind: 'unreachable', why })).toContain('不知道有没有送到')
  })

  it('says of a page that could not be refreshed what happens next', () => {
    for (const why of ['offline', 'timeout', 'network', 'not-ours'] as const) expect(troubleSentence({ kind: 'unreachable', why })).toContain('自动')
    expect(troubleSentence({ kind: 'refused', refusal: { code: 'signed-out' } })).toContain('重新登录')
    expect(troubleSentence({ kind: 'refused', refusal: { code: 'not-found' } })).toContain('辖区')
    expect(troubleSentence({ kind: 'refused', refusal: { code: 'not-enabled' } })).toContain('没有启用')
    for (const code of ['busy', 'internal', 'too-many'] as const) expect(troubleSentence({ kind: 'refused', refusal: { code } })).toContain('自动')
  })
})
