import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkPerson, declaredNoneCheck, unreadableCheck, type Meeting } from '#check/ask.ts'
import { faults, type Answer } from '#domain/check.ts'
import { refusalCodes } from '#domain/contract.ts'
import type { IdNumber } from '#domain/identity.ts'
import { DAY, HOUR } from '#domain/time.ts'
import { useOf } from '#domain/verdict.ts'
import { aSite, aVisit } from '../support/drafts.ts'
import { createPhone } from '../support/phone.ts'
import { readJson } from '../support/read-body.ts'
import { aSession, town } from '../support/session.ts'

const start = Date.parse('2026-11-20T01:00:00Z')
const id = '320581196010010008' as IdNumber
const meeting: Meeting = { visit: '01a1f677-aa81-71ca-a84c-4bf958cb349e', site: '01a1f677-aa80-79da-9707-d938e6898c48', area: town, method: 'camera', shape: 'id-number', seenColour: null }
const green = (answeredAt: number): Answer => ({ kind: 'code', colour: 'green', validUntil: '2027-11-20', nameMasked: '张**', answeredAt })

/** A phone whose server answers every question with `reply`. The time is `clock.now`. */
async function aPhone(reply: () => Response | Promise<Response>, clock = { now: start }) {
  const asked: { visit: string; idNumber: string; carried: { entry: { kind: string } }[] }[] = []
  const phone = await createPhone({
    now: () => clock.now,
    fetch: async (_, init) => {
      asked.push(readJson(init ?? {}) as (typeof asked)[number])
      return reply()
    },
  })
  const session = aSession()
  await phone.session.save(session)
  await phone.clock.compared(clock.now, clock.now, clock.now)
  return { phone, session, asked, clock, check: (changes: Partial<Meeting> = {}) => checkPerson(phone, session, { ...meeting, ...changes, id }) }
}

const answering = (answer: Answer, clock = { now: start }) => aPhone(() => Response.json({ answer, simulated: true, serverTime: clock.now }), clock)

describe('asking about a worker', () => {
  it.each([
    ['offline', 'offline', () => Promise.reject(new TypeError('x')), true],
    ['a server that is down', 'server-unreachable', () => Promise.reject(new TypeError('x')), false],
    ['a captive portal', 'server-unreachable', () => new Response('<html>登录</html>'), false],
    ['an ended session', 'signed-out', () => Response.json({ code: 'signed-out' }, { status: 401 }), false],
    ['a used-up quota', 'quota', () => Response.json({ code: 'quota' }, { status: 429 }), false],
    ['a server in trouble', 'server-unreachable', () => Response.json({ code: 'internal', incident: 'a' }, { status: 500 }), false],
    ['a visit that has not reached the server', 'server-unreachable', () => Response.json({ code: 'no-visit' }, { status: 403 }), false],
  ] as const)('takes %s for no word about the worker', async (_, reason, reply, offline) => {
    const { phone, check } = await aPhone(reply)
    if (offline) phone.setOnline(false)
    const { verdict, answer, draft } = await check()
    expect(verdict).toMatchObject({ code: 'unverified', reason, basis: 'none' })
    expect(answer).toBeNull()
    expect(draft).toMatchObject({ kind: 'check.made', body: { verdict, answer: null, simulated: false } })
  })

  it('never makes a finding of trouble of ours, whatever the server or the network says', async () => {
    const refusal = fc.constantFrom(...refusalCodes).map((code) => () => Response.json({ code }, { status: 400 }))
    const fault = fc.constantFrom(...faults).map((of) => () => Response.json({ answer: { kind: 'fault', fault: of, answeredAt: start }, simulated: false, serverTime: start }))
    const noise = fc.json().map((text) => () => new Response(text))
    const remembered = fc.option(fc.constantFrom<Answer['kind'] | 'green' | 'red'>('green', 'red'))
    await fc.assert(
      fc.asyncProperty(fc.oneof(refusal, fault, noise), remembered, fc.integer({ min: 0, max: 5 * DAY }), async (reply, colour, age) => {
        const { phone, check } = await aPhone(reply)
        if (colour === 'green') await phone.answers.remember(id, green(start - age), false)
        if (colour === 'red') await phone.answers.remember(id, { kind: 'code', colour: 'red', validUntil: null, nameMasked: '', answeredAt: start - age }, false)
        const { verdict } = await check()
        expect(['finding', 'pass']).not.toContain(useOf(verdict))
        expect(verdict.basis).not.toBe('live')
      }),
      { numRuns: 60 },
    )
  })

  it('judges by the live answer, remembers its colour and keeps the number sealed beside the entry', async () => {
    const { phone, check, clock } = await answering(green(start))
    const { verdict, simulated, draft } = await check()
    expect(verdict).toMatchObject({ code: 'green-live', basis: 'live' })
    expect(simulated).toBe(true)
    expect(draft.personal).toEqual({ idNumber: id, lastFour: '0008', nameMasked: '张**' })
    expect(JSON.stringify(draft.body)).not.toContain(id)
    phone.setOnline(false)
    clock.now += 5 * HOUR
    expect((await check()).verdict).toMatchObject({ code: 'green-remembered', ageMs: 5 * HOUR })
    clock.now += 25 * HOUR
    expect((await check()).verdict).toMatchObject({ code: 'green-stale' })
  })

  it('leaves no name in what can never be erased', async () => {
    const { check } = await answering(green(start))
    const { answer, draft } = await check()
    expect(answer).toMatchObject({ nameMasked: '张**' })
    expect(JSON.stringify(draft.body)).not.toContain('张')
    expect(draft).toMatchObject({ body: { answer: { colour: 'green', nameMasked: '' } }, personal: { nameMasked: '张**' } })
  })

  it('takes an answer that was long under way for a remembered one', async () => {
    const clock = { now: start }
    const { phone, check } = await answering(green(start - HOUR), clock)
    await phone.answers.remember(id, green(start - 2 * HOUR), false)
    const { verdict, answer, simulated } = await check()
    expect(verdict).toMatchObject({ code: 'green-remembered', ageMs: HOUR })
    expect(answer).toEqual(green(start - HOUR))
    expect(simulated).toBe(true)
  })

  it('says of a remembered answer whether it was a demonstration', async () => {
    const { phone, check } = await answering(green(start))
    phone.setOnline(false)
    await phone.answers.remember(id, green(start - HOUR), false)
    expect((await check()).simulated).toBe(false)
    await phone.answers.remember(id, green(start), true)
    expect((await check()).simulated).toBe(true)
  })

  it('does not show an old green when the platform has said since that it has no record', async () => {
    let answer = green(start)
    const { phone, check } = await aPhone(() => Response.json({ answer, simulated: false, serverTime: start }))
    await check()
    answer = { kind: 'no-record', answeredAt: start + 1 }
    expect((await check()).verdict).toMatchObject({ code: 'no-code', reason: 'no-record' })
    phone.setOnline(false)
    expect((await check()).verdict).toMatchObject({ code: 'unverified', reason: 'offline' })
  })

  it('doubts a green code when the inspector saw another colour on the worker\'s phone', async () => {
    const { check } = await answering(green(start))
    expect((await check({ seenColour: 'red' })).verdict).toMatchObject({ code: 'doubtful', reason: 'seen-colour-differs' })
  })

  it('believes no colour while the phone\'s clock is two days wrong', async () => {
    const clock = { now: start }
    const { check } = await aPhone(() => Response.json({ answer: green(start + 2 * DAY), simulated: false, serverTime: start + 2 * DAY }), clock)
    expect((await check()).verdict).toMatchObject({ code: 'doubtful', reason: 'clock-untrusted' })
  })

  it('carries the visit to the server while it has no receipt, with all that the device wrote before it', async () => {
    const { phone, check, asked } = await answering(green(start))
    await phone.ledger.write([aSite('昨天的工地')])
    await phone.ledger.write([aVisit(meeting.site, meeting.visit)])
    await check()
    expect(asked[0]).toMatchObject({ visit: meeting.visit, idNumber: id })
    expect(asked[0]?.carried.map((parcel) => parcel.entry.kind)).toEqual(['site.registered', 'visit.started'])
    await check({ visit: '01a1f677-aa81-71ca-a84c-000000000000' })
    expect(asked[1]?.carried).toEqual([])
  })

  it('still says something when the phone\'s own database is broken', async () => {
    const { phone, session } = await answering(green(start))
    const broken = () => Promise.reject(new Error('the database is gone'))
    const doors = { ...phone, answers: { keyOf: broken, recall: broken, remember: broken }, outbox: { ...phone.outbox, isUnreceipted: broken } }
    expect((await checkPerson(doors, session, { ...meeting, id })).verdict).toMatchObject({ code: 'unverified', reason: 'platform' })
    const reading = { ...doors, outbox: phone.outbox }
    expect((await checkPerson(reading, session, { ...meeting, id })).verdict).toMatchObject({ code: 'green-live' })
  })
})

describe('a worker who was not asked about', () => {
  it('is not blamed for a code that cannot be read', async () => {
    const { phone, session } = await answering(green(start))
    const { verdict, draft } = unreadableCheck(phone, session, { ...meeting, shape: 'wifi' })
    expect(verdict).toMatchObject({ code: 'unverified', reason: 'unreadable' })
    expect(draft).toMatchObject({ body: { subject: 'unreadable', shape: 'wifi' } })
    expect(draft.personal).toBeUndefined()
  })

  it('is noted as without a code on the worker\'s own word, with the number when it is known', async () => {
    const { phone, session } = await answering(green(start))
    expect(declaredNoneCheck(phone, session, { ...meeting, id: null }).draft.personal).toBeUndefined()
    const known = declaredNoneCheck(phone, session, { ...meeting, id })
    expect(known.verdict).toMatchObject({ code: 'no-code', reason: 'declared-none' })
    expect(known.draft.personal).toEqual({ idNumber: id, lastFour: '0008' })
  })
})
