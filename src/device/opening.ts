/**
 * How the locked store is opened, and how its PIN is set. Wrong PINs are counted before they are tried, so that a kill wins no try.
 */
import type { LockDoor, RandomDoor, Unlocked } from './doors.ts'
import { getMeta, isNoSpace, putMeta, type Database } from './database/open.ts'
import { renameAnswers } from './database/rename-answers.ts'
import { reseal } from './database/reseal.ts'
import type { LockRow, PinWrap } from './database/schema.ts'
import type { KeyRing } from './key-ring.ts'
import type { TabsChannel } from './session.ts'
import { fairly, MOST_FAILURES, waitLeft } from './unlock-delay.ts'
import { createVault, type Vault } from './vault.ts'
import { guardedKeys, unwrapByPin, unwrapForAccount, wrapByPin, wrapForAccount, type GuardedKeys } from './wrapping.ts'

export interface LockParts {
  database: Database
  ring: KeyRing
  vault: Vault
  random: RandomDoor
  phoneNow: () => number
  /** Over which the other tabs hear that a PIN was set or the phone locked by hand. */
  tabs: TabsChannel | null
  /** Of PBKDF2, for a PIN that is set now. */
  rounds: number
}

/** What tabs tell each other: that everything is locked, or only that the keys are to be read anew. */
export type Told = 'lock' | 'reload'

export type Opening = Pick<LockDoor, 'unlock' | 'isPin' | 'setPin' | 'remember' | 'recover' | 'resealed'>

type Tried = { kind: 'try'; row: LockRow & { pin: PinWrap } } | Exclude<Unlocked, { kind: 'wrong' }>

/** `say` reaches the other tabs, `tell` those who listen in this one. */
export function createOpening({ database, ring, vault, random, phoneNow, rounds }: LockParts, say: (told: Told) => void, tell: () => void): Opening {
  let resealing: Promise<void> | null = null

  /** Finishes what an earlier start may not have. A failure costs nothing: the next unlocking goes on. */
  function goOnResealing(): void {
    resealing ??= reseal(database, vault, ring)
      .catch(() => {})
      .finally(() => (resealing = null))
  }

  async function open(secret: Uint8Array<ArrayBuffer>): Promise<void> {
    const guarded = await guardedKeys(secret)
    // Only where nothing can be remembering under an old name at this moment: this tab has been locked since it was opened.
    if (!ring.usedFirst()) await rename(guarded).catch(() => {})
    ring.unlock(secret, guarded)
    goOnResealing()
    tell()
  }

  async function rename(guarded: GuardedKeys): Promise<void> {
    const keys = await ring.keysWith(guarded)
    if (await renameAnswers(database, createVault({ keys: () => Promise.resolve(keys) }, random), keys)) say('reload')
  }

  /** Counts the try, or says why there is none. */
  function begin(): Promise<Tried> {
    return database.run(['meta'], 'readwrite', async (tx): Promise<Tried> => {
      const [kept, now] = [await getMeta(tx, 'lock'), phoneNow()]
      if (kept === undefined) return { kind: 'open' }
      const row = fairly(kept, now)
      if (row.pin === null || row.failures >= MOST_FAILURES) return { kind: 'void' }
      const wait = waitLeft(row, now)
      if (wait > 0) {
        await putMeta(tx, 'lock', row)
        return { kind: 'wait', ms: wait }
      }
      await putMeta(tx, 'lock', { ...row, failures: row.failures + 1, failedAt: now })
      return { kind: 'try', row: { ...row, pin: row.pin, failures: row.failures + 1 } }
    })
  }

  const change = (to: (row: LockRow) => LockRow) =>
    database.run(['meta'], 'readwrite', async (tx) => {
      const row = await getMeta(tx, 'lock')
      if (row !== undefined) await putMeta(tx, 'lock', to(row))
    })

  async function tryPin(pin: string): Promise<{ kind: 'right'; secret: Uint8Array<ArrayBuffer> | null } | Exclude<Unlocked, { kind: 'open' }>> {
    const tried = await begin()
    if (tried.kind === 'open') return { kind: 'right', secret: null }
    if (tried.kind !== 'try') return tried
    const { pepper } = await ring.firstKeys()
    const secret = await unwrapByPin(tried.row.pin, pin, pepper)
    const left = MOST_FAILURES - tried.row.failures
    if (secret === null) {
      if (left > 0) return { kind: 'wrong', left }
      await change((row) => ({ ...row, pin: null }))
      return { kind: 'void' }
    }
    await change((row) => ({ ...row, failures: 0 }))
    return { kind: 'right', secret }
  }

  return {
    async unlock(pin) {
      const tried = await tryPin(pin)
      if (tried.kind !== 'right') return tried
      if (tried.secret !== null) await open(tried.secret)
      return { kind: 'open' }
    },
    async isPin(pin) {
      const tried = await tryPin(pin)
      if (tried.kind !== 'right') return tried
      tried.secret?.fill(0)
      return { kind: 'open' }
    },
    async setPin(pin, escrow) {
      try {
        // A copy of its own: locking wipes the one in memory, and zeros must never be what is wrapped.
        const held = ring.secret()?.slice() ?? null
        if (held === null && escrow === null) return { kind: 'not-set', why: 'locked' }
        // Makes the first keys where there are none yet.
        const { pepper } = await ring.firstKeys()
        const secret = held ?? new Uint8Array(random.bytes(32))
        const wrapped = await wrapByPin(secret, pin, pepper, random, rounds)
        const accounts = escrow === null ? {} : { [escrow.account]: await wrapForAccount(secret, escrow.account, escrow.secret, random) }
        const kept = await database.run(['meta'], 'readwrite', async (tx) => {
          const row = await getMeta(tx, 'lock')
          // Another tab was first, or the row is gone: this secret opens nothing of it.
          if ((row === undefined) !== (held === null)) return false
          await putMeta(tx, 'lock', { pin: wrapped, accounts: { ...row?.accounts, ...accounts }, failures: 0, failedAt: phoneNow(), renamed: row?.renamed ?? false })
          return true
        })
        if (!kept) {
          ring.reload()
          tell()
          return { kind: 'not-set', why: 'locked' }
        }
        if (held === null) {
          say('lock')
          await open(secret)
        }
        return { kind: 'set' }
      } catch (cause) {
        return { kind: 'not-set', why: isNoSpace(cause) ? 'no-space' : 'database' }
      }
    },
    async remember(account, unlockSecret) {
      const secret = ring.secret()?.slice() ?? null
      if (secret === null) return
      const wrapped = await wrapForAccount(secret, account, unlockSecret, random)
      secret.fill(0)
      await change((row) => ({ ...row, accounts: { ...row.accounts, [account]: wrapped } }))
    },
    async recover(account, unlockSecret) {
      const row = await database.run(['meta'], 'readonly', (tx) => getMeta(tx, 'lock'))
      const wrapped = row?.accounts[account]
      const secret = wrapped === undefined ? null : await unwrapForAccount(wrapped, account, unlockSecret)
      if (secret === null) return false
      await open(secret)
      return true
    },
    resealed: () => resealing ?? Promise.resolve(),
  }
}
