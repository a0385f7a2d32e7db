import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Entry, EntryKind, EntryOf } from '#domain/entries/kinds.ts'
import { countByClass, foldFindings, foldSites, foldVisits } from '#domain/fold.ts'
import { judge } from '#domain/verdict.ts'
import { defaultPolicy as policy } from '#domain/verdict-policy.ts'
import { uuidv7 } from '#domain/uuid.ts'

const now = Date.parse('2026-11-22T01:30:00Z')
let count = 0

function entry<K extends EntryKind>(kind: K, about: Entry['about'], body: EntryOf<K>['body']): Entry {
  count += 1
  const id = uuidv7(now + count, new Uint8Array(10).fill(count))
  return {
    id, kind, v: 1, at: now + count, clockOffset: 0, clockTrusted: true, by: 'wang', device: 'phone', deviceSeq: count, prev: null,
    area: '320581101', about, personalDigest: null, hash: '0'.repeat(64), body,
  } as unknown as Entry
}

const [site, visit, check, finding] = [1, 2, 3, 4].map((n) => uuidv7(now, new Uint8Array(10).fill(n))) as [string, string, string, string]
const clock = { now, trusted: true }
const yellow = { kind: 'code', colour: 'yellow', validUntil: null, nameMasked: '王*', answeredAt: now - 1000 } as const
const remembered = judge({ kind: 'person', key: 'k' }, [{ basis: 'remembered', key: 'k', answer: yellow }], clock, policy)
const live = judge({ kind: 'person', key: 'k' }, [{ basis: 'live', key: 'k', answer: yellow }], clock, policy)

const day: Entry[] = [
  entry('site.registered', { site }, { name: '演示小区加梯', kind: 'other', address: '人民路1号', place: { kind: 'none', reason: 'denied' } }),
  entry('visit.started', { site, visit }, { kind: 'routine', informed: true, template: { id: 'small-works', version: '1' } }),
  entry('check.made', { site, visit, check }, { method: 'camera', subject: 'person', shape: 'id-number', seenColour: null, verdict: remembered, answer: yellow, simulated: true }),
  entry('visit.answered', { site, visit }, { item: 'E01', value: 'not-conform' }),
  entry('finding.raised', { site, visit, finding }, { item: 'C02', severity: 'general', text: '持黄码人员在场作业', checks: [check], action: 'deadline', deadline: '2026-11-25', draft: true }),
  entry('attachment.added', { site, visit, finding }, { sha256: 'a'.repeat(64), mime: 'image/jpeg', bytes: 10, width: 4, height: 3, role: 'scene' }),
  entry('visit.answered', { site, visit }, { item: 'E01', value: 'conform' }),
  entry('visit.ended', { site, visit }, { result: 'problems' }),
  entry('check.rechecked', { site, visit, check }, { before: 'yellow-remembered', verdict: live, answer: yellow, changed: false, simulated: true }),
  entry('finding.confirmed', { site, visit, finding }, { by: 'recheck' }),
]

describe('a day’s entries', () => {
  it('add up to a visit with its check, its finding and the last answer to each item', () => {
    const folded = foldVisits(day).get(visit)!
    expect(folded).toMatchObject({ site, by: 'wang', result: 'problems', voided: null, disputed: [] })
    expect(folded.answers).toEqual(new Map([['E01', 'conform']]))
    expect(folded.checks).toMatchObject([{ id: check, nameMasked: '', recheck: { changed: false } }])
    expect(folded.findings).toMatchObject([{ id: finding, state: 'rectifying', deadline: '2026-11-25', photos: [{ role: 'scene' }] }])
    expect(countByClass(folded.checks)).toMatchObject({ yellow: 1, green: 0 })
    expect(foldSites(day).get(site)?.name).toBe('演示小区加梯')
  })

  it('add up to the same in any order, and however often each arrives', () => {
    const wanted = foldVisits(day)
    fc.assert(
      fc.property(fc.shuffledSubarray([...day, ...day], { minLength: day.length * 2 }), (shuffled) => {
        expect(foldVisits(shuffled)).toEqual(wanted)
      }),
    )
  })

  it('leave a draft a draft until the recheck confirms it, and take it back when the recheck clears it', () => {
    expect(foldFindings(day.slice(0, 6))[0]!.state).toBe('draft')
    const cleared = entry('finding.withdrawn', { site, visit, finding }, { reason: 'recheck-cleared' })
    expect(foldFindings([...day.slice(0, 6), cleared])[0]!.state).toBe('withdrawn')
  })

  it('keep what does not fit, for a person to look at', () => {
    const second = entry('visit.ended', { site, visit }, { result: 'no-problem' })
    const folded = foldVisits([...day, second]).get(visit)!
    expect([folded.result, folded.disputed]).toEqual(['problems', [second]])
  })

  it('by a colleague do not end somebody’s visit', () => {
    const foreign = { ...entry('visit.ended', { site, visit }, { result: 'no-problem' }), by: 'li' }
    const folded = foldVisits([...day.slice(0, 7), foreign]).get(visit)!
    expect([folded.endedAt, folded.disputed]).toEqual([null, [foreign]])
  })

  it('about a visit whose start is not here yet make no visit', () => {
    expect(foldVisits(day.filter((e) => e.kind !== 'visit.started')).size).toBe(0)
  })
})
