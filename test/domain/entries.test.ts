import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { canonical, type Json } from '#domain/canonical.ts'
import { hashedText, personalSchema } from '#domain/entries/envelope.ts'
import { entryKinds, entrySchema, newestSchemas, type Entry } from '#domain/entries/kinds.ts'
import { newestBody, newestVersions, upgradeEntry } from '#domain/entries/upgrade.ts'
import { foldFindings, foldSites } from '#domain/fold.ts'
import { around, bodies, bodyOf, entry, nameOf } from './any-entry.ts'

const place = { kind: 'point', lat: 31.7, lng: 120.9, accuracyM: 12 }
const sha = 'b'.repeat(64)
const verdict = { code: 'unverified', basis: 'none', reason: 'offline', answeredAt: null, ageMs: null, validUntil: null, policy: '1' }

/** Bodies as version 0.1.0 wrote them. They are in ledgers and stay readable for ever: nothing here may change. */
const written: readonly [kind: string, body: Json][] = [
  ['site.registered', { name: '通江路店面', kind: 'decoration', address: '通江路1号', place, contractor: '周师傅队', creditCode: '91350100M000100Y43', headcount: 6, demo: true }],
  ['visit.started', { kind: 'special', informed: true, template: { id: 'small-works', version: '1' }, place }],
  ['visit.answered', { item: 'C01', value: 'not-applicable' }],
  ['visit.ended', { result: 'no-problem', note: '负责人不在' }],
  ['visit.voided', { reason: '点错了' }],
  ['check.made', { method: 'typed', subject: 'person', shape: null, seenColour: 'green', verdict, answer: null, simulated: false }],
  ['check.rechecked', { before: 'unverified', verdict, answer: { kind: 'no-record', answeredAt: 5 }, changed: true, simulated: false }],
  ['finding.raised', { item: null, severity: 'major', text: '拆承重墙', checks: [nameOf(1)], action: 'deadline', deadline: '2026-11-31', draft: false }],
  ['finding.rectified', { text: '' }],
  ['finding.confirmed', { by: 'recheck' }],
  ['finding.withdrawn', { reason: 'mistake', note: '' }],
  ['attachment.added', { sha256: sha, mime: 'image/jpeg', bytes: 4194304, width: 1, height: 1, role: 'before' }],
]

const raw = (kind: string, body: unknown, version: number): unknown => ({ ...entry('visit.voided', {}, { reason: '-' }), kind, v: version, body })
const reads = (kind: string, body: unknown, version = 1) => v.is(entrySchema, raw(kind, body, version))

describe('an entry', () => {
  it('of every kind is read without losing a word', () => {
    expect(new Set(bodies.map((body) => body.kind))).toEqual(new Set(entryKinds))
    for (const [n, body] of bodies.entries()) {
      const whole = around(body, n, { site: nameOf(1), notice: nameOf(2), bulletin: nameOf(3), credit: nameOf(4), case: nameOf(5) })
      expect(canonical(v.parse(entrySchema, whole)), body.kind).toBe(canonical(whole as Json))
    }
  })

  it.each(written)('%s as version 0.1.0 wrote it is read as it was written, and folded', (kind, body) => {
    const whole = raw(kind, body, 1)
    expect(canonical(v.parse(entrySchema, whole))).toBe(canonical(whole as Json))
    expect(upgradeEntry(whole as Entry)).toMatchObject({ kind, body: body as object })
  })

  it('of a kind or version that is not known yet is refused by the reader and left out by folds', () => {
    expect([reads('visit.photographed', {}), reads('constructor', {}), reads('visit.voided', { reason: '-' }, 2)]).toEqual([false, false, false])
    const newer = [raw('site.demolished', {}, 1), raw('constructor', {}, 1), raw('site.registered', { title: '?' }, 3)] as Entry[]
    expect(newer.map(upgradeEntry)).toEqual([null, null, null])
    expect(foldSites(newer).size).toBe(0)
  })

  it.each([
    ['finding.raised', { ...bodyOf('finding.raised'), deadline: null }],
    ['finding.reinspected', { conclusion: 'fixed', opinion: '', deadline: '2026-12-01' }],
    ['finding.reinspected', { conclusion: 'not-fixed', opinion: '', deadline: '2026-02-30' }],
    ['notice.issued', { ...bodyOf('notice.issued'), temporaryNumber: null }],
    ['credit.suggested', { party: { kind: 'individual', role: 'owner' }, items: [] }],
    ['bulletin.listed', { ...bodyOf('bulletin.listed'), text: '长'.repeat(1001) }],
  ])('%s that contradicts itself or has no bounds is refused', (kind, body) => {
    expect(reads(kind, body)).toBe(false)
  })

  it('names nobody in its body: who is held responsible is in the part that can be erased', () => {
    const named = { kind: 'individual', role: 'owner', name: '周师傅' }
    expect(v.parse(entrySchema, raw('bulletin.listed', { ...bodyOf('bulletin.listed'), party: named }, 1)).body).not.toHaveProperty('party.name')
    const personal = { salt: 'c'.repeat(16), partyName: '周师傅', strokes: '0,0 10,12;30,4', officers: [{ name: '李', certificate: '苏E-1' }] }
    expect(v.parse(personalSchema, personal)).toEqual(personal)
    expect(v.is(personalSchema, { ...personal, strokes: '<svg>' })).toBe(false)
  })
})

describe('the body of an older version', () => {
  it('is folded as the newest would have said it, while the entry and its hashed text stay as they were', () => {
    const site = nameOf(1)
    const old = entry('site.registered', { site }, { name: '通江路店面', kind: 'decoration', address: '通江路1号', place: { kind: 'none', reason: 'denied' } })
    const text = hashedText(old)
    expect(upgradeEntry(old)).toMatchObject({ v: 2, hash: old.hash, body: { name: '通江路店面', filing: 'unknown' } })
    expect(foldSites([old]).get(site)).toMatchObject({ name: '通江路店面', filing: 'unknown', owner: null })
    expect([old.v, hashedText(old)]).toEqual([1, text])
  })

  it('keeps what the newest version alone can say', () => {
    const finding = nameOf(2)
    const party = { kind: 'enterprise', name: '演示公司', creditCode: null, role: 'owner' } as const
    const body = { item: null, severity: 'general', text: '材料堆放', checks: [], action: 'report', deadline: null, draft: false } as const
    const [first, second] = foldFindings([
      entry('finding.raised', {}, { ...body, checks: [] }),
      entry('finding.raised', { finding }, { ...body, checks: [], location: '北门', basis: null, party, duplicateOf: null }, { v: 2 }),
    ])
    expect(first).toMatchObject({ location: null, party: null, state: 'open' })
    expect(second).toMatchObject({ id: finding, location: '北门', party })
  })

  it('climbs every step from where it began', () => {
    const steps = { 1: (b: { a: number }) => ({ b: b.a + 1 }), 2: (b: { b: number }) => ({ c: b.b * 10 }) }
    expect(newestBody(steps, 3, 1, { a: 1 })).toEqual({ v: 3, body: { c: 20 } })
    expect(newestBody(steps, 3, 2, { b: 5 })).toEqual({ v: 3, body: { c: 50 } })
    expect(newestBody(steps, 3, 3, { c: 7 })).toEqual({ v: 3, body: { c: 7 } })
    expect([newestBody(steps, 3, 4, {}), newestBody(steps, 3, 0, {})]).toEqual([null, null])
  })

  it('climbs to the newest version that has a schema, for every kind', () => {
    expect(newestSchemas).toEqual(newestVersions)
  })
})
