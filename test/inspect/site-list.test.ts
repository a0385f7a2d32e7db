import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Entry } from '#domain/entries/kinds.ts'
import { DAY } from '#domain/time.ts'
import { listedKinds, listSites, metresFrom, nearbySites, searchSites, siteOrders, sortSites } from '#inspect/site-list.ts'
import { entry, nameOf, now } from '../domain/any-entry.ts'
import { aSite } from '../support/drafts.ts'
import { createPhone } from '../support/phone.ts'
import { aSession } from '../support/session.ts'

const here = { lat: 31.7062, lng: 120.8571 }
const today = '2026-11-22'

interface Told {
  name?: string
  metres?: number
  filingNo?: string
}

function aListed(n: number, { name = `工地${n}`, metres, filingNo }: Told = {}): Entry {
  const place = metres === undefined ? { kind: 'none' as const, reason: 'denied' as const } : { kind: 'point' as const, lat: here.lat + metres / 111_195, lng: here.lng, accuracyM: 10 }
  return entry('site.registered', { site: nameOf(n) }, { name, kind: 'decoration', address: `通江路${n}号`, place, filing: 'filed', ...(filingNo === undefined ? {} : { filingNo }) }, { v: 2 } as Partial<Entry>)
}
const visit = (site: number, n: number, at: number) =>
  entry('visit.started', { site: nameOf(site), visit: nameOf(n) }, { kind: 'routine', informed: true, template: { id: 't', version: '1' } }, { at })
const finding = (site: number, n: number, deadline: string | null) =>
  entry('finding.raised', { site: nameOf(site), visit: nameOf(90), finding: nameOf(n) }, {
    item: null, severity: 'general', text: '未戴安全帽', checks: [], action: deadline === null ? 'stop-work' : 'deadline', deadline, draft: false,
  })
const names = (list: readonly { site: { name: string } }[]) => list.map(({ site }) => site.name)

describe('the list of sites', () => {
  it('tells the newest visit by anybody, and not one that was voided', () => {
    const entries = [
      aListed(1), visit(1, 20, now - 3 * DAY), visit(1, 21, now - DAY), visit(1, 22, now),
      entry('visit.voided', { site: nameOf(1), visit: nameOf(22) }, { reason: '点错了' }),
    ]
    expect(listSites(entries, today)).toMatchObject([{ visitedAt: now - DAY, open: 0, overdue: 0 }])
    expect(listSites([aListed(1)], today)).toMatchObject([{ visitedAt: null }])
  })

  it('counts findings that still have to be dealt with, and those whose time is over', () => {
    const entries = [
      aListed(1), aListed(2), finding(1, 30, null), finding(1, 31, '2026-11-21'), finding(1, 32, '2026-11-22'), finding(2, 33, '2026-11-21'),
      entry('finding.rectified', { site: nameOf(2), finding: nameOf(33) }, {}),
      entry('finding.reinspected', { site: nameOf(2), visit: nameOf(91), finding: nameOf(33) }, { conclusion: 'fixed', opinion: '', deadline: null }),
    ]
    expect(listSites(entries, today)).toMatchObject([{ open: 3, overdue: 1 }, { open: 0, overdue: 0 }])
  })

  it('knows what was changed since the registration', () => {
    const entries = [aListed(1, { name: '旧名' }), entry('site.amended', { site: nameOf(1) }, { name: '新名', address: '通港路 8 号' })]
    const list = listSites(entries, today)
    expect(names(searchSites(list, '通港路 新名'))).toEqual(['新名'])
    expect(searchSites(list, '旧名')).toEqual([])
  })

  it('is searched by name, address and number, in any width and case', () => {
    const list = listSites([aListed(1, { name: '梅李老街店铺装修' }), aListed(2, { name: 'ABC 厂房', filingNo: 'ML-2026-018' })], today)
    for (const [words, found] of [
      ['老街', ['梅李老街店铺装修']], ['通江路2号', ['ABC 厂房']], ['ml-2026', ['ABC 厂房']], ['ａｂｃ', ['ABC 厂房']], ['老街 厂房', []], ['  ', ['梅李老街店铺装修', 'ABC 厂房']],
    ] as const) expect(names(searchSites(list, words)), words).toEqual(found)
  })

  it('puts the nearest first, sites without a point last, and closed ones behind all', () => {
    const entries = [
      aListed(1, { metres: 900 }), aListed(2), aListed(3, { metres: 50 }), aListed(4, { metres: 10 }),
      entry('site.closed', { site: nameOf(4) }, { reason: 'finished', duplicateOf: null }),
    ]
    expect(names(sortSites(listSites(entries, today), 'near', here))).toEqual(['工地3', '工地1', '工地2', '工地4'])
    expect(names(nearbySites(listSites(entries, today), here, 500, 5))).toEqual(['工地3'])
  })

  it('puts overdue findings first, then open ones, then the longest without a visit', () => {
    const entries = [aListed(1), aListed(2), aListed(3), aListed(4), visit(1, 20, now), visit(2, 21, now - DAY), finding(3, 30, null), finding(4, 31, '2026-11-01')]
    expect(names(sortSites(listSites(entries, today), 'urgent', null))).toEqual(['工地4', '工地3', '工地2', '工地1'])
  })

  it('has every site once in every order', () => {
    const some = fc.uniqueArray(fc.record({ n: fc.integer({ min: 1, max: 60 }), metres: fc.option(fc.integer({ min: 0, max: 20_000 }), { nil: undefined }) }), { selector: ({ n }) => n, maxLength: 20 })
    fc.assert(
      fc.property(some, fc.constantFrom(...siteOrders), fc.boolean(), (told, order, located) => {
        const list = listSites(told.map(({ n, metres }) => aListed(n, metres === undefined ? {} : { metres })), today)
        const sorted = sortSites(list, order, located ? here : null)
        expect(new Set(sorted)).toEqual(new Set(list))
        const distances = sorted.map((listed) => metresFrom(here, listed) ?? Infinity)
        if (order === 'near' && located) expect(distances).toEqual([...distances].sort((a, b) => a - b))
      }),
    )
  })

  it('is read from the phone without opening what names a person', async () => {
    const phone = await createPhone()
    await phone.session.save(aSession())
    await phone.ledger.write([aSite()])
    const entries = await phone.ledger.ofArea(listedKinds)
    expect(listSites(entries, today)).toMatchObject([{ site: { name: '梅李镇通江路店面装修', contactName: null, contactPhone: null } }])
    expect(JSON.stringify(entries)).not.toMatch(/周师傅|13800000000/)
  })
})
