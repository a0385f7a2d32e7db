import { defineStore } from 'pinia'
import { computed, inject, readonly, ref, shallowRef } from 'vue'
import type { Instant } from '#domain/time.ts'
import { DOORS, type Doors, type LockState, type Unlocked } from '#device/doors.ts'
import { useSessionStore, type SignInTrouble } from './session-store.ts'

/**
 * Why the screen for a new PIN is shown. `first`: offered after a sign-in. `set`, `change`: wished for in the settings. `renew`: the old
 * one is forgotten, and the store is open only because somebody has signed in.
 */
export type Asking = 'first' | 'set' | 'change' | 'renew'

/** The lock of this phone as the screens see it. The device keeps it; this reflects it. */
export const useLockStore = defineStore('lock', () => {
  const doors = inject<Doors>(DOORS)!
  const session = useSessionStore()
  const state = shallowRef<LockState>({ kind: 'none' })
  /** Until when no PIN is looked at (phone time). */
  const waitUntil = ref<Instant>(0)
  const putOff = ref(true)
  const wished = ref<Exclude<Asking, 'first'> | null>(null)

  const offered = computed(() => session.account?.role === 'inspector' && session.escrow !== null && state.value.kind === 'none' && !putOff.value)
  const asking = computed<Asking | null>(() => wished.value ?? (offered.value ? 'first' : null))
  const locked = computed(() => state.value.kind === 'locked')

  async function restore(): Promise<void> {
    doors.lock.onChange(() => void refresh())
    putOff.value = await doors.lock.isPutOff()
    await refresh()
  }

  async function refresh(): Promise<void> {
    const now = await doors.lock.look()
    waitUntil.value = now.kind === 'locked' ? doors.clock.phoneNow() + now.waitMs : 0
    state.value = now
  }

  async function unlock(pin: string): Promise<Unlocked> {
    const unlocked = await doors.lock.unlock(pin)
    await refresh()
    return unlocked
  }

  /** Signs in on a locked phone and opens the store with what the server gives; the next PIN has to be set at once. */
  async function recover(username: string, password: string): Promise<SignInTrouble | 'unknown-here' | null> {
    const trouble = await session.signIn(username, password)
    if (trouble !== null) return trouble
    const { escrow } = session
    if (escrow === null || !(await doors.lock.recover(escrow.account, escrow.secret))) return 'unknown-here'
    wished.value = 'renew'
    await refresh()
    return null
  }

  /** Whether it is the PIN that holds now, before another one is set. */
  async function isPin(pin: string): Promise<Unlocked> {
    const tried = await doors.lock.isPin(pin)
    // Tried too often: from now on only a sign-in opens the store.
    if (tried.kind === 'void') lockNow()
    return tried
  }

  async function setPin(pin: string): ReturnType<Doors['lock']['setPin']> {
    const outcome = await doors.lock.setPin(pin, session.escrow)
    if (outcome.kind === 'set') close()
    await refresh()
    return outcome
  }

  async function later(): Promise<void> {
    // Only asked again after the next start where it could not be kept.
    await doors.lock.putOff().catch(() => undefined)
    putOff.value = true
    close()
  }

  function ask(wish: 'set' | 'change'): void {
    wished.value = wish
  }

  function close(): void {
    wished.value = null
    session.dropEscrow()
  }

  /** By the inspector's own hand: all windows. */
  function lockNow(): void {
    if (state.value.kind === 'none') return
    close()
    doors.lock.lock(true)
  }

  /** Because nobody has touched this window for long. */
  function lockUntouched(): void {
    if (state.value.kind !== 'open') return
    wished.value = null
    doors.lock.lock(false)
  }

  return {
    state: readonly(state), locked, asking, waitUntil: readonly(waitUntil),
    restore, unlock, recover, isPin, setPin, later, ask, close, lockNow, lockUntouched,
  }
})
