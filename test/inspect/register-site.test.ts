import { describe, expect, it } from 'vitest'
import * as v from 'valibot'
import { siteRegistered } from '#domain/entries/site.ts'
import { creditCodeSoFar, emptySite, siteDraft, siteProblems, type SiteForm } from '#inspect/register-site.ts'

const filled: SiteForm = { ...emptySite, id: 'site', name: '珍门村李家翻建房', kind: 'self-built' }
const draftOf = (changes: Partial<SiteForm>) => siteDraft({ ...filled, ...changes }, '320581101', true)

describe('registering a site', () => {
  it('needs a name and a kind, nothing else', () => {
    expect(siteProblems(emptySite)).toEqual({ name: 'short', kind: 'missing', creditCode: null, headcount: null, contactPhone: null })
    expect(siteDraft({ ...emptySite, id: 'site' }, '320581101', false)).toBeNull()
    const draft = draftOf({})
    expect(draft && v.is(siteRegistered, draft.body)).toBe(true)
  })

  it('keeps the contact apart from what everybody may read', () => {
    const draft = draftOf({ contactName: '李老四', contactPhone: '138 0000-0000' })
    expect(draft?.personal).toEqual({ contactName: '李老四', contactPhone: '13800000000' })
    expect(JSON.stringify(draft?.body)).not.toMatch(/李老四|138/)
  })

  it('without a contact there is no personal part at all', () => {
    expect(draftOf({})).not.toHaveProperty('personal')
  })

  it('goes on without a point and says why there is none', () => {
    expect(draftOf({ place: { kind: 'none', reason: 'denied' } })?.body).toMatchObject({ place: { kind: 'none', reason: 'denied' } })
  })

  it('refuses a mistyped credit code and takes a right one in any writing', () => {
    expect(draftOf({ creditCode: '91320581MA1ABCDE1X' })).toBeNull()
    expect(draftOf({ creditCode: '９１350100M000100Y43 ' })?.body).toMatchObject({ creditCode: '91350100M000100Y43' })
  })

  it('speaks up about a wrong letter at once and about the length only at the end', () => {
    expect(creditCodeSoFar('91320581MA1')).toBeNull()
    expect(creditCodeSoFar('91320581mao1i')).toBe('characters')
    expect(creditCodeSoFar('91350100M000100Y44')).toBe('check-character')
  })

  it.each(['-1', '1.5', '很多', '12345'])('does not take "%s" for a number of people', (headcount) => {
    expect(siteProblems({ ...filled, headcount }).headcount).toBe('number')
  })
})
