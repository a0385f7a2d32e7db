import { defineStore } from 'pinia'
import { inject, readonly, shallowRef } from 'vue'
import { DOORS, SESSION, type Doors, type NetworkDoor, type SessionRef, type Written } from '#device/doors.ts'
import type { InputMethod } from '#domain/check.ts'
import type { Draft } from '#domain/entries/kinds.ts'
import { foldChecks, type Check } from '#domain/fold.ts'
import { lastFour, type IdNumber } from '#domain/identity.ts'
import type { PayloadShape } from '#domain/payload.ts'
import type { Standing } from '#domain/roster.ts'
import type { Verdict } from '#domain/verdict.ts'
import { checkPerson, declaredNoneCheck, unreadableCheck, type CheckResult } from './ask.ts'
import { findStanding } from './roster-standing.ts'
import { lookOf } from './verdict-look.ts'

/** Which visit the checks belong to. */
export interface Place {
  visit: string
  site: string
  area: string
}

/** A person to be checked, as the scan station hands them over. */
export interface Person {
  id: IdNumber
  method: InputMethod
  shape: PayloadShape | null
}

/** A verdict and what may be shown beside it. */
export interface Judged {
  verdict: Verdict
  /** Whose number was read; never shown. */
  id: IdNumber | null
  nameMasked: string
  lastFour: string
  simulated: boolean
}

export type KeepTrouble = Extract<Written, { kind: 'not-written' }>['why']

export type Step =
  | { kind: 'ready' }
  /** This person was checked in this visit before; `former` says with what result. */
  | { kind: 'met-before'; former: Check; person: Person }
  | { kind: 'asking'; lastFour: string; cancel: () => void }
  | { kind: 'writing' }
  /** `check` is the id of the check that was written; `null` while it is being written, which nobody has to wait for to see the colour. */
  | { kind: 'judged'; judged: Judged; check: string | null }
  | { kind: 'not-kept'; judged: Judged; draft: Draft; why: KeepTrouble }

const noCode = { method: 'camera', shape: null, seenColour: null } as const

/**
 * The check in hand: one step at a time. Nothing says "saved" before the ledger has said so. A check that was left (`reset`) is still
 * written down when its answer comes, but is neither heard nor shown: by then the screen may be another worker's.
 */
export const useCheckStore = defineStore('check', () => {
  const doors = inject<Doors>(DOORS)!
  const session = inject<SessionRef>(SESSION)!
  const step = shallowRef<Step>({ kind: 'ready' })
  /** Where the person in hand stands on the site's roster; `null` while it is not known, or where there is none. */
  const standing = shallowRef<Standing | null>(null)

  let turn = 0

  /** Begins the next check; the returned function says whether it is still the one in hand. */
  function begin(first: Step): () => boolean {
    const mine = (turn += 1)
    step.value = first
    standing.value = null
    return () => mine === turn
  }
  const free = () => step.value.kind === 'ready' || step.value.kind === 'met-before'

  /** Checks `person`; one already checked in this visit is only pointed out, unless `again`. */
  async function check(place: Place, person: Person, again = false): Promise<void> {
    const signedIn = session.value
    if (signedIn === null || !free()) return
    let cancel = () => {}
    const cancelled = new Promise<void>((resolve) => (cancel = resolve))
    const inHand = begin({ kind: 'asking', lastFour: lastFour(person.id), cancel })
    const former = again ? null : await findFormer(place.visit, person.id)
    if (former !== null) {
      if (inHand()) step.value = { kind: 'met-before', former, person }
      return
    }
    void findStanding(doors, signedIn, place.site, person.id).then((found) => {
      if (inHand()) standing.value = found
    })
    const impatient = { ...doors, network: untilCancelled(doors.network, cancelled) }
    await keep(await checkPerson(impatient, signedIn, { ...place, ...person, seenColour: null }), inHand)
  }

  /** The worker says that there is no code. */
  async function declareNone(place: Place): Promise<void> {
    const signedIn = session.value
    if (signedIn === null || !free()) return
    const inHand = begin({ kind: 'writing' })
    await keep(declaredNoneCheck(doors, signedIn, { ...place, ...noCode, id: null }), inHand)
  }

  /** A code is there and cannot be read. */
  async function reportUnreadable(place: Place): Promise<void> {
    const signedIn = session.value
    if (signedIn === null || !free()) return
    const inHand = begin({ kind: 'writing' })
    await keep(unreadableCheck(doors, signedIn, { ...place, ...noCode }), inHand)
  }

  async function keep({ verdict, simulated, draft }: CheckResult, inHand: () => boolean): Promise<void> {
    const id = (draft.personal?.idNumber ?? null) as IdNumber | null
    const judged = { verdict, simulated, id, lastFour: draft.personal?.lastFour ?? '', nameMasked: draft.personal?.nameMasked ?? '' }
    if (inHand()) {
      step.value = { kind: 'judged', judged, check: null }
      const { clip } = lookOf(verdict)
      doors.voice.play(clip)
      doors.haptics.buzz(clip)
    }
    await write(judged, draft, inHand)
  }

  async function write(judged: Judged, draft: Draft, inHand: () => boolean): Promise<void> {
    const written = await doors.ledger.write([draft])
    if (!inHand()) return
    step.value = written.kind === 'written'
      ? { kind: 'judged', judged, check: draft.about.check ?? written.ids[0] ?? '' }
      : { kind: 'not-kept', judged, draft, why: written.why }
  }

  async function writeAgain(): Promise<void> {
    if (step.value.kind !== 'not-kept') return
    const { judged, draft } = step.value
    const same = standing.value
    const inHand = begin({ kind: 'writing' })
    standing.value = same
    await write(judged, draft, inHand)
  }

  async function findFormer(visit: string, id: IdNumber): Promise<Check | null> {
    const entries = await doors.ledger.about('visit', visit)
    const mine = entries.filter((e) => e.kind === 'check.made' && e.personal?.idNumber === id).map((e) => e.about.check ?? e.id)
    return foldChecks(entries).filter((made) => mine.includes(made.id)).pop() ?? null
  }

  function reset(): void {
    begin({ kind: 'ready' })
  }

  return { step: readonly(step), standing: readonly(standing), check, declareNone, reportUnreadable, writeAgain, reset }
})

/** Whoever will not wait gets what a question without an answer gives; the recheck asks it again. */
function untilCancelled(network: NetworkDoor, cancelled: Promise<void>): NetworkDoor {
  return {
    ...network,
    ask: (...question) => Promise.race([network.ask(...question), cancelled.then(() => ({ kind: 'unreachable', why: 'timeout' }) as const)]),
  }
}
