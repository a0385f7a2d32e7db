import { createPinia, setActivePinia } from 'pinia'
import { createApp } from 'vue'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { useCheckStore } from '#check/check-store.ts'
import { careOf, standingRows, tally, type Person, type Place } from '#check/crew.ts'
import { DOORS, SESSION, type Clip, type Doors, type LedgerDoor, type Tone } from '#device/doors.ts'
import type { Answer } from '#domain/check.ts'
import { foldVisits } from '#domain/fold.ts'
import type { IdNumber } from '#domain/identity.ts'
import { HOUR, MINUTE } from '#domain/time.ts'
import { aSite, aVisit } from '../support/drafts.ts'
import { createPhone, type Phone } from '../support/phone.ts'
import { readJson } from '../support/read-body.ts'
import { aSession, town } from '../support/session.ts'

const numbers = ['320581196010010008', '320581198312040009', '320581198110220001', '320581198502140000', '320581196102060002', '320581199001010019'] as IdNumber[]
const people: Person[] = numbers.map((id) => ({ id, method: 'camera', shape: 'id-number' }))
const [green, red, yellow, none, late] = people as [Person, Person, Person, Person, Person]
const start = Date.parse('2026-11-20T02:00:00Z')

let now: number
let phone: Phone
let place: Place
let heard: (Clip | Tone)[]
let asked: number
let most: number
let carriedLast: number
/** What the server says of each number; one that is not here never gets an answer. */
let answers: Map<string, () => Promise<Answer>>

function colour(of: 'green' | 'yellow' | 'red'): Answer {
  const told = { kind: 'code', nameMasked: '张**', answeredAt: now } as const
  return of === 'green' ? { ...told, colour: of, validUntil: '2027-06-30' } : { ...told, colour: of, validUntil: null }
}

/** The app over the phone's real stores; a second call is the app started anew. */
function openStore(changes: Partial<Doors> = {}) {
  const app = createApp({})
  const pinia = createPinia()
  app.use(pinia)
  setActivePinia(pinia)
  const voice = { play: (clip: Clip) => heard.push(clip), tone: (tone: Tone) => heard.push(tone) }
  app.provide(DOORS, { ...phone, ...changes, voice, haptics: { buzz: () => {} } })
  app.provide(SESSION, { value: aSession() })
  const store = app.runWithContext(() => useCheckStore())
  store.mode = 'crew'
  return store
}

const visitKept = async () => foldVisits(await phone.ledger.about('visit', place.visit)).get(place.visit)!
const kept = async () => (await visitKept()).checks.map(({ lastFour, verdict }) => [lastFour, verdict.code])
const shown = (store: ReturnType<typeof openStore>) => store.rows.map(({ lastFour, state }) => [lastFour, state.kind === 'asking' ? 'asking' : state.check.verdict.code])

beforeEach(async () => {
  now = start
  heard = []
  asked = most = 0
  let busy = 0
  answers = new Map([
    [green.id, async () => colour('green')], [red.id, async () => colour('red')], [yellow.id, async () => colour('yellow')],
    [none.id, async () => ({ kind: 'no-record', answeredAt: now })],
  ])
  const reach = async (_: unknown, init?: RequestInit) => {
    const { idNumber, carried } = readJson(init!) as { idNumber: string; carried: unknown[] }
    carriedLast = carried.length
    asked += 1
    most = Math.max(most, (busy += 1))
    try {
      const answer = await (answers.get(idNumber) ?? (() => new Promise<Answer>(() => {})))()
      return Response.json({ answer, simulated: true, serverTime: now })
    } finally {
      busy -= 1
    }
  }
  phone = await createPhone({ now: () => now, fetch: reach as typeof fetch })
  await phone.session.save(aSession())
  await phone.clock.compared(now, now, now)
  const written = await phone.ledger.write([aSite()])
  const site = written.kind === 'written' ? written.ids[0]! : ''
  const started = await phone.ledger.write([aVisit(site)])
  place = { visit: started.kind === 'written' ? started.ids[0]! : '', site, area: town }
})

describe('a crew scanned one after the other', () => {
  it('hints at a code that was made long before it was shown, and judges it like any other', async () => {
    const store = openStore()
    await store.check(place, { ...green, issuedAt: now - 30 * MINUTE })
    await store.check(place, { ...red, issuedAt: now - MINUTE })
    await vi.waitFor(() => expect(shown(store)).toEqual([[red.id.slice(-4), 'red'], [green.id.slice(-4), 'green-live']]))
    expect(store.rows.map((row) => row.oldCode)).toEqual([null, 30])
  })

  it('grows a list, the newest first, and each verdict is on disk before its row says so', async () => {
    const store = openStore()
    await store.attend(place.visit)
    for (const person of [green, red, yellow]) await store.check(place, person)
    expect(shown(store)).toEqual([['0001', 'yellow'], ['0009', 'red'], ['0008', 'green-live']])
    expect(store.rows.every((row) => row.state.kind === 'judged' && row.state.keeping.kind === 'kept')).toBe(true)
    expect(await kept()).toEqual([['0008', 'green-live'], ['0009', 'red'], ['0001', 'yellow']])
    expect(store.step.kind).toBe('ready')
  })

  it('is never held up by a slow answer, which fills in later in its own place', async () => {
    let answer: (late: Answer) => void = () => {}
    answers.set(late.id, () => new Promise((resolve) => (answer = resolve)))
    const store = openStore()
    await store.attend(place.visit)
    const slow = store.check(place, late)
    await store.check(place, red)
    expect(shown(store)).toEqual([['0009', 'red'], ['0002', 'asking']])
    expect(tally(store.rows)).toMatchObject({ red: 1, asking: 1 })
    answer(colour('green'))
    await slow
    expect(shown(store)).toEqual([['0009', 'red'], ['0002', 'green-live']])
    expect((await kept()).map(([last]) => last)).toEqual(['0002', '0009'])
  })

  it('asks four questions side by side and no more', async () => {
    const waiting: (() => void)[] = []
    for (const { id } of people) answers.set(id, () => new Promise((resolve) => waiting.push(() => resolve(colour('green')))))
    const store = openStore()
    await store.attend(place.visit)
    const all = people.map((person) => store.check(place, person))
    await vi.waitFor(() => expect(waiting).toHaveLength(4))
    expect(store.rows).toHaveLength(6)
    while (waiting.length > 0) {
      waiting.shift()!()
      await new Promise((soon) => setTimeout(soon, 5))
    }
    await Promise.all(all)
    expect([asked, most]).toEqual([6, 4])
  })

  it('carries the visit along to the server once, and not the whole crew with every question', async () => {
    const store = openStore()
    await store.attend(place.visit)
    await store.check(place, green)
    expect(carriedLast).toBe(2)
    for (const person of [red, yellow]) await store.check(place, person)
    expect(carriedLast).toBe(0)
    expect((await phone.outbox.waiting()).entries).toBe(5)
  })

  it('points out who was scanned before, softly and without asking, also while the answer is under way', async () => {
    const store = openStore()
    await store.attend(place.visit)
    await store.check(place, green)
    await store.check(place, green)
    void store.check(place, late)
    await store.check(place, late)
    expect(store.rows.map((row) => row.again)).toEqual([true, true])
    expect(heard).toEqual(['read', 'green', 'again', 'read', 'again'])
    expect(asked).toBeLessThanOrEqual(2)
    expect(await kept()).toHaveLength(1)
  })

  it('lets the newest speak, unless a graver verdict is still being said', async () => {
    const store = openStore()
    await store.attend(place.visit)
    await store.check(place, green)
    await store.check(place, red)
    await store.check(place, yellow)
    now += 2_000
    await store.check(place, none)
    expect(heard.filter((sound) => sound !== 'read')).toEqual(['green', 'red', 'no-code'])
  })

  it('says nothing of the others while the screen of one of them is looked at', async () => {
    let answer: (late: Answer) => void = () => {}
    answers.set(late.id, () => new Promise((resolve) => (answer = resolve)))
    const store = openStore()
    await store.attend(place.visit)
    await store.check(place, green)
    const slow = store.check(place, late)
    await vi.waitFor(() => expect(asked).toBe(2))
    store.show(store.rows[1]!.id)
    expect(store.step).toMatchObject({ kind: 'judged', check: { lastFour: '0008' } })
    answer(colour('red'))
    await slow
    expect(heard).not.toContain('red')
    expect(await kept()).toHaveLength(2)
  })

  it('works without a network from what the phone remembers, and says of nobody that there is no code', async () => {
    const store = openStore()
    await store.attend(place.visit)
    await phone.answers.remember(red.id, colour('red'), true)
    phone.setOnline(false)
    for (const person of [green, red, none]) await store.check(place, person)
    expect(await kept()).toEqual([['0008', 'unverified'], ['0009', 'red-remembered'], ['0000', 'unverified']])
    expect(asked).toBe(0)
  })
})

describe('whoever was scanned', () => {
  it('is written down when the page is left before the answer came, and not heard any more', async () => {
    let answer: (late: Answer) => void = () => {}
    answers.set(late.id, () => new Promise((resolve) => (answer = resolve)))
    const store = openStore()
    await store.attend(place.visit)
    const slow = store.check(place, late)
    await vi.waitFor(() => expect(asked).toBe(1))
    store.leave()
    answer(colour('red'))
    await slow
    expect(await kept()).toEqual([['0002', 'red']])
    expect(heard).toEqual(['read'])
  })

  it('is asked about again after a kill, when the visit is next looked at, and written once', async () => {
    const before = openStore()
    await before.attend(place.visit)
    void before.check(place, late)
    await before.check(place, green)
    await vi.waitFor(() => expect(asked).toBe(2))
    // The app is gone; the next one finds what was kept.
    answers.set(late.id, async () => colour('yellow'))
    const after = openStore()
    await after.open(place.visit)
    await vi.waitFor(async () => expect(await kept()).toEqual([['0002', 'yellow'], ['0008', 'green-live']]))
    expect(heard).not.toContain('yellow')
    const third = openStore()
    await third.open(place.visit)
    await new Promise((soon) => setTimeout(soon, 20))
    expect([asked, (await kept()).length]).toEqual([3, 2])
  })

  it('is written down as unanswered when the kill is long past: nobody stands there to be asked about live', async () => {
    const before = openStore()
    await before.attend(place.visit)
    void before.check(place, late)
    await vi.waitFor(() => expect(asked).toBe(1))
    answers.set(late.id, async () => colour('red'))
    now += 2 * HOUR
    const after = openStore()
    await after.open(place.visit)
    await vi.waitFor(async () => expect(await kept()).toEqual([['0002', 'unverified']]))
    expect(asked).toBe(1)
  })

  it('is asked about live when the kill was a moment ago', async () => {
    const before = openStore()
    await before.attend(place.visit)
    void before.check(place, late)
    await vi.waitFor(() => expect(asked).toBe(1))
    answers.set(late.id, async () => colour('red'))
    now += 5 * MINUTE
    const after = openStore()
    await after.open(place.visit)
    await vi.waitFor(async () => expect(await kept()).toEqual([['0002', 'red']]))
  })

  it('is written once when two tabs take up the same code after a kill', async () => {
    const before = openStore()
    await before.attend(place.visit)
    void before.check(place, late)
    await vi.waitFor(() => expect(asked).toBe(1))
    answers.set(late.id, async () => colour('yellow'))
    const tabs = [openStore(), openStore()]
    await Promise.all(tabs.map((tab) => tab.open(place.visit)))
    await vi.waitFor(() => {
      for (const tab of tabs) expect(tab.rows).toMatchObject([{ lastFour: '0002', state: { kind: 'judged', keeping: { kind: 'kept' } } }])
    })
    expect(await kept()).toEqual([['0002', 'yellow']])
  })

  it('is not called saved when the phone is full, is saved from the row, and survives a kill until then', async () => {
    let full = true
    const ledger: LedgerDoor = { ...phone.ledger, write: async (drafts, photos) => (full ? { kind: 'not-written', why: 'no-space' } : phone.ledger.write(drafts, photos)) }
    const store = openStore({ ledger })
    await store.attend(place.visit)
    await store.check(place, green)
    await store.check(place, red)
    expect(store.rows.map((row) => careOf(row, store.recorded))).toEqual(['not-kept', 'not-kept'])
    full = false
    await store.writeAgain(store.rows[0]!.id)
    expect(store.rows.map((row) => careOf(row, store.recorded))).toEqual(['finding', 'not-kept'])
    const after = openStore()
    await after.open(place.visit)
    await vi.waitFor(async () => expect(await kept()).toHaveLength(2))
    expect(new Set((await kept()).map(([last]) => last))).toEqual(new Set(['0008', '0009']))
  })
})

describe('the crew in one tap', () => {
  it('becomes one finding for each kind of live verdict, once, and leaves out who could not be asked about', async () => {
    const store = openStore()
    await store.attend(place.visit)
    for (const person of [green, red, yellow, none]) await store.check(place, person)
    phone.setOnline(false)
    await store.check(place, late)
    const [first, second] = await Promise.all([store.recordAll(), store.recordAll()])
    const again = await store.recordAll()
    const findings = (await visitKept()).findings
    expect(findings.map(({ item, checks, state }) => [item, checks.length, state])).toEqual([['C03', 1, 'open'], ['C02', 1, 'rectifying'], ['C01', 1, 'rectifying']])
    expect([first, second, again].map((outcome) => (outcome.kind === 'recorded' ? outcome.findings.length : -1)).sort()).toEqual([0, 0, 3])
    expect(store.rows.map((row) => careOf(row, store.recorded))).toEqual(['unsettled', null, null, null, null])
  })

  it('is not recorded twice under a second look at the same person', async () => {
    const store = openStore()
    await store.attend(place.visit)
    await store.check(place, red)
    await store.recordAll()
    await store.check(place, red, true)
    await store.recordAll()
    expect((await visitKept()).findings).toHaveLength(1)
    expect(standingRows(store.rows)).toHaveLength(1)
  })

  it('counts who was yellow and is green at the second look as green, and records nothing', async () => {
    const store = openStore()
    await store.attend(place.visit)
    await store.check(place, yellow)
    answers.set(yellow.id, async () => colour('green'))
    await store.check(place, yellow, true)
    expect(tally(store.rows)).toMatchObject({ green: 1, yellow: 0 })
    expect(await store.recordAll()).toEqual({ kind: 'recorded', findings: [] })
  })

  it('waits for a second look where the worker’s phone showed another colour', async () => {
    const store = openStore()
    await store.attend(place.visit)
    await store.check(place, red)
    await store.check(place, yellow)
    const row = store.rows.find(({ lastFour }) => lastFour === '0009')!
    expect(await store.noteColour(row.id, 'green')).toMatchObject({ kind: 'written' })
    expect(careOf(store.rows.find(({ id }) => id === row.id)!, store.recorded)).toBe('look-again')
    await store.recordAll()
    expect((await visitKept()).findings.map((finding) => finding.item)).toEqual(['C02'])
    expect((await visitKept()).checks[0]).toMatchObject({ seenColour: 'green', verdict: { code: 'red' } })
    await store.noteColour(row.id, null)
    expect(store.rows.find(({ id }) => id === row.id)).toMatchObject({ state: { check: { seenColour: null } } })
  })

  it('says why when it could not be written, and nothing of it is there', async () => {
    let full = false
    const ledger: LedgerDoor = { ...phone.ledger, write: async (drafts, photos) => (full ? { kind: 'not-written', why: 'no-space' } : phone.ledger.write(drafts, photos)) }
    const store = openStore({ ledger })
    await store.attend(place.visit)
    await store.check(place, red)
    full = true
    expect(await store.recordAll()).toEqual({ kind: 'not-recorded', why: 'no-space' })
    expect((await visitKept()).findings).toEqual([])
  })
})
