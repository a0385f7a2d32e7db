import { createPinia, setActivePinia } from 'pinia'
import { createApp } from 'vue'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { useCheckStore } from '#check/check-store.ts'
import type { Person, Place } from '#check/crew.ts'
import { DOORS, SESSION, type Clip, type LedgerDoor } from '#device/doors.ts'
import type { Answer } from '#domain/check.ts'
import { foldChecks } from '#domain/fold.ts'
import type { IdNumber } from '#domain/identity.ts'
import { aSite, aVisit } from '../support/drafts.ts'
import { createPhone, type Phone } from '../support/phone.ts'
import { aPerson, aRoster, aRosterList } from '../support/rosters.ts'
import { aSession, town } from '../support/session.ts'

const worker: Person = { id: '320581196010010008' as IdNumber, method: 'typed', shape: null }
const another: Person = { id: '320581198312040009' as IdNumber, method: 'typed', shape: null }
const now = Date.parse('2026-11-20T02:00:00Z')
const green: Answer = { kind: 'code', colour: 'green', validUntil: '2027-06-30', nameMasked: '张**', answeredAt: now }

let reply: () => Promise<Response>
let phone: Phone
let place: Place
let played: Clip[]

function answering(answer: Answer): void {
  reply = () => Promise.resolve(Response.json({ answer, simulated: true, serverTime: now }))
}

/** The store as the app makes it, over the phone's real stores; `ledger` in place of its own. */
function openStore(ledger: LedgerDoor = phone.ledger) {
  const app = createApp({})
  const pinia = createPinia()
  app.use(pinia)
  setActivePinia(pinia)
  played = []
  const play = (clip: Clip) => played.push(clip)
  app.provide(DOORS, { ...phone, ledger, voice: { play, tone: () => {} }, haptics: { buzz: () => {} } })
  app.provide(SESSION, { value: aSession() })
  return app.runWithContext(() => useCheckStore())
}

const checksKept = async () => foldChecks(await phone.ledger.about('visit', place.visit))

beforeEach(async () => {
  phone = await createPhone({ now: () => now, fetch: () => reply() })
  await phone.session.save(aSession())
  await phone.clock.compared(now, now, now)
  const written = await phone.ledger.write([aSite()])
  const site = written.kind === 'written' ? written.ids[0]! : ''
  const started = await phone.ledger.write([aVisit(site)])
  place = { visit: started.kind === 'written' ? started.ids[0]! : '', site, area: town }
})

describe('the check in hand', () => {
  it('is heard, written down and only then shown as saved', async () => {
    answering(green)
    const store = openStore()
    await store.check(place, worker)
    expect(played).toEqual(['green'])
    expect(store.step).toMatchObject({ kind: 'judged', check: { nameMasked: '张**', lastFour: '0008', simulated: true, verdict: { code: 'green-live' } } })
    const [kept] = await checksKept()
    expect(store.step).toMatchObject({ row: kept?.id, check: { id: kept?.id }, keeping: { kind: 'kept' } })
  })

  it('points out a worker already checked in this visit, and asks again only when told to', async () => {
    answering(green)
    const store = openStore()
    await store.check(place, worker)
    store.reset()
    await store.check(place, worker)
    expect(store.step).toMatchObject({ kind: 'met-before', former: { verdict: { code: 'green-live' } } })
    expect(await checksKept()).toHaveLength(1)
    await store.check(place, worker, true)
    expect(await checksKept()).toHaveLength(2)
  })

  it('is kept as unverified when the inspector will not wait, without a word against the worker', async () => {
    reply = () => new Promise(() => {})
    const store = openStore()
    const asked = store.check(place, worker)
    await vi.waitFor(() => expect(store.step.kind).toBe('asking'))
    if (store.step.kind === 'asking') store.step.cancel()
    await asked
    expect(store.step).toMatchObject({ kind: 'judged', check: { verdict: { code: 'unverified', reason: 'timeout' } } })
    expect(await checksKept()).toHaveLength(1)
  })

  it('is not called saved when the phone is full, and can be saved again from the same screen', async () => {
    answering(green)
    let full = true
    const store = openStore({ ...phone.ledger, write: async (drafts, photos) => (full ? { kind: 'not-written', why: 'no-space' } : phone.ledger.write(drafts, photos)) })
    await store.check(place, worker)
    expect(store.step).toMatchObject({ kind: 'judged', keeping: { kind: 'not-kept', why: 'no-space' }, check: { verdict: { code: 'green-live' } } })
    full = false
    await Promise.all([store.writeAgain(), store.writeAgain()])
    expect(store.step).toMatchObject({ kind: 'judged', keeping: { kind: 'kept' } })
    expect(await checksKept()).toHaveLength(1)
  })

  it('is one at a time: a second code while the first is asked about is left alone', async () => {
    answering(green)
    const store = openStore()
    await Promise.all([store.check(place, worker), store.check(place, worker), store.declareNone(place), store.reportUnreadable(place)])
    expect(await checksKept()).toHaveLength(1)
  })

  it('is never shown the answer to an earlier question: that one comes late, is written down and says nothing', async () => {
    const red: Answer = { kind: 'code', colour: 'red', validUntil: null, nameMasked: '李**', answeredAt: now }
    let answerLate: (late: Response) => void = () => {}
    reply = () => new Promise((resolve) => (answerLate = resolve))
    const store = openStore()
    const earlier = store.check(place, worker)
    await vi.waitFor(() => expect(answerLate.length).toBe(1))
    store.reset()

    answering(green)
    const other = store.check(place, another)
    await vi.waitFor(() => expect(store.step).toMatchObject({ kind: 'asking', lastFour: '0009' }))
    answerLate(Response.json({ answer: red, simulated: true, serverTime: now }))
    await Promise.all([earlier, other])

    expect(store.step).toMatchObject({ kind: 'judged', check: { lastFour: '0009', nameMasked: '张**', verdict: { code: 'green-live' } } })
    expect(played).toEqual(['green'])
    expect((await checksKept()).map((check) => [check.lastFour, check.verdict.code]).sort()).toEqual([['0008', 'red'], ['0009', 'green-live']])
  })

  it('leaves the scanner free when its answer comes after it was given up', async () => {
    let answerLate: (late: Response) => void = () => {}
    reply = () => new Promise((resolve) => (answerLate = resolve))
    const store = openStore()
    const asked = store.check(place, worker)
    await vi.waitFor(() => expect(answerLate.length).toBe(1))
    store.reset()
    answerLate(Response.json({ answer: green, simulated: true, serverTime: now }))
    await asked
    expect([store.step.kind, played, (await checksKept()).length]).toEqual(['ready', [], 1])
  })

  it('calls a code that cannot be read unverified, and a worker without one "no code" only by the worker\'s own word', async () => {
    const store = openStore()
    await store.reportUnreadable(place)
    expect(store.step).toMatchObject({ kind: 'judged', check: { verdict: { code: 'unverified', reason: 'unreadable' } } })
    store.reset()
    await store.declareNone(place)
    expect(store.step).toMatchObject({ kind: 'judged', check: { verdict: { code: 'no-code', reason: 'declared-none' } } })
    expect(await checksKept()).toHaveLength(2)
  })

  it('says where the worker stands on the site\'s roster, through a second try to save, and never of the next person', async () => {
    const roster = aRoster(place.site, [aPerson(worker.id)])
    await phone.rosters.follow(aRosterList([roster]))
    await phone.rosters.keep(roster)
    answering(green)
    let full = true
    const store = openStore({ ...phone.ledger, write: async (drafts, photos) => (full ? { kind: 'not-written', why: 'no-space' } : phone.ledger.write(drafts, photos)) })
    await store.check(place, worker)
    await vi.waitFor(() => expect(store.standing).toMatchObject({ kind: 'engaged', person: { trade: '木工' } }))
    full = false
    await store.writeAgain()
    expect(store.standing?.kind).toBe('engaged')
    store.reset()
    await store.check(place, worker)
    expect(store.step.kind).toBe('met-before')
    await store.declareNone(place)
    expect([store.step.kind, store.standing]).toEqual(['judged', null])
    store.reset()
    await store.check(place, another)
    await vi.waitFor(() => expect(store.standing).toEqual({ kind: 'absent' }))
  })
})
