import { describe, expect, it } from 'vitest'
import { siteKinds } from '#domain/entries/site.ts'
import { visitKinds } from '#domain/entries/visit.ts'
import { kindWords } from '#supervise/supervise-text.ts'

describe("the supervisor's words", () => {
  it.each([...siteKinds, ...visitKinds])('know the kind "%s"', (kind) => expect(kindWords[kind]).toBeTruthy())
})
