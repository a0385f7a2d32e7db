import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { answerSchema, colours, doubts, faults, type Answer } from '#domain/check.ts'
import { DAY, HOUR, addDays, shanghaiDay, startOfDay } from '#domain/time.ts'
import { classOf, judge, needsRecheck, useOf, verdictSchema, type KnownAnswer, type Subject } from '#domain/verdict.ts'
import { defaultPolicy as policy } from '#domain/verdict-policy.ts'

// 2026-11-22 09:30 in Asia/Shanghai, a moment when UTC and Shanghai agree on the day.
const now = Date.parse('2026-11-22T01:30:00Z')
const clock = { now, trusted: true }
const wang: Subject = { kind: 'person', key: 'wang' }

const green = (validUntil: string, answeredAt = now): Answer => ({ kind: 'code', colour: 'green', validUntil, nameMasked: '王*', answeredAt })
const other = (colour: 'yellow' | 'red', answeredAt = now): Answer => ({ kind: 'code', colour, validUntil: null, nameMasked: '王*', answeredAt })
const live = (answer: Answer, key = 'wang'): KnownAnswer => ({ basis: 'live', key, answer })
const remembered = (answer: Answer, key = 'wang'): KnownAnswer => ({ basis: 'remembered', key, answer })
const at = (hoursAgo: number) => now - hoursAgo * HOUR
const fault = (f: (typeof faults)[number], answeredAt = now): Answer => ({ kind: 'fault', fault: f, answeredAt })

describe('the verdict ladder', () => {
  const ladder: [string, KnownAnswer[], string, string, string][] = [
    ['a live green valid for a year passes', [live(green('2027-11-22'))], 'green-live', 'valid', 'pass'],
    ['a live green that ends today still passes, and the worker is told', [live(green('2026-11-22'))], 'green-expiring', 'expires-soon', 'pass'],
    ['a live green that ends in seven days: the worker is told', [live(green('2026-11-29'))], 'green-expiring', 'expires-soon', 'pass'],
    ['a live green that ends in eight days is plainly green', [live(green('2026-11-30'))], 'green-live', 'valid', 'pass'],
    ['a live green that ended yesterday is expired', [live(green('2026-11-21'))], 'expired', 'past-valid-date', 'finding'],
    ['a green remembered three hours lets the worker go on', [remembered(green('2027-01-01', at(3)))], 'green-remembered', 'remembered', 'may-work'],
    ['a green remembered 24 hours still does', [remembered(green('2027-01-01', at(24)))], 'green-remembered', 'remembered', 'may-work'],
    ['a green remembered longer is only for reference', [remembered(green('2027-01-01', at(24.1)))], 'green-stale', 'remembered-stale', 'no-basis'],
    ['a green remembered over 72 hours says nothing', [remembered(green('2027-01-01', at(72.1)))], 'unverified', 'answer-too-old', 'recheck'],
    ['a remembered green past its date is a draft only', [remembered(green('2026-11-21', at(30)))], 'expired', 'past-valid-date', 'draft-finding'],
    ['a live yellow is a finding', [live(other('yellow'))], 'yellow', 'yellow-code', 'finding'],
    ['a live red is a finding', [live(other('red'))], 'red', 'red-code', 'finding'],
    ['a remembered yellow is a draft only', [remembered(other('yellow', at(2)))], 'yellow-remembered', 'yellow-code', 'draft-finding'],
    ['a remembered red is a draft only', [remembered(other('red', at(200)))], 'red-remembered', 'red-code', 'draft-finding'],
    ['a recognised "no record" is no code', [live({ kind: 'no-record', answeredAt: now })], 'no-code', 'no-record', 'finding'],
    ['a remembered "no record" says nothing', [remembered({ kind: 'no-record', answeredAt: at(1) })], 'unverified', 'offline', 'recheck'],
    ['offline without an answer cannot tell', [], 'unverified', 'offline', 'recheck'],
    ['an answer for another person is doubtful', [live(green('2027-01-01'), 'li')], 'doubtful', 'id-mismatch', 'recheck'],
    ['a live answer beats a remembered one', [remembered(green('2027-01-01', at(1))), live(other('red'))], 'red', 'red-code', 'finding'],
    ['a fault falls back on what is remembered', [remembered(green('2027-01-01', at(1))), live(fault('timeout'))], 'green-remembered', 'remembered', 'may-work'],
    ['a live question that slept nine hours in a pocket is no live answer', [live(green('2027-01-01', at(9)))], 'green-remembered', 'remembered', 'may-work'],
    ['an answer from the future is doubtful', [remembered(green('2027-01-01', now + HOUR))], 'doubtful', 'clock-untrusted', 'recheck'],
  ]
  it.each(ladder)('%s', (_title, known, code, reason, use) => {
    const verdict = judge(wang, known, clock, policy)
    expect({ code: verdict.code, reason: verdict.reason, use: useOf(verdict) }).toEqual({ code, reason, use })
  })

  it.each(faults)('the fault %s is never held against the worker', (f) => {
    const verdict = judge(wang, [live(fault(f))], clock, policy)
    expect([verdict.code, verdict.reason]).toEqual(['unverified', f])
  })

  it.each(doubts)('the doubt %s is looked at again, not held against the worker', (doubt) => {
    const verdict = judge(wang, [live({ kind: 'doubt', doubt, answeredAt: now })], clock, policy)
    expect([verdict.code, verdict.reason, useOf(verdict)]).toEqual(['doubtful', doubt, 'recheck'])
  })

  it('a worker who declares to have no code is a finding without any question', () => {
    const verdict = judge({ kind: 'declared-none' }, [], { now, trusted: false }, policy)
    expect([verdict.code, verdict.basis, useOf(verdict), needsRecheck(verdict)]).toEqual(['no-code', 'none', 'finding', false])
  })

  it('an unreadable code is not "no code"', () => {
    expect(judge({ kind: 'unreadable' }, [], clock, policy).code).toBe('unverified')
  })

  it('a green code on the phone that is red on the platform is doubtful', () => {
    expect(judge(wang, [live(other('red'))], clock, policy, 'green').reason).toBe('seen-colour-differs')
    expect(judge(wang, [live(other('red'))], clock, policy, 'red').code).toBe('red')
    expect(judge(wang, [live(other('red'))], clock, policy, 'not-shown').code).toBe('red')
  })

  it('a clock that cannot be trusted makes every answer doubtful', () => {
    for (const known of [live(green('2027-01-01')), remembered(green('2027-01-01', at(1))), live(other('red'))]) {
      expect(judge(wang, [known], { now, trusted: false }, policy).reason).toBe('clock-untrusted')
    }
  })

  it('the day ends at midnight in Shanghai, not in Greenwich', () => {
    const lastMinute = startOfDay('2026-11-23') - 60_000
    const known = [live(green('2026-11-22', lastMinute))]
    expect(judge(wang, known, { now: lastMinute, trusted: true }, policy).code).toBe('green-expiring')
    expect(judge(wang, known, { now: lastMinute + 120_000, trusted: true }, policy).code).toBe('expired')
  })
})

const key = fc.constantFrom('wang', 'li', 'zhao')
const moment = fc.integer({ min: now - 10 * DAY, max: now + 10 * DAY })
const date = fc.integer({ min: -400, max: 400 }).map((n) => addDays('2026-11-22', n))
const anyAnswer: fc.Arbitrary<Answer> = fc.oneof(
  fc.record({ kind: fc.constant('code' as const), colour: fc.constant('green' as const), validUntil: date, nameMasked: fc.string(), answeredAt: moment }),
  fc.record({ kind: fc.constant('code' as const), colour: fc.constantFrom(...colours.slice(1)) as fc.Arbitrary<'yellow' | 'red'>, validUntil: fc.constant(null), nameMasked: fc.string(), answeredAt: moment }),
  fc.record({ kind: fc.constant('no-record' as const), answeredAt: moment }),
  fc.record({ kind: fc.constant('doubt' as const), doubt: fc.constantFrom(...doubts), answeredAt: moment }),
  fc.record({ kind: fc.constant('fault' as const), fault: fc.constantFrom(...faults), answeredAt: moment }),
)
const anyKnown: fc.Arbitrary<KnownAnswer> = fc.record({ basis: fc.constantFrom('live' as const, 'remembered' as const), key, answer: anyAnswer })
const anySubject: fc.Arbitrary<Subject> = fc.oneof(key.map((k) => ({ kind: 'person' as const, key: k })), fc.constant({ kind: 'unreadable' as const }), fc.constant({ kind: 'declared-none' as const }))
const anyClock = fc.record({ now: moment, trusted: fc.boolean() })
const anySeen = fc.constantFrom(null, 'green' as const, 'yellow' as const, 'red' as const, 'not-shown' as const)
const anyCase = [anySubject, fc.array(anyKnown, { maxLength: 5 }), anyClock, anySeen] as const

describe('promise 1: never green wrongly', () => {
  it('whatever is known, green rests on a green answer for this very person, valid today, fresh, on a trusted clock', () => {
    fc.assert(
      fc.property(...anyCase, (subject, known, time, seen) => {
        const verdict = judge(subject, known, time, policy, seen)
        if (classOf(verdict.code) !== 'green') return
        expect(subject.kind).toBe('person')
        expect(time.trusted).toBe(true)
        const ground = known.find(
          (k) =>
            subject.kind === 'person' && k.key === subject.key && (k.basis === 'live' || verdict.basis === 'remembered') && k.answer.kind === 'code' &&
            k.answer.colour === 'green' && k.answer.answeredAt === verdict.answeredAt && k.answer.validUntil === verdict.validUntil,
        )
        expect(ground).toBeDefined()
        expect(verdict.validUntil! >= shanghaiDay(time.now)).toBe(true)
        const limit = verdict.code === 'green-remembered' ? policy.rememberedHours : policy.staleHours
        if (verdict.basis === 'remembered') expect(time.now - verdict.answeredAt!).toBeLessThanOrEqual(limit * HOUR)
        if (verdict.basis === 'live') expect(time.now - verdict.answeredAt!).toBeLessThanOrEqual(policy.clockToleranceMinutes * 60_000)
        if (verdict.basis === 'live') expect(seen === null || seen === 'green' || seen === 'not-shown').toBe(true)
      }),
      { numRuns: 5000 },
    )
  })

  it('an answer of another colour never comes out greener', () => {
    fc.assert(
      fc.property(...anyCase, (subject, known, time, seen) => {
        const without = known.filter((k) => !(k.answer.kind === 'code' && k.answer.colour === 'green'))
        expect(classOf(judge(subject, without, time, policy, seen).code)).not.toBe('green')
      }),
      { numRuns: 2000 },
    )
  })
})

describe('promise 2: never blame wrongly', () => {
  it('a finding needs a live answer of the platform for this very person, or the worker’s own word', () => {
    fc.assert(
      fc.property(...anyCase, (subject, known, time, seen) => {
        const verdict = judge(subject, known, time, policy, seen)
        if (useOf(verdict) !== 'finding') return
        if (subject.kind === 'declared-none') return
        expect(verdict.basis).toBe('live')
        expect(time.trusted).toBe(true)
        const ground = known.filter((k) => k.basis === 'live' && subject.kind === 'person' && k.key === subject.key && k.answer.answeredAt === verdict.answeredAt)
        expect(ground.some((k) => k.answer.kind === 'code' || k.answer.kind === 'no-record')).toBe(true)
      }),
      { numRuns: 5000 },
    )
  })

  it('faults alone, however many, only ever leave the worker unverified', () => {
    const onlyFaults = fc.array(anyKnown.filter((k) => k.answer.kind === 'fault'), { maxLength: 6 })
    fc.assert(fc.property(onlyFaults, anyClock, (known, time) => { expect(judge(wang, known, time, policy).code).toBe('unverified') }))
  })

  it('everything that is not settled by a live answer is asked again', () => {
    fc.assert(
      fc.property(...anyCase, (subject, known, time, seen) => {
        const verdict = judge(subject, known, time, policy, seen)
        const settled = verdict.basis === 'live' && useOf(verdict) !== 'recheck'
        expect(needsRecheck(verdict)).toBe(!settled && verdict.reason !== 'declared-none')
      }),
    )
  })
})

describe('the stored form', () => {
  it('takes every verdict that can be judged', () => {
    fc.assert(fc.property(...anyCase, (subject, known, time, seen) => { expect(v.is(verdictSchema, judge(subject, known, time, policy, seen))).toBe(true) }))
  })

  it('refuses green without an answer, without a date or without a basis', () => {
    const proper = judge(wang, [live(green('2027-01-01'))], clock, policy)
    expect(v.is(verdictSchema, proper)).toBe(true)
    expect(v.is(verdictSchema, { ...proper, basis: 'none' })).toBe(false)
    expect(v.is(verdictSchema, { ...proper, validUntil: null })).toBe(false)
    expect(v.is(verdictSchema, { ...proper, answeredAt: null })).toBe(false)
    expect(v.is(answerSchema, { kind: 'code', colour: 'green', validUntil: null, nameMasked: '', answeredAt: now })).toBe(false)
  })
})
