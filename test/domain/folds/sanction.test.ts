import { describe, expect, it } from 'vitest'
import type { CreditState } from '#domain/credit-states.ts'
import type { Entry } from '#domain/entries/kinds.ts'
import { foldBulletins, foldCredits, foldTransfers } from '#domain/fold.ts'
import { bodyOf, entry, nameOf } from '../any-entry.ts'

const [credit, matter, bulletin] = [51, 81, 71].map(nameOf) as [string, string, string]
const suggested = () => entry('credit.suggested', { credit }, { party: { kind: 'individual', role: 'owner' }, items: [{ code: 'D-1', points: 2, basis: '逾期未改' }] })
const reviewed = (level: 'town' | 'city', decision: 'approved' | 'rejected' = 'approved') => entry('credit.reviewed', { credit }, { level, decision })
const entered = () => entry('credit.entered', { credit }, { reference: 'XY-9', enteredOn: '2026-12-05' })
type Word = 'town' | 'city' | 'no-town' | 'no-city' | 'entered'
const said: Record<Word, () => Entry> = {
  town: () => reviewed('town'),
  city: () => reviewed('city'),
  'no-town': () => reviewed('town', 'rejected'),
  'no-city': () => reviewed('city', 'rejected'),
  entered,
}

describe('a credit action', () => {
  const lives: [Word[], CreditState, number][] = [
    [[], 'suggested', 0],
    [['town'], 'town-reviewed', 0],
    [['no-town'], 'rejected', 0],
    [['town', 'city'], 'city-approved', 0],
    [['town', 'no-city'], 'rejected', 0],
    [['town', 'city', 'entered'], 'entered', 0],
    [['city'], 'suggested', 1],
    [['entered'], 'suggested', 1],
    [['town', 'town'], 'town-reviewed', 1],
    [['town', 'entered'], 'town-reviewed', 1],
    [['no-town', 'city', 'entered'], 'rejected', 2],
    [['town', 'city', 'entered', 'no-city', 'entered'], 'entered', 2],
  ]
  it.each(lives)('%s: %s, %i disputed', (words, state, disputed) => {
    const folded = foldCredits([suggested(), ...words.map((word) => said[word]())]).get(credit)!
    expect([folded.state, folded.disputed.length]).toEqual([state, disputed])
    expect(folded.reference).toBe(state === 'entered' ? 'XY-9' : null)
  })

  it('of which only a review is here is none yet', () => {
    expect(foldCredits([reviewed('town')]).size).toBe(0)
  })
})

describe('a case handed over', () => {
  it('holds several findings, and its receipt once it comes', () => {
    const body = bodyOf('case.transferred')
    const lines = [31, 32].map((n) => entry('case.transferred', { case: matter, finding: nameOf(n) }, body))
    const receipt = entry('case.transferred', { case: matter }, { to: '综合行政执法局', text: '已受理', entries: [], attachments: [], notice: null, receipt: '收 12' })
    expect(foldTransfers([...lines, receipt]).get(matter)).toMatchObject({ findings: [nameOf(31), nameOf(32)], receipt: '收 12', text: '已受理' })
  })
})

describe('a bulletin', () => {
  it('is made of the lines that name it', () => {
    const line = (text: string, title: string) => entry('bulletin.listed', { bulletin }, { level: 'city', title, party: { kind: 'individual', role: 'owner' }, checks: [], text, publishedOn: null })
    expect(foldBulletins([line('一', '第 3 期'), line('二', '第 3 期（更正）')]).get(bulletin)).toMatchObject({ title: '第 3 期（更正）', items: [{ text: '一' }, { text: '二' }] })
  })
})
