import { createApp, effectScope, nextTick } from 'vue'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { DOORS, SESSION } from '#device/doors.ts'
import type { Draft } from '#domain/entries/kinds.ts'
import { foldVisits } from '#domain/fold.ts'
import { foldNotices } from '#domain/folds/notice.ts'
import { newestTemplateName, plannedPaper, type NoticePlan } from '#domain/documents/notice-paper.ts'
import { draftSheet } from '#domain/documents/sheet.ts'
import { deliveryDraft, issueDraft, nextTemporaryNumber } from '#inspect/paper-issue.ts'
import { findPaper, reader, readPapers, RECORD } from '#inspect/paper-reading.ts'
import { emptySignForm, signDrafts, signProblem } from '#inspect/sign-form.ts'
import { useSigning } from '#inspect/use-signing.ts'
import { noon } from '../support/checks.ts'
import { aPhoto, aSite, aVisit } from '../support/drafts.ts'
import { createPhone, type Phone } from '../support/phone.ts'
import { aSession, town } from '../support/session.ts'

let phone: Phone
let site: string
let visit: string
const session = aSession()
const stroke = [{ x: 100, y: 100, t: 0, p: 0 }, { x: 900, y: 500, t: 30, p: 0 }]

async function write(...drafts: Draft[]): Promise<string[]> {
  const written = await phone.ledger.write(drafts)
  if (written.kind !== 'written') throw new Error(written.why)
  return written.ids
}
const finding = (text = '临边无防护'): Draft => ({
  kind: 'finding.raised', area: town, about: { site, visit }, body: { item: null, severity: 'general', text, checks: [], action: 'deadline', deadline: '2026-11-25', draft: false },
})
const ended = (): Draft => ({ kind: 'visit.ended', area: town, about: { site, visit }, body: { result: 'problems' } })
const papers = async () => (await readPapers(phone.ledger, visit, session.account))!

/** The form as its screen opens it. */
async function open(paper = RECORD) {
  const app = createApp({})
  app.provide(DOORS, phone)
  app.provide(SESSION, { value: session })
  const own = effectScope()
  const signing = own.run(() => app.runWithContext(() => useSigning(visit, paper)))!
  await vi.waitFor(() => expect([signing.form.value, signing.found.value]).not.toContain(null))
  return { ...signing, leave: () => own.stop() }
}

/** Issues a rectification notice about everything, as its screen does. */
async function issue(): Promise<string> {
  const { entries, visit: folded } = await papers()
  const findings = folded.findings
  const plan: NoticePlan = {
    type: 'rectification-notice', template: newestTemplateName('rectification-notice'), site, visit, findings: findings.map(({ id }) => id), officers: [{ name: '王建', certificate: '' }], replaces: null, at: noon,
  }
  const { hash } = await draftSheet(plannedPaper(entries, plan)!, noon, reader)
  const { device } = await phone.session.device()
  const number = await nextTemporaryNumber(phone.jottings, entries, device)
  return (await write(issueDraft(plan, folded, findings, number, hash)))[0]!
}

beforeEach(async () => {
  phone = await createPhone({ now: () => noon })
  await phone.session.save(session)
  ;[site] = (await write(aSite())) as [string]
  ;[visit] = (await write(aVisit(site))) as [string]
  await write(finding())
})

describe('a signature being taken', () => {
  it('is kept with name, title and strokes, under the very text that lay there', async () => {
    await write(ended())
    const signing = await open()
    expect(signing.form.value?.role).toBe('unit')
    Object.assign(signing.form.value!, { name: ' 周建国 ', title: '负责人', strokes: [stroke] })
    await nextTick()
    expect(await signing.save()).toBe(true)
    const { record, visit: folded } = await papers()
    expect(folded.signatures).toMatchObject([{ role: 'unit', name: '周建国', title: '负责人', signed: record.hash, outcome: { kind: 'screen', strokes: '100,100,0,0 900,500,30,0' } }])
    expect(record.signatures[0]?.signed?.agreement).toBe('same')
    signing.leave()
  })

  it('comes back after a kill up to the last stroke, and not once it was saved', async () => {
    await write(ended())
    const first = await open()
    first.form.value!.strokes = [stroke]
    await vi.waitFor(async () => expect(await phone.jottings.find(`sign:${visit}:${RECORD}`)).toMatchObject({ strokes: [stroke] }), { timeout: 2_000 })
    const again = await open()
    expect([again.restored.value, again.form.value?.strokes.length]).toEqual([true, 1])
    again.form.value!.name = '周建国'
    expect(await again.save()).toBe(true)
    const after = await open()
    expect([after.restored.value, after.form.value?.strokes.length, after.form.value?.role]).toEqual([false, 0, 'inspector'])
    for (const one of [first, again, after]) one.leave()
  })

  it('is not put under a text that changed after the first stroke', async () => {
    await write(ended())
    const signing = await open()
    Object.assign(signing.form.value!, { name: '周建国', strokes: [stroke] })
    await nextTick()
    const { id } = (await papers()).visit.findings[0]!
    const before = signing.found.value!.sheet.hash
    await write({ kind: 'finding.amended', area: town, about: { site, visit, finding: id }, body: { text: '三层临边无防护', reason: '写错楼层' } })
    await vi.waitFor(() => expect(signing.found.value!.sheet.hash).not.toBe(before))
    expect([await signing.save(), signing.problem.value]).toEqual([false, 'text-changed'])
    signing.form.value!.strokes = []
    await nextTick()
    signing.form.value!.strokes = [stroke]
    await nextTick()
    expect(await signing.save()).toBe(true)
    signing.leave()
  })

  it('of the record waits for the end of the visit', async () => {
    const signing = await open()
    expect(signing.trouble.value).toContain('巡查结束后')
    Object.assign(signing.form.value!, { name: '周建国', strokes: [stroke] })
    expect(await signing.save()).toBe(false)
    signing.leave()
  })

  it('says what is missing', async () => {
    const form = emptySignForm('id', 'unit', '')
    expect(signProblem(form, 'h')).toBe('no-name')
    expect(signProblem({ ...form, name: '周' }, 'h')).toBe('no-strokes')
    expect(signProblem({ ...form, name: '周', way: 'paper' }, 'h')).toBe('no-photo')
    expect(signProblem({ ...form, way: 'refused' }, 'h')).toBeNull()
    expect(signProblem({ ...form, way: 'refused', reason: 'other' }, 'h')).toBe('no-reason')
    expect(signProblem({ ...form, name: '周', strokes: [stroke], shown: 'g' }, 'h')).toBe('text-changed')
    expect(signProblem({ ...form, name: '周', strokes: [stroke], shown: 'h' }, 'h')).toBeNull()
  })

  it('refused, or given on paper, is written with the reason, the witness or the photograph', async () => {
    await write(ended())
    const { record, visit: folded } = await papers()
    const form = { ...emptySignForm(phone.random.uuid(), 'unit' as const, '周建国'), way: 'refused' as const, reason: 'absent' as const, witness: '李婶' }
    await write(...signDrafts(form, folded, null, record.hash))
    const photo = { ...(await aPhoto()), role: 'before' as const }
    const onPaper = { ...emptySignForm(phone.random.uuid(), 'inspector' as const, '王建'), way: 'paper' as const, photos: [photo] }
    await phone.ledger.write(signDrafts(onPaper, folded, null, record.hash), [photo])
    expect((await papers()).visit.signatures.map(({ outcome }) => outcome)).toMatchObject([{ kind: 'refused', reason: 'absent', witness: '李婶' }, { kind: 'paper', photo: photo.sha256 }])
    expect(await phone.ledger.photo(photo.sha256)).not.toBeNull()
  })
})

describe('a paper issued without a network', () => {
  it('bears a temporary number that counts on, and reads as it was shown', async () => {
    const [first, second] = [await issue(), await issue()]
    const { notices } = await papers()
    expect(notices.map(({ notice }) => notice.temporaryNumber)).toEqual([expect.stringMatching(/^临-[0-9A-F]{4}-1$/), expect.stringMatching(/^临-[0-9A-F]{4}-2$/)])
    for (const id of [first, second]) expect(findPaper(await papers(), id)?.sheet.warnings).toEqual([])
  })

  it('counts on from what it issued even when the count itself was lost', async () => {
    await issue()
    await phone.jottings.drop('papers:count')
    await issue()
    expect((await papers()).notices.at(-1)?.notice.temporaryNumber).toMatch(/-2$/)
  })

  it('is signed apart from the record, then delivered, and then signed no more', async () => {
    const notice = await issue()
    const signing = await open(notice)
    Object.assign(signing.form.value!, { name: '周建国', strokes: [stroke] })
    await nextTick()
    expect(await signing.save()).toBe(true)
    signing.leave()
    const folded = foldNotices(await phone.ledger.about('visit', visit)).get(notice)!
    expect([folded.state, foldVisits(await phone.ledger.about('visit', visit)).get(visit)!.signatures]).toEqual(['signed', []])
    await write(deliveryDraft(folded, { method: 'on-site', recipient: '周建国', tracking: '', note: '' }))
    expect(findPaper(await papers(), notice)?.sheet.delivery).toMatch(/^当面送达，.*，签收人 周建国$/)
    const late = await open(notice)
    expect(late.trouble.value).toContain('已经送达')
    late.leave()
  })
})
