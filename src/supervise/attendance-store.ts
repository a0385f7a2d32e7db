import { defineStore } from 'pinia'
import { computed, inject, ref, shallowReadonly, shallowRef, watch } from 'vue'
import { DOORS, SESSION, type Doors, type SessionRef } from '#device/doors.ts'
import type { AttendanceList } from '#domain/attendance.ts'
import type { Instant } from '#domain/time.ts'
import { attendanceOf, emptyDraft, enrolledOf, filedAsSent, type Enrolled } from './attendance-draft.ts'
import { failureSentence, troubleSentence } from './refusal-text.ts'

/** Who may be filed for at the draft's site. */
export type Roster = { kind: 'none' } | { kind: 'loading' } | { kind: 'open'; people: readonly Enrolled[] } | { kind: 'failed'; told: string }

/** `filed`: with the server; `earlier` when it had been all along, with what the form held before it was changed. */
export type Sending = { kind: 'filling'; told: string | null } | { kind: 'sending' } | { kind: 'filed'; earlier: boolean }

/** Filings of attendance, and the form of the next one. The form is kept until it is filed; it is in memory only. */
export const useAttendanceStore = defineStore('attendance', () => {
  const { office, random, clock } = inject<Doors>(DOORS)!
  const session = inject<SessionRef>(SESSION)!
  const list = shallowRef<AttendanceList | null>(null)
  const trouble = ref<string | null>(null)
  const draft = ref(emptyDraft(random.uuid()))
  const roster = shallowRef<Roster>({ kind: 'none' })
  const sending = shallowRef<Sending>({ kind: 'filling', told: null })
  /** Counts accounts: a reply for who was signed in before is not shown to who is now. */
  let turn = 0

  watch(
    () => session.value?.account.id,
    () => {
      turn += 1
      list.value = null
      trouble.value = null
      startAnew()
    },
  )
  watch(
    () => draft.value.site,
    () => {
      draft.value.person = null
      void loadRoster()
    },
    { flush: 'sync' },
  )

  /** The present by the server's clock, as best known. */
  function now(): Instant {
    return session.value === null ? clock.phoneNow() : clock.read(session.value.policy).now
  }

  function startAnew(): void {
    draft.value = emptyDraft(random.uuid())
    sending.value = { kind: 'filling', told: null }
  }

  async function refresh(): Promise<void> {
    const asked = turn
    const reply = await (await office()).attendance()
    if (asked !== turn) return
    trouble.value = reply.kind === 'ok' ? null : troubleSentence(reply)
    if (reply.kind === 'ok') list.value = reply.value
  }

  async function loadRoster(): Promise<void> {
    const { site } = draft.value
    if (site === '') {
      roster.value = { kind: 'none' }
      return
    }
    roster.value = { kind: 'loading' }
    const reply = await (await office()).roster(site)
    if (site !== draft.value.site) return
    roster.value = reply.kind === 'ok' ? { kind: 'open', people: enrolledOf(reply.value.people) } : { kind: 'failed', told: failureSentence(reply) }
  }

  /** Sends the form. Whatever fails, it stays as it is, under the same id. */
  async function send(): Promise<void> {
    const { person } = draft.value
    const attendance = attendanceOf(draft.value)
    if (sending.value.kind === 'sending' || attendance === null || person === null) return
    const asked = turn
    sending.value = { kind: 'sending' }
    const reply = await (await office()).fileAttendance(attendance)
    if (asked !== turn) return
    if (reply.kind !== 'ok') {
      sending.value = { kind: 'filling', told: failureSentence(reply) }
      return
    }
    sending.value = { kind: 'filed', earlier: !filedAsSent(reply.value.filing, attendance, person) }
    await refresh()
  }

  return {
    list: shallowReadonly(list), trouble: shallowReadonly(trouble), roster: shallowReadonly(roster), sending: shallowReadonly(sending),
    draft, siteNames: computed(() => new Map(list.value?.sites.map(({ site, siteName }) => [site, siteName]))), now, refresh, loadRoster, send, startAnew,
  }
})
