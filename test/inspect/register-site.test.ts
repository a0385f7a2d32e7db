import { describe, expect, it } from 'vitest'
import * as v from 'valibot'
import { siteRegistered2 } from '#domain/entries/site.ts'
import { siteDraft, type Registration } from '#inspect/register-site.ts'
import { creditCodeSoFar, emptySite, siteProblems } from '#inspect/site-form.ts'

const filled: Registration = { ...emptySite, id: 'site', others: [], name: '珍门村李家翻建房', kind: 'self-built' }
const draftOf = (changes: Partial<Registration>) => siteDraft({ ...filled, ...changes }, '320581101', true)
const problemsOf = (changes: Partial<Registration>) => Object.entries(siteProblems({ ...filled, ...changes })).filter(([, problem]) => problem !== null)

describe('registering a site', () => {
  it('needs a name and a kind, nothing else', () => {
    expect(problemsOf({ name: '', kind: null })).toEqual([['name', 'short'], ['kind', 'missing']])
    expect(siteDraft({ ...emptySite, id: 'site', others: [] }, '320581101', false)).toBeNull()
    const draft = draftOf({})
    expect(draft).toMatchObject({ v: 2, body: { filing: 'unknown' } })
    expect(draft && v.is(siteRegistered2, draft.body)).toBe(true)
  })

  it('keeps everything that was filled in, and the whole of it fits', () => {
    const draft = draftOf({
      contractor: '周师傅队', ownerKind: 'firm', owner: '老街商管公司', ownerCreditCode: '91350100M000100Y43', headcount: '12', filing: 'filed', filingNo: 'ML-18',
      prjNumber: 'P-1', plannedStart: '2026-11-20', plannedEnd: '2026-12-20', areaSqm: '１２０．5', costWan: '1,200',
    })
    expect(draft?.body).toMatchObject({
      contractor: '周师傅队', owner: '老街商管公司', ownerCreditCode: '91350100M000100Y43', headcount: 12, filing: 'filed', filingNo: 'ML-18', prjNumber: 'P-1',
      plannedStart: '2026-11-20', plannedEnd: '2026-12-20', areaSqm: '120.5', costWan: '1200',
    })
    expect(draft && v.is(siteRegistered2, draft.body)).toBe(true)
  })

  it('keeps persons apart from what everybody may read', () => {
    const draft = draftOf({ contactName: '李老四', contactPhone: '138 0000-0000', ownerKind: 'individual', ownerName: '陈小妹', foremanName: '周大力', foremanPhone: '13900000000' })
    expect(draft?.personal).toEqual({ contactName: '李老四', contactPhone: '13800000000', ownerName: '陈小妹', foremanName: '周大力', foremanPhone: '13900000000' })
    expect(JSON.stringify(draft?.body)).not.toMatch(/李老四|陈小妹|周大力|13[89]/)
  })

  it('without persons there is no personal part at all', () => {
    expect(draftOf({})).not.toHaveProperty('personal')
  })

  it('drops what was typed before the owner turned out to be somebody else', () => {
    const both = { owner: '老街商管公司', ownerCreditCode: '坏', ownerName: '陈小妹', ownerPhone: '1' }
    expect(draftOf({ ...both, ownerKind: 'unknown' })).not.toHaveProperty('personal')
    expect(draftOf({ ...both, ownerKind: 'individual', ownerPhone: '' })).toMatchObject({ personal: { ownerName: '陈小妹' }, body: expect.not.objectContaining({ owner: '老街商管公司' }) as object })
    expect(draftOf({ filing: 'not-filed', filingNo: 'ML-18' })?.body).not.toHaveProperty('filingNo')
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

  it.each([
    [{ headcount: '-1' }, 'headcount'], [{ headcount: '1.5' }, 'headcount'], [{ headcount: '很多' }, 'headcount'], [{ headcount: '12345' }, 'headcount'],
    [{ areaSqm: '约120' }, 'areaSqm'], [{ costWan: '1.23456' }, 'costWan'], [{ contactPhone: '12' }, 'contactPhone'], [{ foremanPhone: '电话' }, 'foremanPhone'],
    [{ ownerKind: 'individual', ownerPhone: '1' }, 'ownerPhone'], [{ plannedStart: '2026-12-20', plannedEnd: '2026-11-20' }, 'plannedEnd'],
  ] as const)('does not take %o', (changes, field) => {
    expect(problemsOf(changes).map(([wrong]) => wrong)).toEqual([field])
    expect(draftOf(changes)).toBeNull()
  })
})
