import { describe, expect, it } from 'vitest'
import type { Check, Finding, Visit } from '#domain/fold.ts'
import { endDraft, unrecorded } from '#inspect/end-visit.ts'
import { aCheck, aVerdict, fault, green, noon, red } from '../support/checks.ts'

const finding: Finding = {
  id: 'f', visit: 'v', site: 's', at: noon, item: 'L01', severity: 'general', text: '线路', checks: [], action: 'report', deadline: null, state: 'open', photos: [],
  location: null, basis: null, party: null, duplicateOf: null, responsibleName: null, responsiblePhone: null, bulletins: [], credits: [], cases: [], history: [], disputed: [],
}
function aVisit(checks: Check[], findings: Finding[] = []): Visit {
  return {
    id: 'v', site: 's', area: '320581101', by: 'a', kind: 'routine', startedAt: noon, endedAt: null, result: null, voided: null, template: { id: 'small-works', version: '1' },
    answers: new Map(), checks, findings, signatures: [], disputed: [],
  }
}
const resultOf = (visit: Visit) => endDraft(visit, '').body

describe('how a visit ends follows from what was found', () => {
  it('green codes and no finding end without a problem', () => {
    expect(resultOf(aVisit([aCheck('a', aVerdict(green))]))).toEqual({ result: 'no-problem' })
  })

  it('a code that could not be verified is not held against the site', () => {
    expect(resultOf(aVisit([aCheck('a', aVerdict(fault))]))).toEqual({ result: 'no-problem' })
  })

  it('a finding ends with problems, a withdrawn one does not', () => {
    expect(resultOf(aVisit([], [finding]))).toEqual({ result: 'problems' })
    expect(resultOf(aVisit([], [{ ...finding, state: 'withdrawn' }]))).toEqual({ result: 'no-problem' })
  })

  it('a red code that nobody wrote up is not "no problem"', () => {
    expect(resultOf(aVisit([aCheck('a', aVerdict(red))]))).toEqual({ result: 'problems' })
  })

  it('a remark is kept, blanks are not', () => {
    expect(endDraft(aVisit([]), ' 负责人不在 ').body).toMatchObject({ note: '负责人不在' })
    expect(endDraft(aVisit([]), '  ').body).not.toHaveProperty('note')
  })

  it('an item that does not conform is pointed out until a finding names it', () => {
    const visit = { ...aVisit([], [finding]), answers: new Map([['L01', 'not-conform'], ['L02', 'not-conform'], ['L03', 'conform']] as const) }
    expect(unrecorded(visit)).toEqual(['L02'])
  })
})
