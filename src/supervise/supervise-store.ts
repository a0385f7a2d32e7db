import { defineStore } from 'pinia'
import { inject, ref, shallowReadonly, shallowRef, watch } from 'vue'
import { DOORS, SESSION, type Doors, type Reply, type SessionRef } from '#device/doors.ts'
import type { TwoSites, VisitRow } from '#domain/office-contract.ts'
import { foldSites, foldVisits, type Site, type Visit } from '#domain/fold.ts'
import type { Instant } from '#domain/time.ts'
import { troubleSentence } from './refusal-text.ts'

/** What came in, newest first; `fresh` are the visits that were not there at the refresh before. */
export interface VisitList {
  rows: readonly VisitRow[]
  next: string | null
  fresh: ReadonlySet<string>
  at: Instant
}

export interface Detail {
  visit: Visit
  site: Site | null
  inspector: string
  /** Photographs whose bytes are on the server. */
  photosHere: ReadonlySet<string>
  /** By the id of the check that each is about. */
  twoSites: ReadonlyMap<string, TwoSites>
  at: Instant
}

/** What supervisors look at. A failed refresh leaves what was there and says so in `trouble`. */
export const useSuperviseStore = defineStore('supervise', () => {
  const { office, clock } = inject<Doors>(DOORS)!
  const session = inject<SessionRef>(SESSION)!
  const list = shallowRef<VisitList | null>(null)
  const detail = shallowRef<Detail | null>(null)
  const trouble = ref<string | null>(null)

  // What one area's supervisor saw is not for who signs in next.
  watch(
    () => session.value?.account.id,
    () => {
      list.value = null
      detail.value = null
      trouble.value = null
    },
  )

  function valueOf<T>(reply: Reply<T>): T | null {
    trouble.value = reply.kind === 'ok' ? null : troubleSentence(reply)
    return reply.kind === 'ok' ? reply.value : null
  }

  /** Refreshes the first page; pages fetched by `older` stay below it. */
  async function refreshList(): Promise<void> {
    const page = valueOf(await (await office()).visits(null))
    if (page === null) return
    const before = list.value
    const known = new Set(before?.rows.map((row) => row.id))
    const arrived = page.visits.filter((row) => before !== null && !known.has(row.id)).map((row) => row.id)
    const lowest = page.visits[page.visits.length - 1]?.id ?? ''
    const below = page.next === null ? [] : (before?.rows.filter((row) => row.id < lowest) ?? [])
    list.value = {
      rows: [...page.visits, ...below],
      next: below.length > 0 ? before!.next : page.next,
      fresh: arrived.length > 0 ? new Set(arrived) : (before?.fresh ?? new Set()),
      at: clock.phoneNow(),
    }
  }

  async function older(): Promise<void> {
    const shown = list.value
    if (shown === null || shown.next === null) return
    const page = valueOf(await (await office()).visits(shown.next))
    const latest = list.value ?? shown
    if (page === null || latest.next !== shown.next) return
    list.value = { ...latest, rows: [...latest.rows, ...page.visits], next: page.next }
  }

  async function refreshDetail(id: string): Promise<void> {
    if (detail.value !== null && detail.value.visit.id !== id) detail.value = null
    const value = valueOf(await (await office()).visit(id))
    if (value === null) return
    const visit = foldVisits(value.entries.map(({ entry, personal }) => ({ ...entry, personal }))).get(id)
    if (visit === undefined) return
    const site = value.site === null ? undefined : foldSites([value.site, ...value.entries].map(({ entry, personal }) => ({ ...entry, personal }))).get(visit.site)
    detail.value = { visit, site: site ?? null, inspector: value.inspector, photosHere: new Set(value.photos), twoSites: new Map(value.twoSites?.map((hint) => [hint.check, hint])), at: clock.phoneNow() }
  }

  return {
    list: shallowReadonly(list), detail: shallowReadonly(detail), trouble: shallowReadonly(trouble), refreshList, older, refreshDetail,
  }
})
