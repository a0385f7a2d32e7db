import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldSites, type Site } from '#domain/fold.ts'
import { amendmentDraft, closingDraft, closingProblem, isChanged, reopeningDraft } from '#inspect/amend-site.ts'
import { siteDraft } from '#inspect/register-site.ts'
import { emptySite, formOf, plainForm, siteValues, type SiteForm } from '#inspect/site-form.ts'
import { createPhone } from '../support/phone.ts'
import { aSession, town } from '../support/session.ts'

const form: SiteForm = {
  ...emptySite, name: '珍门村李家翻建房', kind: 'self-built', address: '珍门村 3 组', contractor: '周师傅队', headcount: '6', contactName: '李老四', contactPhone: '13800000000',
  ownerKind: 'individual', ownerName: '李老大',
}

/** A phone on which the site of `form` is registered, and the site as it stands there. */
async function registered() {
  const phone = await createPhone()
  await phone.session.save(aSession())
  const id = phone.random.uuid()
  await phone.ledger.write([siteDraft({ ...form, id, others: [] }, town, false)!])
  return { phone, id, now: async (): Promise<Site> => foldSites(await phone.ledger.about('site', id)).get(id)! }
}

describe('changing a site', () => {
  it('writes only what is different, and the site is that from then on', async () => {
    const { phone, now } = await registered()
    const site = await now()
    const before = formOf(site)
    const draft = amendmentDraft(site, { before, form: { ...before, address: '珍门村 5 组', headcount: '', contactName: '李老五' }, reason: ' 门牌错了 ' })!
    expect(draft).toMatchObject({ kind: 'site.amended', about: { site: site.id } })
    expect(draft.body).toEqual({ address: '珍门村 5 组', headcount: null, reason: '门牌错了' })
    expect(draft.personal).toEqual({ contactName: '李老五' })
    await phone.ledger.write([draft])
    expect(await now()).toMatchObject({ address: '珍门村 5 组', headcount: null, contactName: '李老五', contactPhone: '13800000000', contractor: '周师傅队', ownerName: '李老大', disputed: [] })
  })

  it('writes nothing when nothing is different, whatever the reason', async () => {
    const { now } = await registered()
    const site = await now()
    expect(amendmentDraft(site, { before: formOf(site), form: { ...formOf(site), name: ` ${site.name} ` }, reason: '看看' })).toBeNull()
  })

  it('leaves alone what somebody else changed while the form was open', async () => {
    const { phone, now } = await registered()
    const site = await now()
    const before = formOf(site)
    await phone.ledger.write([amendmentDraft(site, { before, form: { ...before, contractor: '王师傅队' }, reason: '' })!])
    await phone.ledger.write([amendmentDraft(site, { before, form: { ...before, address: '珍门村 9 组' }, reason: '' })!])
    expect(await now()).toMatchObject({ contractor: '王师傅队', address: '珍门村 9 组' })
  })

  it('takes the individual’s name off when the owner turns out to be a firm', async () => {
    const { now } = await registered()
    const site = await now()
    const draft = amendmentDraft(site, { before: formOf(site), form: { ...formOf(site), ownerKind: 'firm', owner: '李家建设公司' }, reason: '' })
    expect([draft?.body, draft?.personal]).toEqual([{ owner: '李家建设公司' }, { ownerName: '' }])
  })

  it('takes nobody off where the persons could not be read', async () => {
    const { now } = await registered()
    const sealed: Site = { ...(await now()), contactName: null, contactPhone: null, ownerName: null }
    const before = formOf(sealed)
    expect(amendmentDraft(sealed, { before, form: { ...before, address: '珍门村 9 组' }, reason: '' })).not.toHaveProperty('personal')
  })

  it('refuses what does not fit', async () => {
    const site = await (await registered()).now()
    expect(amendmentDraft(site, { before: formOf(site), form: { ...formOf(site), name: '李' }, reason: '' })).toBeNull()
  })

  it('ends with the site that the form shows, whichever fields were changed', async () => {
    const { phone, now } = await registered()
    const word = fc.string({ unit: fc.constantFrom(...'珍门村李王家 12'), maxLength: 6 })
    const changes = fc.record({
      name: fc.constantFrom('瞿巷村王家翻建房', '王家翻建'), address: word, contractor: word, headcount: fc.constantFrom('', '0', '12'), contactName: word, foremanName: word,
      ownerKind: fc.constantFrom('firm', 'individual', 'unknown'), owner: word, ownerName: word, filing: fc.constantFrom('filed', 'unknown'), filingNo: word,
    }, { requiredKeys: [] }) as fc.Arbitrary<Partial<SiteForm>>
    await fc.assert(
      fc.asyncProperty(changes, async (typed) => {
        const site = await now()
        const amendment = { before: formOf(site), form: { ...formOf(site), ...typed }, reason: '' }
        const draft = amendmentDraft(site, amendment)
        expect(draft !== null).toBe(isChanged(amendment))
        if (draft !== null) await phone.ledger.write([draft])
        expect(siteValues(formOf(await now()))).toEqual(siteValues(plainForm(amendment.form)))
      }),
      { numRuns: 25 },
    )
  })
})

describe('closing a site', () => {
  it('needs a reason, and for a duplicate the site that remains', () => {
    expect(closingProblem({ reason: null, duplicateOf: null, note: '' })).toBe('no-reason')
    expect(closingProblem({ reason: 'duplicate', duplicateOf: null, note: '' })).toBe('no-remaining-site')
    expect(closingProblem({ reason: 'finished', duplicateOf: null, note: '' })).toBeNull()
  })

  it('is undone by taking the site up again, and both are kept', async () => {
    const { phone, now } = await registered()
    const remains = phone.random.uuid()
    await phone.ledger.write([closingDraft(await now(), { reason: 'duplicate', duplicateOf: remains, note: ' 同一户 ' })!])
    expect(await now()).toMatchObject({ status: 'closed', closed: { reason: 'duplicate', duplicateOf: remains } })
    await phone.ledger.write([reopeningDraft(await now(), '其实是两户')])
    expect(await now()).toMatchObject({ status: 'active', closed: null, disputed: [] })
  })

  it('names no remaining site when it is not a duplicate after all', () => {
    const draft = closingDraft({ id: 'site', area: town }, { reason: 'finished', duplicateOf: 'other', note: '' })
    expect(draft?.body).toEqual({ reason: 'finished', duplicateOf: null })
  })
})
