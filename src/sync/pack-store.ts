import { defineStore } from 'pinia'
import { inject, readonly, shallowRef } from 'vue'
import { HOUR, type Instant } from '#domain/time.ts'
import { DOORS, SESSION, type Doors, type SessionRef, type TakenPack } from '#device/doors.ts'
import type { PackOutcome, PackProgress } from './pack.ts'
import { useSyncStore } from './sync-store.ts'
import { isStorageTrouble } from './trouble.ts'

export type PackStep = { kind: 'resting' } | { kind: 'running'; progress: PackProgress | null } | { kind: 'ended'; outcome: PackOutcome }

/** The pack that the signed-in inspector has on this phone, and the fetching of today's. */
export const usePackStore = defineStore('pack', () => {
  const doors = inject<Doors>(DOORS)!
  const session = inject<SessionRef>(SESSION)!
  /** `undefined` until it has been looked for. */
  const last = shallowRef<TakenPack | null>()
  const step = shallowRef<PackStep>({ kind: 'resting' })
  let running = false

  /** The present as best known, in which a pack's age is told. */
  function now(): Instant {
    return session.value === null ? doors.clock.phoneNow() : doors.clock.read(session.value.policy).now
  }

  /** Looks for the last pack, and lets go of what has grown too old to say anything. While the phone's storage fails, what was read last stays. */
  async function refresh(): Promise<void> {
    const signedIn = session.value
    try {
      last.value = signedIn === null ? null : await doors.pack.last(signedIn.account.id)
      if (signedIn !== null) await doors.pack.dropOld(now() - signedIn.policy.staleHours * HOUR)
    } catch (cause) {
      if (!isStorageTrouble(cause)) throw cause
    }
  }

  async function fetchToday(): Promise<void> {
    const signedIn = session.value
    if (running || signedIn === null) return
    running = true
    step.value = { kind: 'running', progress: null }
    try {
      const { fetchPack } = await import('./pack.ts')
      const outcome = await fetchPack(doors, signedIn, (progress) => { step.value = { kind: 'running', progress } }, () => {
        doors.voice.play('changed')
        doors.haptics.buzz('changed')
      })
      step.value = { kind: 'ended', outcome }
      if (outcome.kind === 'broken-off' && outcome.why === 'history-changed') useSyncStore().syncNow()
      await refresh()
    } finally {
      running = false
      // After a bug, which goes on to whoever catches those.
      if (step.value.kind === 'running') step.value = { kind: 'resting' }
    }
  }

  return { last: readonly(last), step: readonly(step), now, refresh, fetchToday }
})
