/** Where the inspector is, for the order of lists: one point, taken on a tap or where that was allowed before. In memory only; nothing of it is written or sent. */
import { inject, shallowRef, computed } from 'vue'
import { defineStore } from 'pinia'
import type { Place } from '#domain/entries/site.ts'
import { MINUTE } from '#domain/time.ts'
import { DOORS, type Doors } from '#device/doors.ts'

/** An inspector on a bicycle is elsewhere after that. */
const FRESH = 3 * MINUTE

export const useHereStore = defineStore('here', () => {
  const doors = inject<Pick<Doors, 'location' | 'clock'>>(DOORS)!
  const place = shallowRef<Place>({ kind: 'none', reason: 'not-asked' })
  const asking = shallowRef(false)
  let takenAt = -Infinity
  const point = computed(() => (place.value.kind === 'point' ? place.value : null))

  /** Takes a point; the phone may ask the inspector first. */
  async function ask(): Promise<void> {
    if (asking.value) return
    asking.value = true
    const found = await doors.location.point()
    // An older point is better than none.
    if (found.kind === 'point' || point.value === null) place.value = found
    if (found.kind === 'point') takenAt = doors.clock.phoneNow()
    asking.value = false
  }

  /** Takes a new point where nobody has to be asked and the last one is not fresh. */
  async function refresh(): Promise<void> {
    if (doors.clock.phoneNow() - takenAt >= FRESH && (await doors.location.allowed())) await ask()
  }
  return { place, point, asking, ask, refresh }
})
