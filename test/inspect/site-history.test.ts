import { describe, expect, it } from 'vitest'
import type { Entry, Recorded } from '#domain/entries/kinds.ts'
import { siteHistory } from '#inspect/site-history.ts'
import { changeText } from '#inspect/site-text.ts'
import { entry, nameOf } from '../domain/any-entry.ts'

const site = nameOf(11)
const recorded = (made: Entry): Recorded => ({ personal: null, ...made }) as Recorded
const personal = (named: object) => ({ personal: { salt: 'e'.repeat(16), ...named } }) as unknown as Partial<Entry>
const registered = entry('site.registered', { site }, { name: '通江路店面', kind: 'decoration', address: '通江路1号', place: { kind: 'none', reason: 'denied' }, headcount: 6 }, personal({ contactName: '周师傅' }))
const history = (...entries: Entry[]) => siteHistory([registered, ...entries].map(recorded), site, 'wang')

describe('the history of a site', () => {
  it('tells each change with what stood there before and after, the newest first', () => {
    const [first, second] = [entry('site.amended', { site }, { headcount: 9, address: '通江路2号', reason: '门牌错了' }), entry('site.amended', { site }, { headcount: null }, { by: 'li' })]
    const [newest, older, oldest] = history(second, first)
    expect(newest).toMatchObject({ kind: 'amended', who: 'other', changes: [{ field: 'headcount', before: 9, after: null }] })
    expect(older).toMatchObject({ kind: 'amended', who: 'self', reason: '门牌错了', changes: [{ field: 'address', before: '通江路1号', after: '通江路2号' }, { field: 'headcount', before: 6, after: 9 }] })
    expect(oldest).toMatchObject({ kind: 'registered' })
    expect(older?.kind === 'amended' && older.changes.map(changeText)).toEqual([{ before: '通江路1号', after: '通江路2号' }, { before: '6 人', after: '9 人' }])
  })

  it('tells that a person was changed and never who', () => {
    const lines = history(entry('site.amended', { site }, {}, personal({ contactName: '李老四', foremanPhone: '13800000000' })))
    expect(lines[0]).toMatchObject({ changes: [], persons: ['foremanPhone', 'contactName'] })
    expect(JSON.stringify(lines)).not.toMatch(/周师傅|李老四|138/)
  })

  it('tells the point only by whether it is known and how exactly', () => {
    const at = (lat: number) => entry('site.amended', { site }, { place: { kind: 'point', lat, lng: 120.8571, accuracyM: 12.4 } })
    const texts = history(at(31.7062), at(31.7063)).flatMap((line) => (line.kind === 'amended' ? line.changes.map(changeText) : []))
    expect(texts).toEqual([
      { before: '已定位，误差约 12 米', after: '重新定位，已定位，误差约 12 米' }, { before: '未定位（没有权限）', after: '已定位，误差约 12 米' },
    ])
  })

  it('tells a closing once, and that the site was taken up again', () => {
    const closing = () => entry('site.closed', { site }, { reason: 'duplicate', duplicateOf: nameOf(12), note: '同一户' })
    const lines = history(closing(), closing(), entry('site.amended', { site }, { status: 'active' }))
    expect(lines.map(({ kind }) => kind)).toEqual(['amended', 'closed', 'registered'])
    expect(lines).toMatchObject([{ changes: [{ field: 'status', before: 'closed', after: 'active' }] }, { reason: 'duplicate', duplicateOf: nameOf(12), note: '同一户' }, {}])
  })

  it('tells how a finding stood after each word that changed it, whoever said it', () => {
    const [visit, finding] = [nameOf(20), nameOf(30)]
    const about = { site, visit, finding }
    const lines = history(
      entry('finding.raised', about, { item: null, severity: 'general', text: '临边无防护', checks: [], action: 'deadline', deadline: '2026-11-25', draft: true }),
      entry('finding.confirmed', about, { by: 'recheck' }, { by: 'server' }),
      entry('finding.amended', about, { severity: 'major', reason: '更正' }),
      entry('finding.rectified', about, {}),
    )
    expect(lines.map((line) => (line.kind === 'finding' ? [line.state, line.who] : line.kind))).toEqual([['rectified', 'self'], ['rectifying', 'system'], ['draft', 'self'], 'registered'])
  })

  it('is empty where the registration is not here', () => {
    expect(siteHistory([recorded(entry('site.amended', { site }, { headcount: 2 }))], site, 'wang')).toEqual([])
  })
})
