import { defineStore } from 'pinia'
import { computed, inject, readonly, ref, shallowRef } from 'vue'
import type { Session } from '#domain/contract.ts'
import type { QuarantineReason } from '#domain/outbox.ts'
import { DOORS, type Doors, type Escrow } from '#device/doors.ts'

/** Why nobody could be signed in; the sentences are in `sign-in-text.ts`. */
export type SignInTrouble = 'wrong-password' | 'locked-out' | 'account-disabled' | 'offline' | 'unreachable' | 'too-many' | 'no-device-key' | 'other'

/** What an account with other rights, or a newer app, may deliver after all. */
const worthAnotherTry: readonly QuarantineReason[] = ['rights', 'account-disabled', 'shape']

/**
 * Who is signed in. What is stored on the phone counts, so that a cold start without a network works; the server's word that
 * the session is over only asks for a new sign-in, it takes nothing away.
 */
export const useSessionStore = defineStore('session', () => {
  const doors = inject<Doors>(DOORS)!
  const session = shallowRef<Session | null>(null)
  const expired = ref(false)
  /** What the last sign-in gave for the phone's lock, until it is used; in memory only. */
  const escrow = shallowRef<Escrow | null>(null)
  const account = computed(() => session.value?.account ?? null)
  /** Counts sign-ins and sign-outs: a reply asked for before the last of them says nothing of who is signed in now. */
  let turn = 0

  async function restore(): Promise<void> {
    doors.session.onChange(() => void follow())
    session.value = await doors.session.load()
    if (session.value !== null) void refresh()
  }

  /** Does as another tab did. */
  async function follow(): Promise<void> {
    const kept = await doors.session.load()
    if (kept?.account.id !== session.value?.account.id) turn += 1
    session.value = kept
    expired.value = false
  }

  /** Offers once more what the server kept apart for reasons that may be over. A failure changes nothing: it stays visible, and can be offered by hand. */
  async function offerAgain(): Promise<void> {
    await doors.outbox.release(worthAnotherTry).catch(() => undefined)
  }

  /** Fetches policy and rights anew when there is a network; a failure changes nothing. */
  async function refresh(): Promise<void> {
    if (!doors.network.online()) return
    const asked = turn
    const reply = await doors.network.currentSession()
    if (asked !== turn) return
    if (reply.kind === 'ok') await take(reply.value)
    if (reply.kind === 'refused' && reply.refusal.code === 'signed-out') expired.value = true
  }

  async function signIn(username: string, password: string): Promise<SignInTrouble | null> {
    turn += 1
    const asked = turn
    const deviceKey = await doors.session.deviceKey()
    const ask = async () => doors.network.signIn(username, password, await doors.session.device(), deviceKey ?? undefined)
    let reply = await ask()
    if (reply.kind === 'refused' && reply.refusal.code === 'other-key') {
      await doors.session.renewDevice()
      reply = await ask()
    }
    if (asked !== turn) return 'other'
    switch (reply.kind) {
      case 'ok': {
        const { unlockSecret, journalSecret, ...fresh } = reply.value
        const { id, role } = fresh.account
        if (deviceKey === null && role === 'inspector') {
          // What it wrote could not be signed: better no visit than one that proves nothing.
          await doors.network.signOut()
          return 'no-device-key'
        }
        await offerAgain()
        escrow.value = unlockSecret === undefined ? null : { account: id, secret: unlockSecret }
        if (unlockSecret !== undefined) await doors.lock.remember(id, unlockSecret)
        // Before anybody can write: what is written goes into the journal, too.
        if (journalSecret !== undefined) await doors.journal.enrol(id, journalSecret)
        await take(fresh)
        // May have much to do, and waits while the phone is locked.
        if (journalSecret !== undefined) void doors.journal.restore(id, journalSecret)
        return null
      }
      case 'unreachable':
        return reply.why === 'offline' ? 'offline' : 'unreachable'
      case 'refused': {
        const { code } = reply.refusal
        return code === 'wrong-password' || code === 'locked-out' || code === 'account-disabled' || code === 'too-many' ? code : 'other'
      }
    }
  }

  /** Signs out here and, when it can be reached, at the server. What waits to be sent stays on the phone. */
  async function signOut(): Promise<void> {
    turn += 1
    await doors.network.signOut()
    await doors.session.clear()
    dropEscrow()
    session.value = null
    expired.value = false
  }

  async function take(fresh: Session): Promise<void> {
    await doors.session.save(fresh)
    session.value = fresh
    expired.value = false
  }

  function dropEscrow(): void {
    escrow.value = null
  }

  function markExpired(): void {
    expired.value = true
  }

  return {
    session: readonly(session), account, expired: readonly(expired), escrow: readonly(escrow),
    restore, refresh, offerAgain, signIn, signOut, markExpired, dropEscrow,
  }
})
