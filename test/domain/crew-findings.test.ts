import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { crewFindings } from '#domain/crew-findings.ts'
import { findingRaised } from '#domain/entries/finding.ts'
import { shanghaiDay } from '#domain/time.ts'
import { aCheck, aVerdict, fault, green, lapsed, noon, noRecord, red, yellow } from '../support/checks.ts'
import { nameOf } from './any-entry.ts'

const visit = { id: nameOf(1), site: nameOf(2), area: '320581101' }

function written(checks: Parameters<typeof crewFindings>[1]) {
  let named = 100
  return crewFindings(visit, checks, shanghaiDay(noon), () => nameOf((named += 1))).map((draft) => ({ about: draft.about, body: v.parse(findingRaised, draft.body) }))
}

describe('a crew written up in one go', () => {
  it('makes one finding for each kind of code, with its people, its measure and its days', () => {
    const findings = written([
      aCheck(nameOf(10), aVerdict(red)), aCheck(nameOf(11), aVerdict(yellow)), aCheck(nameOf(12), aVerdict(green)),
      aCheck(nameOf(13), aVerdict(yellow)), aCheck(nameOf(14), aVerdict(lapsed)),
    ])
    expect(findings.map(({ body }) => [body.item, body.text, body.action, body.deadline, body.checks])).toEqual([
      ['C03', '持红码人员在场作业', 'stop-work', null, [nameOf(10)]],
      ['C02', '持黄码人员在场作业（2 人）', 'deadline', '2026-11-23', [nameOf(11), nameOf(13)]],
      ['C04', '绿码已过期仍在场作业', 'deadline', '2026-11-23', [nameOf(14)]],
    ])
    expect(findings.every(({ body }) => !body.draft)).toBe(true)
  })

  it('says of nobody without a code that it was mended on the spot: nobody has said so', () => {
    expect(written([aCheck(nameOf(10), aVerdict(noRecord))])).toMatchObject([{ body: { item: 'C01', action: 'deadline', deadline: '2026-11-23' } }])
  })

  it('makes a draft for each remembered verdict, apart from the live ones, so that its recheck settles it alone', () => {
    const findings = written([aCheck(nameOf(10), aVerdict(red, 'remembered')), aCheck(nameOf(11), aVerdict(red)), aCheck(nameOf(12), aVerdict(red, 'remembered'))])
    expect(findings.map(({ body }) => [body.draft, body.checks])).toEqual([[true, [nameOf(10)]], [false, [nameOf(11)]], [true, [nameOf(12)]]])
  })

  it('holds nothing against whom the platform passed or nobody could ask about, and goes by the recheck', () => {
    expect(written([aCheck(nameOf(10), aVerdict(green)), aCheck(nameOf(11), aVerdict(fault)), aCheck(nameOf(12), aVerdict(red, 'remembered'), aVerdict(green))])).toEqual([])
  })
})
