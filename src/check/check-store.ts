import { defineStore } from 'pinia'
import { computed, inject, readonly, ref, shallowRef, watch } from 'vue'
import { DOORS, SESSION, type Doors, type SessionRef, type Written } from '#device/doors.ts'
import type { SeenColour } from '#domain/check.ts'
import type { Session } from '#domain/contract.ts'
import type { Check } from '#domain/fold.ts'
import { oldCode } from '#domain/hints.ts'
import { lastFour, type IdNumber } from '#domain/identity.ts'
import type { Standing } from '#domain/roster.ts'
import { createAnnouncer } from './announce.ts'
import { checkPerson, declaredNoneCheck, unreadableCheck, type CheckResult } from './ask.ts'
import { openBook, type Book } from './book.ts'
import { checkOf, isOvertaken, recordedRows, type CrewRow, type Keeping, type Person, type Place } from './crew.ts'
import { createLanes } from './lanes.ts'
import { LATE, untilCancelled } from './patience.ts'
import type { Pending } from './pending.ts'
import { recordCrew, type Recorded } from './record-crew.ts'
import { findStanding } from './roster-standing.ts'

/** Questions under way at once. */
const SIDE_BY_SIDE = 4

/** What lies over the camera. */
export type Step =
  | { kind: 'ready' }
  /** This person was checked in this visit before; `former` says with what result. */
  | { kind: 'met-before'; former: Check; person: Person }
  | { kind: 'asking'; lastFour: string; cancel: () => void }
  | { kind: 'judged'; row: string; person: IdNumber | null; check: Check; keeping: Keeping; /** See `CrewRow`. */ oldCode: number | null }

/** The newest thing to tell of a crew: a code was read, one was read before, a verdict came in. */
export interface News {
  kind: 'read' | 'again' | 'judged'
  row: string
}

/** Longest time (ms) after which a change of the ledger by others is seen. */
const PAUSE = 1_000

const noCode = { method: 'camera', shape: null, seenColour: null } as const

/**
 * The checks of the visit in hand: made, under way and to be written. A code that was read is written down whatever becomes of the
 * screen: its question goes on when the page is left, and after a kill it is taken up again. Nothing says "saved" before the ledger has
 * said so. A verdict is heard only where its own screen or the crew's list is looked at: else it might be taken for another worker's.
 */
export const useCheckStore = defineStore('check', () => {
  const doors = inject<Doors>(DOORS)!
  const session = inject<SessionRef>(SESSION)!
  const inLane = createLanes(SIDE_BY_SIDE)
  const announcer = createAnnouncer(doors)
  /** `single`: each verdict lies over the camera. `crew`: the camera goes on, and the list grows. */
  const mode = ref<'single' | 'crew'>('single')
  const book = shallowRef<Book | null>(null)
  const visit = computed(() => book.value?.visit.value ?? null)
  const rows = computed(() => book.value?.rows.value ?? [])
  const news = shallowRef<News | null>(null)
  /** The row whose screen lies over the camera. */
  const shown = shallowRef<string | null>(null)
  const metBefore = shallowRef<Extract<Step, { kind: 'met-before' }> | null>(null)
  /** Where the person on the screen stands on the site's roster; `null` while it is not known, or where there is none. */
  const standing = shallowRef<Standing | null>(null)
  const recorded = computed(() => recordedRows(rows.value, visit.value?.findings ?? []))
  /** One for each visit as long as somebody is signed in: what is under way belongs to it. */
  const books = new Map<string, Book>()
  /** Visits of which the server was heard to know: their entries need not be carried along with a question. */
  const served = new Set<string>()
  const cancels = new Map<string, () => void>()
  let attended = false

  const step = computed((): Step => {
    if (metBefore.value !== null) return metBefore.value
    const row = rows.value.find(({ id }) => id === shown.value)
    if (row === undefined) return { kind: 'ready' }
    if (row.state.kind === 'asking') return { kind: 'asking', lastFour: row.lastFour, cancel: () => cancels.get(row.id)?.() }
    return { kind: 'judged', row: row.id, person: row.person, check: row.state.check, keeping: row.state.keeping, oldCode: row.oldCode }
  })
  const free = () => step.value.kind === 'ready' || step.value.kind === 'met-before'

  let soon: ReturnType<typeof setTimeout> | undefined
  // The rows know of their own writes; reading the visit anew after each would cost a slow phone more than the scanning itself.
  doors.ledger.onChange(() => {
    if (!attended) return
    soon ??= setTimeout(() => {
      soon = undefined
      void book.value?.refresh()
    }, PAUSE)
  })

  // What one inspector scanned is not kept in memory for who signs in next; what is under way is written all the same.
  watch(() => session.value?.account.id, () => {
    books.clear()
    book.value = null
    reset()
  })

  /** Takes a visit in hand with all that is known of it, and takes up what a kill has cut off. */
  async function open(id: string): Promise<void> {
    const account = session.value?.account.id ?? ''
    const name = `${account} ${id}`
    const known = books.get(name)
    const opened = known ?? openBook(doors, account, id)
    books.set(name, opened)
    if (opened !== book.value) news.value = null
    book.value = opened
    await opened.refresh()
    if (known === undefined) await takeUp(opened)
  }

  /** The scanner of visit `id` is looked at. */
  function attend(id: string): Promise<void> {
    attended = true
    return open(id)
  }

  /** The scanner is left; what is under way goes on. */
  function leave(): void {
    attended = false
    reset()
  }

  /** What was read before a kill and never written. Silently, for nobody stands there now; long after, nothing is asked live either. */
  async function takeUp(of: Book): Promise<void> {
    const [signedIn, started] = [session.value, of.visit.value]
    if (signedIn === null || started === null) return
    const place = { visit: started.id, site: started.site, area: started.area }
    for (const left of await of.pending.leftBehind()) {
      if (started.checks.some(({ id }) => id === left.id)) void of.pending.remove(left.id)
      else void ask(of, signedIn, place, left, false)
    }
  }

  /** Whether another check may begin in the visit in hand: not while one lies over the camera. */
  function begin(): { of: Book; signedIn: Session } | null {
    const [of, signedIn] = [book.value, session.value]
    return of === null || signedIn === null || !free() ? null : { of, signedIn }
  }

  /** Checks `person`; one whose code was read in this visit before is only pointed out, unless `again`. */
  async function check(place: Place, person: Person, again = false): Promise<void> {
    if (book.value?.id !== place.visit) await attend(place.visit)
    const begun = begin()
    if (begun === null) return
    const mine = rows.value.filter((row) => row.person === person.id)
    const former = again ? undefined : mine.find((row) => !isOvertaken(row, mine))
    if (former !== undefined) return pointOut(begun.of, former, person)
    const one = { id: doors.random.uuid(), person, at: doors.clock.phoneNow() }
    doors.voice.tone('read')
    void begun.of.pending.add(one)
    await ask(begun.of, begun.signedIn, place, one, true)
  }

  function pointOut(of: Book, former: CrewRow, person: Person): void {
    doors.voice.tone('again')
    of.put({ ...former, again: true })
    news.value = { kind: 'again', row: former.id }
    if (mode.value === 'crew') return
    if (former.state.kind === 'judged') metBefore.value = { kind: 'met-before', former: former.state.check, person }
    else show(former.id)
  }

  /** `here`: the worker stands in front of the camera. */
  async function ask(of: Book, signedIn: Session, place: Place, { id, person, at }: Pending, here: boolean): Promise<void> {
    of.put({ id, at, person: person.id, lastFour: lastFour(person.id), again: false, oldCode: oldCode(person.issuedAt, at), state: { kind: 'asking' } })
    if (here) bringUp(id, 'read')
    let cancel = () => {}
    const cancelled = new Promise<void>((resolve) => (cancel = resolve))
    cancels.set(id, cancel)
    if (doors.clock.phoneNow() - at > LATE) cancel()
    const network = untilCancelled(doors.network, inLane, cancelled)
    const outbox = { ...doors.outbox, isUnreceipted: async (of: string) => !served.has(of) && doors.outbox.isUnreceipted(of) }
    const result = await checkPerson({ ...doors, network, outbox }, signedIn, { ...place, ...person, seenColour: null })
    cancels.delete(id)
    if (result.verdict.basis === 'live') served.add(place.visit)
    else served.delete(place.visit)
    await keep(of, { id, at, here }, result)
  }

  /** The worker says that there is no code. */
  async function declareNone(place: Place): Promise<void> {
    if (book.value?.id !== place.visit) await attend(place.visit)
    const begun = begin()
    if (begun !== null) await keepNameless(begun.of, declaredNoneCheck(doors, begun.signedIn, { ...place, ...noCode, id: null }))
  }

  /** A code is there and cannot be read. */
  async function reportUnreadable(place: Place): Promise<void> {
    if (book.value?.id !== place.visit) await attend(place.visit)
    const begun = begin()
    if (begun !== null) await keepNameless(begun.of, unreadableCheck(doors, begun.signedIn, { ...place, ...noCode }))
  }

  async function keepNameless(of: Book, result: CheckResult): Promise<void> {
    const id = doors.random.uuid()
    if (mode.value === 'single') show(id)
    await keep(of, { id, at: doors.clock.phoneNow(), here: true }, result)
  }

  async function keep(of: Book, { id, at, here }: { id: string; at: number; here: boolean }, { verdict, draft }: CheckResult): Promise<void> {
    const named = { ...draft, id }
    const { idNumber, lastFour: last } = draft.personal ?? {}
    const { again = false, oldCode: old = null } = of.find(id) ?? {}
    const check = checkOf(named, id, at)
    of.put({ id, at, person: (idNumber ?? null) as IdNumber | null, lastFour: last ?? '', again, oldCode: old, state: { kind: 'judged', check, keeping: { kind: 'saving' } } })
    if (of === book.value && attended && here) {
      if (shown.value === id) announcer.say(verdict)
      else if (mode.value === 'crew' && shown.value === null) {
        announcer.sayAmong(verdict)
        news.value = { kind: 'judged', row: id }
      }
    }
    await of.write(id, named)
  }

  function bringUp(id: string, kind: News['kind']): void {
    if (mode.value === 'single') show(id)
    else news.value = { kind, row: id }
  }

  /** Lays the row's screen over the camera. */
  function show(id: string): void {
    shown.value = id
    metBefore.value = null
    standing.value = null
    const [signedIn, person] = [session.value, rows.value.find((row) => row.id === id)?.person ?? null]
    if (signedIn === null || person === null || visit.value === null) return
    void findStanding(doors, signedIn, visit.value.site, person).then((found) => {
      if (shown.value === id) standing.value = found
    })
  }

  function reset(): void {
    shown.value = null
    metBefore.value = null
    standing.value = null
  }

  /** Notes what the worker's own phone showed; `null` takes it back. */
  async function noteColour(id: string, colour: SeenColour | null): Promise<Written> {
    const started = visit.value
    if (started === null) return { kind: 'not-written', why: 'database' }
    const { id: of, site, area } = started
    const written = await doors.ledger.write([{ kind: 'check.colour-seen', area, about: { site, visit: of, check: id }, body: { colour } }])
    await book.value?.refresh()
    return written
  }

  let recording: Promise<unknown> = Promise.resolve()
  /** Writes up everybody with whom something is wrong, in one go; a second tap finds them written. */
  function recordAll(): Promise<Recorded> {
    const mine = recording.then(async (): Promise<Recorded> => {
      await book.value?.refresh()
      const outcome: Recorded = visit.value === null ? { kind: 'recorded', findings: [] } : await recordCrew(doors, visit.value, rows.value)
      await book.value?.refresh()
      return outcome
    })
    recording = mine.catch(() => {})
    return mine
  }

  return {
    mode, visit, rows, news: readonly(news), recorded, step, standing: readonly(standing),
    open, attend, leave, check, declareNone, reportUnreadable, writeAgain: (row = shown.value ?? '') => book.value?.writeAgain(row), show, reset, noteColour, recordAll,
  }
})
