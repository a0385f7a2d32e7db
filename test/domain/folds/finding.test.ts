import { describe, expect, it } from 'vitest'
import type { Entry, EntryKind, EntryOf } from '#domain/entries/kinds.ts'
import { isOpen, isOverdue, type FindingCommand, type FindingState } from '#domain/finding-states.ts'
import { foldBulletins, foldCredits, foldFindings, foldTransfers, foldVisits, type Finding } from '#domain/fold.ts'
import { bodies, bodyOf, entry, nameOf, now } from '../any-entry.ts'

const DAY = 86_400_000
const [site, visit, later, finding] = [11, 21, 22, 31].map(nameOf) as [string, string, string, string]
const raised = { item: 'H01', severity: 'serious', text: '临边无防护', checks: [], action: 'deadline', deadline: '2026-11-25', draft: false } as const

function raise(change: Partial<EntryOf<'finding.raised'>['body']> = {}): Entry {
  return entry('finding.raised', { site, visit, finding }, { ...raised, checks: [], ...change })
}
function say<K extends EntryKind>(kind: K, body: EntryOf<K>['body'], rest: Partial<Entry> = {}): Entry {
  return entry(kind, { site, visit: later, finding }, body, rest)
}
const reinspect = (conclusion: 'fixed' | 'not-fixed', deadline: string | null = null) => say('finding.reinspected', { conclusion, opinion: '', deadline })
const one = (entries: readonly Entry[]): Finding => foldFindings(entries)[0]!
const stateOf = (...entries: readonly Entry[]) => one(entries).state

/** A way into each state. */
const ways: Record<FindingState, () => Entry[]> = {
  draft: () => [raise({ draft: true })],
  open: () => [raise({ action: 'stop-work', deadline: null })],
  rectifying: () => [raise()],
  rectified: () => [raise(), say('finding.rectified', {})],
  'not-fixed': () => [raise(), reinspect('not-fixed')],
  fixed: () => [raise({ action: 'fixed-on-site', deadline: null })],
  escalated: () => [raise(), reinspect('not-fixed'), say('finding.escalated', { to: 'town', reason: 'not-fixed' })],
  closed: () => [raise(), reinspect('fixed'), say('finding.closed', { reason: 'fixed' })],
  withdrawn: () => [raise(), say('finding.withdrawn', { reason: 'mistake' })],
}

/** Where each word leads from each state; `-`: it does not fit. */
const table: Record<FindingState, Record<FindingCommand, FindingState | '-'>> = {
  draft: row('draft', 'rectifying', 'draft', '-', '-', '-', 'withdrawn', '-'),
  open: row('open', '-', 'rectified', 'fixed', 'escalated', '-', 'withdrawn', '-'),
  rectifying: row('rectifying', '-', 'rectified', 'fixed', '-', '-', 'withdrawn', '-'),
  rectified: row('rectified', '-', 'rectified', 'fixed', '-', '-', 'withdrawn', '-'),
  'not-fixed': row('not-fixed', '-', 'rectified', 'fixed', 'escalated', '-', 'withdrawn', '-'),
  fixed: row('fixed', '-', 'fixed', '-', '-', 'closed', 'withdrawn', '-'),
  escalated: row('escalated', '-', 'escalated', 'fixed', '-', 'closed', 'withdrawn', 'escalated'),
  closed: row('-', '-', '-', '-', '-', '-', 'withdrawn', '-'),
  withdrawn: row('-', '-', '-', '-', '-', '-', '-', '-'),
}
type Cell = FindingState | '-'
function row(amended: Cell, confirmed: Cell, rectified: Cell, reinspected: Cell, escalated: Cell, closed: Cell, withdrawn: Cell, sanction: Cell): Record<FindingCommand, Cell> {
  return {
    'finding.amended': amended,
    'finding.confirmed': confirmed,
    'finding.rectified': rectified,
    'finding.reinspected': reinspected,
    'finding.escalated': escalated,
    'finding.closed': closed,
    'finding.withdrawn': withdrawn,
    'bulletin.listed': sanction,
    'credit.suggested': sanction,
    'case.transferred': sanction,
  }
}
function command(kind: FindingCommand): Entry {
  if (kind === 'finding.amended') return say(kind, { text: '改过的话', reason: '更正' })
  if (kind === 'finding.withdrawn') return say(kind, { reason: 'mistake' })
  return say(kind, bodyOf(kind))
}
const cells = Object.entries(table).flatMap(([state, row]) => Object.entries(row).map(([kind, to]) => [state as FindingState, kind as FindingCommand, to] as const))

describe('the life of a finding', () => {
  it.each(Object.entries(ways))('there is a way to %s', (state, way) => {
    expect(stateOf(...way())).toBe(state)
    expect(one(way()).disputed).toEqual([])
  })

  it.each(cells)('%s, then %s: %s', (state, kind, to) => {
    const before = ways[state]()
    const said = command(kind)
    const folded = one([...before, said])
    const counted = folded.history.map((step) => step.entry.id)
    expect([folded.state, folded.disputed, counted.includes(said.id)]).toEqual(to === '-' ? [state, [said], false] : [to, [], true])
  })

  it('goes round as often as it takes: not mended, more time, mended, closed', () => {
    const rounds = [raise(), reinspect('not-fixed', '2026-12-01'), say('finding.rectified', { text: '好了' }), reinspect('not-fixed'), say('finding.rectified', {}), reinspect('fixed'), say('finding.closed', { reason: 'fixed' })]
    const folded = one(rounds)
    expect(folded.history.map((step) => step.state)).toEqual(['rectifying', 'rectifying', 'rectified', 'not-fixed', 'rectified', 'fixed', 'closed'])
    expect([folded.deadline, folded.disputed]).toEqual(['2026-12-01', []])
  })

  it('is escalated before its deadline by nobody, after it by the corrected clock of whoever writes', () => {
    const escalate = (at: number, clockOffset: number | null) => say('finding.escalated', { to: 'town', reason: 'overdue' }, { at, clockOffset })
    const lastMinute = Date.parse('2026-11-25T23:59:00+08:00')
    expect(stateOf(raise(), escalate(lastMinute, 0))).toBe('rectifying')
    expect(stateOf(raise(), escalate(lastMinute + 120_000, null))).toBe('escalated')
    expect(stateOf(raise(), escalate(lastMinute - 2 * DAY, 2 * DAY + 120_000))).toBe('escalated')
    expect([isOverdue(one([raise()]), '2026-11-25'), isOverdue(one([raise()]), '2026-11-26')]).toEqual([false, true])
    expect(isOverdue({ state: 'rectified', deadline: '2026-11-25' }, '2026-11-26')).toBe(false)
  })

  it('is open until it is mended, closed or withdrawn; a draft is no finding yet', () => {
    const open = Object.keys(ways).filter((state) => isOpen(state as FindingState))
    expect(open).toEqual(['open', 'rectifying', 'rectified', 'not-fixed', 'escalated'])
  })
})

describe('an amendment', () => {
  it('changes what it names and leaves the rest; the newest word on each field counts', () => {
    const folded = one([raise(), say('finding.amended', { severity: 'major', text: '临边、洞口无防护', reason: '漏写' }), say('finding.amended', { severity: 'general', location: '三楼', reason: '更正' })])
    expect(folded).toMatchObject({ severity: 'general', text: '临边、洞口无防护', location: '三楼', item: 'H01', deadline: '2026-11-25' })
  })

  it('gives more time, but never a deadline without a day', () => {
    expect(one([raise(), say('finding.amended', { deadline: '2026-12-01', reason: '下雨' })]).deadline).toBe('2026-12-01')
    const before = [raise(), say('finding.amended', { deadline: null, reason: '?' })]
    expect(one(before)).toMatchObject({ deadline: '2026-11-25', disputed: [before[1]] })
    const stopped = [raise({ action: 'stop-work', deadline: null }), reinspect('not-fixed', '2026-12-01'), say('finding.amended', { deadline: null, reason: '?' })]
    expect(one(stopped)).toMatchObject({ state: 'rectifying', deadline: '2026-12-01', disputed: [stopped[2]] })
  })

  it('changes the measure only while nothing has followed from it', () => {
    const stop = () => say('finding.amended', { action: 'stop-work', reason: '比看上去严重' })
    expect(one([raise(), stop()])).toMatchObject({ state: 'open', action: 'stop-work' })
    const late = [raise(), say('finding.rectified', {}), stop()]
    expect(one(late)).toMatchObject({ state: 'rectified', action: 'deadline', disputed: [late[2]] })
    expect(one([raise({ draft: true }), stop()])).toMatchObject({ state: 'draft', action: 'stop-work' })
  })
})

describe('a draft', () => {
  it.each([['fixed-on-site', 'fixed'], ['deadline', 'rectified']] as const)('%s and mended stays a draft until the recheck confirms it, whatever the phone’s clock says', (action, state) => {
    const draft = raise({ draft: true, action })
    const mended = say('finding.rectified', {})
    const confirmed = (id: string) => say('finding.confirmed', { by: 'recheck' }, { id })
    expect(stateOf(draft, mended)).toBe('draft')
    for (const id of [nameOf(1), nameOf(9_000_000)]) expect(one([draft, mended, confirmed(id)])).toMatchObject({ state, disputed: [] })
  })

  it('cleared by a recheck is withdrawn, and what was said in the meantime is no quarrel', () => {
    const cleared = say('finding.withdrawn', { reason: 'recheck-cleared' }, { id: nameOf(1) })
    expect(one([raise({ draft: true }), say('finding.rectified', {}), cleared])).toMatchObject({ state: 'withdrawn', disputed: [] })
  })

  it('is no ground for a sanction, even one that was reported', () => {
    const entries = [raise({ draft: true }), say('finding.escalated', { to: 'town', reason: 'reported' }), command('credit.suggested')]
    expect(one(entries)).toMatchObject({ state: 'draft', disputed: entries.slice(1) })
    expect([...foldCredits(entries).values()]).toMatchObject([{ state: 'suggested', contested: true }])
  })
})

describe('an escalated finding', () => {
  it('can be listed, cost points and be handed over, and tells where', () => {
    const [bulletin, credit, matter] = [71, 51, 81].map(nameOf) as [string, string, string]
    const about = { site, finding, bulletin, credit, case: matter }
    const led = (kind: 'bulletin.listed' | 'credit.suggested' | 'case.transferred') => entry(kind, about, bodyOf(kind))
    const entries = [...ways.escalated(), led('bulletin.listed'), led('credit.suggested'), led('case.transferred'), led('case.transferred')]
    expect(one(entries)).toMatchObject({ state: 'escalated', bulletins: [bulletin], credits: [credit], cases: [matter], disputed: [] })
    expect(foldBulletins(entries).get(bulletin)).toMatchObject({ title: '第 3 期', items: [{ finding, contested: false }] })
    expect(foldTransfers(entries).get(matter)).toMatchObject({ findings: [finding], receipt: null, contested: false })
  })
})

describe('a finding followed up at another visit', () => {
  it('belongs to the visit that raised it, with what was seen later and what was disputed', () => {
    const start = (id: string) => entry('visit.started', { site, visit: id }, { kind: 'routine', informed: true, template: { id: 'small-works', version: '1' } })
    const close = () => say('finding.closed', { reason: 'fixed' })
    const entries = [start(visit), start(later), raise(), reinspect('fixed'), close(), close()]
    const visits = foldVisits(entries)
    expect(visits.get(visit)).toMatchObject({ findings: [{ id: finding, state: 'closed' }], disputed: entries.slice(5) })
    expect(visits.get(later)).toMatchObject({ findings: [], disputed: [] })
  })

  it('raised twice under one name is one finding, the second for a person to look at', () => {
    const [first, second] = [raise(), raise({ text: '另一句' })]
    expect(foldFindings([second, first])).toMatchObject([{ text: '临边无防护', disputed: [second] }])
  })
})

describe('photographs', () => {
  it('of papers are not the finding’s own', () => {
    const photos = bodies.filter((body) => body.kind === 'attachment.added').map((body) => say('attachment.added', body.body, { v: body.v, at: now }))
    expect(one([raise(), ...photos]).photos).toMatchObject([{ role: 'scene', mime: 'image/jpeg' }])
  })
})
