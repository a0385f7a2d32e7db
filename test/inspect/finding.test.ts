import { describe, expect, it } from 'vitest'
import { foldVisits, type Check, type Visit } from '#domain/fold.ts'
import type { Draft } from '#domain/entries/kinds.ts'
import { findingDrafts, findingProblem, prefill, unaddressed, withPhrase, type FindingForm, type FindingPhoto } from '#inspect/finding.ts'
import { uuidv7 } from '#domain/uuid.ts'
import { aCheck, aVerdict, fault, green, lapsed, noon, noRecord, red, yellow } from '../support/checks.ts'
import { aPhoto, aVisit } from '../support/drafts.ts'
import { createPhone } from '../support/phone.ts'
import { aSession } from '../support/session.ts'

const today = '2026-11-20'
const where = { id: 'visit', site: 'site', area: '320581101' }
const form: FindingForm = { id: 'finding', item: '', severity: 'general', text: '未戴安全帽', action: 'report', deadline: today, photos: [] }
const drafted = (checks: readonly Check[], changes: Partial<FindingForm> = {}) => {
  let made = 0
  return findingDrafts({ ...form, ...changes }, where, checks, () => `further-${(made += 1)}`)
}
const allRaised = (drafts: readonly Draft[]) => drafts.flatMap((draft) => (draft.kind === 'finding.raised' ? [draft] : []))
const raised = (checks: readonly Check[], changes: Partial<FindingForm> = {}) => allRaised(drafted(checks, changes))[0]!.body

describe('a finding opens with everything filled in, so that one more tap saves it', () => {
  it.each([
    ['no record', noRecord, 'C01', '未申领苏安码'],
    ['yellow', yellow, 'C02', '持黄码人员在场作业'],
    ['red', red, 'C03', '持红码人员在场作业'],
    ['expired', lapsed, 'C04', '绿码已过期仍在场作业'],
  ] as const)('a %s code brings its own item of the checklist', (_, answer, item, text) => {
    const filled = prefill([aCheck('c', aVerdict(answer))], null, today)
    expect(filled).toMatchObject({ item, text, deadline: '2026-11-23', photos: [] })
    expect(findingProblem(filled, today)).toBeNull()
  })

  it('several people make one text that counts them, and the gravest code decides what is done', () => {
    const filled = prefill([aCheck('a', aVerdict(yellow)), aCheck('b', aVerdict(red)), aCheck('c', aVerdict(yellow))], null, today)
    expect(filled).toMatchObject({ item: 'C03', severity: 'serious', action: 'stop-work', text: '持黄码人员在场作业（2 人）；持红码人员在场作业' })
  })

  it('names and numbers of workers never get into the text', () => {
    expect(prefill([aCheck('a', aVerdict(red))], null, today).text).not.toMatch(/张|0008/)
  })

  it('an item of the checklist brings its text, severity and action', () => {
    expect(prefill([], 'L01', today)).toMatchObject({ item: 'L01', text: '未装漏电保护器或失灵', severity: 'serious', action: 'deadline' })
  })

  it('a free finding starts empty and asks for words', () => {
    expect(findingProblem(prefill([], null, today), today)).toBe('no-text')
  })
})

describe('nobody is blamed for what is not known', () => {
  it('a fault of the platform and a green code are no ground for a finding', () => {
    const checks = [aCheck('a', aVerdict(fault)), aCheck('b', aVerdict(green)), aCheck('c', aVerdict(red))]
    expect(raised(checks).checks).toEqual(['c'])
    expect(prefill(checks.slice(0, 2), null, today).text).toBe('')
  })

  it('a red code known from memory only makes a draft', () => {
    expect(raised([aCheck('a', aVerdict(red, 'remembered'))]).draft).toBe(true)
    expect(raised([aCheck('a', aVerdict(red))]).draft).toBe(false)
  })

  it('what the server learned later counts: a red that turned green is no ground any more', () => {
    const cleared = aCheck('a', aVerdict(red, 'remembered'), aVerdict(green))
    const confirmed = aCheck('b', aVerdict(red, 'remembered'), aVerdict(red))
    expect(raised([cleared, confirmed])).toMatchObject({ checks: ['b'], draft: false })
  })

  it('only codes with a problem and without a finding are still to be written up', () => {
    const checks = [aCheck('a', aVerdict(red)), aCheck('b', aVerdict(yellow)), aCheck('c', aVerdict(fault)), aCheck('d', aVerdict(green))]
    const visit = { checks, findings: [{ checks: ['a'] }] } as unknown as Visit
    expect(unaddressed(visit).map((check) => check.id)).toEqual(['b'])
  })
})

describe('live and remembered results written up together', () => {
  const lot = [aCheck('a', aVerdict(red)), aCheck('b', aVerdict(yellow, 'remembered')), aCheck('c', aVerdict(red)), aCheck('d', aVerdict(red, 'remembered'))]

  it('the live ones are one finding at once, each remembered one is a draft that its own recheck settles', () => {
    const findings = allRaised(drafted(lot))
    expect(findings.map(({ id, body }) => [id, body.checks, body.draft])).toEqual([
      ['finding', ['a', 'c'], false], ['further-1', ['b'], true], ['further-2', ['d'], true],
    ])
    expect(findings.every(({ id, about }) => about.finding === id)).toBe(true)
  })

  it('remembered ones alone are a draft each', () => {
    expect(allRaised(drafted([lot[1]!, lot[3]!])).map(({ id, body }) => [id, body.checks, body.draft])).toEqual([['finding', ['b'], true], ['further-1', ['d'], true]])
  })

  it('each says only what is known of its own people, with the inspector\'s words kept', () => {
    const filled = prefill(lot, null, today)
    const findings = allRaised(drafted(lot, { ...filled, text: withPhrase(filled.text, '已要求停止作业') }))
    expect(findings.map(({ body }) => [body.item, body.text])).toEqual([
      ['C03', '持红码人员在场作业（2 人）；已要求停止作业'], ['C02', '持黄码人员在场作业；已要求停止作业'], ['C03', '持红码人员在场作业；已要求停止作业'],
    ])
    expect(allRaised(drafted(lot, { ...filled, text: '三人已离场' })).map(({ body }) => body.text)).toEqual(['三人已离场', '三人已离场', '三人已离场'])
  })

  it('the photographs belong to every one of them', async () => {
    const photos: FindingPhoto[] = [{ ...(await aPhoto(1)), role: 'before' }]
    const about = drafted(lot, { photos }).flatMap((draft) => (draft.kind === 'attachment.added' ? [draft.about.finding] : []))
    expect(about).toEqual(['finding', 'further-1', 'further-2'])
  })
})

describe('what saving a finding writes', () => {
  it('a deadline is kept only where one was set', () => {
    expect(raised([], { action: 'deadline', deadline: '2026-11-27' }).deadline).toBe('2026-11-27')
    expect(raised([], { action: 'stop-work', deadline: '2026-11-27' }).deadline).toBeNull()
    expect(findingProblem({ ...form, action: 'deadline', deadline: '2026-11-19' }, today)).toBe('deadline-past')
  })

  it('a quick phrase is added once, after what stands there', () => {
    expect(withPhrase('', '已要求停止作业')).toBe('已要求停止作业')
    expect(withPhrase('未戴安全帽。', '已要求停止作业')).toBe('未戴安全帽；已要求停止作业')
    expect(withPhrase('未戴安全帽；已要求停止作业', '已要求停止作业')).toBe('未戴安全帽；已要求停止作业')
  })

  it('a finding mended on the spot comes back from the phone with its photographs before and after', async () => {
    const phone = await createPhone({ now: () => noon })
    await phone.session.save(aSession())
    const ids = Array.from({ length: 3 }, (_, i) => uuidv7(noon + i, new Uint8Array(10).fill(i)))
    const [site, visit, finding] = ids as [string, string, string]
    await phone.ledger.write([aVisit(site, visit)])
    const photos: FindingPhoto[] = [{ ...(await aPhoto(1)), role: 'before' }, { ...(await aPhoto(2)), role: 'after' }]
    const drafts = findingDrafts({ ...form, id: finding, action: 'fixed-on-site', photos }, { id: visit, site, area: where.area }, [], phone.random.uuid)
    expect(await phone.ledger.write(drafts, photos)).toMatchObject({ kind: 'written' })

    const [kept] = foldVisits(await phone.ledger.about('visit', visit)).get(visit)?.findings ?? []
    expect(kept).toMatchObject({ id: finding, state: 'fixed', text: '未戴安全帽' })
    expect(kept?.photos.map((photo) => photo.role).sort()).toEqual(['after', 'before'])
  })

  it('photographs are "before" and "after" only where something was mended on the spot', async () => {
    const photos: FindingPhoto[] = [{ ...(await aPhoto(1)), role: 'before' }]
    const roles = drafted([], { photos }).flatMap((draft) => (draft.kind === 'attachment.added' ? [draft.body.role] : []))
    expect(roles).toEqual(['scene'])
  })
})
