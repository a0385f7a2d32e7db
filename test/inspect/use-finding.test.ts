import { createApp, effectScope, type EffectScope } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { DOORS } from '#device/doors.ts'
import type { Draft } from '#domain/entries/kinds.ts'
import { foldVisits } from '#domain/fold.ts'
import type { Verdict } from '#domain/verdict.ts'
import type { FindingSource } from '#inspect/finding.ts'
import { useFinding } from '#inspect/use-finding.ts'
import { aVerdict, fault, green, noon, red, yellow } from '../support/checks.ts'
import { aSite, aVisit } from '../support/drafts.ts'
import { createPhone, type Phone } from '../support/phone.ts'
import { aSession, town } from '../support/session.ts'

let phone: Phone
let site: string
let visit: string
let scope: EffectScope

async function write(...drafts: Draft[]): Promise<string[]> {
  const written = await phone.ledger.write(drafts)
  if (written.kind !== 'written') throw new Error(written.why)
  return written.ids
}

const check = (verdict: Verdict): Draft => ({
  kind: 'check.made', area: town, about: { site, visit }, body: { method: 'camera', subject: 'person', verdict, answer: null, simulated: true, shape: null, seenColour: null },
})
const recheck = (id: string, before: Verdict, verdict: Verdict): Draft => ({
  kind: 'check.rechecked', area: town, about: { site, visit, check: id }, body: { before: before.code, verdict, answer: green, changed: true, simulated: true },
})
const findings = async () => foldVisits(await phone.ledger.about('visit', visit)).get(visit)?.findings ?? []

/** The form as its screen opens it, once it is filled in. */
async function open(source: FindingSource) {
  const app = createApp({})
  app.provide(DOORS, { ...phone, durability: { spaceShort: async () => false } })
  const finding = scope.run(() => app.runWithContext(() => useFinding(visit, source)))!
  await vi.waitFor(() => expect(finding.form.value).not.toBeNull())
  return finding
}

beforeEach(async () => {
  scope = effectScope()
  phone = await createPhone({ now: () => noon })
  await phone.session.save(aSession())
  ;[site] = (await write(aSite())) as [string]
  ;[visit] = (await write(aVisit(site))) as [string]
})
afterEach(() => scope.stop())

describe('a finding being written down', () => {
  it('is not saved as a finding when the recheck has cleared everybody it is about, even while the form is open', async () => {
    const remembered = aVerdict(red, 'remembered')
    const [worker] = (await write(check(remembered))) as [string]
    const finding = await open({ checks: [worker], item: null })
    expect(finding.form.value?.text).toBe('持红码人员在场作业')
    await write(recheck(worker, remembered, aVerdict(green)))
    await vi.waitFor(() => expect(finding.groundless.value).toBe(true))
    expect(await finding.save()).toBe(false)
    expect(await findings()).toEqual([])
  })

  it('is not saved about people whose results are no basis', async () => {
    const [worker] = (await write(check(aVerdict(fault)))) as [string]
    const finding = await open({ checks: [worker], item: null })
    finding.form.value!.text = '未申领苏安码'
    expect(await finding.save()).toBe(false)
    expect(await findings()).toEqual([])
  })

  it('is saved without any worker where it is about the site', async () => {
    const finding = await open({ checks: [], item: 'L01' })
    expect(finding.groundless.value).toBe(false)
    expect(await finding.save()).toBe(true)
    expect(await findings()).toMatchObject([{ item: 'L01', checks: [] }])
  })

  it('about live and remembered codes is written in one piece, the remembered one as a draft', async () => {
    const [live, remembered] = (await write(check(aVerdict(red)), check(aVerdict(yellow, 'remembered')))) as [string, string]
    const finding = await open({ checks: [live, remembered], item: null })
    expect(await finding.save()).toBe(true)
    expect((await findings()).map(({ checks, state }) => [checks, state])).toEqual([[[live], 'open'], [[remembered], 'draft']])
  })
})
