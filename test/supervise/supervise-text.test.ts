import { describe, expect, it } from 'vitest'
import { siteKinds } from '#domain/entries/site.ts'
import { visitKinds } from '#domain/entries/visit.ts'
import { kindWords, troubleSentence } from '#supervise/supervise-text.ts'

describe("the supervisor's words", () => {
  it.each([...siteKinds, ...visitKinds])('know the kind "%s"', (kind) => expect(kindWords[kind]).toBeTruthy())

  it('say of every trouble what happens next', () => {
    for (const why of ['offline', 'timeout', 'network', 'not-ours'] as const) expect(troubleSentence({ kind: 'unreachable', why })).toContain('自动')
    expect(troubleSentence({ kind: 'refused', refusal: { code: 'signed-out' } })).toContain('重新登录')
    expect(troubleSentence({ kind: 'refused', refusal: { code: 'not-found' } })).toContain('辖区')
    expect(troubleSentence({ kind: 'refused', refusal: { code: 'internal' } })).toContain('自动')
  })
})
