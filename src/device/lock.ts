/**
 * The lock of this phone's store (本机解锁码). The PIN belongs to the phone, whoever is signed in; every account that has signed in here
 * since it was set can open the store again through the server. What opens and sets it is loaded when it is first needed.
 */
import type { LockDoor, LockState } from './doors.ts'
import { getMeta, putMeta } from './database/open.ts'
import type { LockParts, Opening, Told } from './opening.ts'
import { fairly, MOST_FAILURES, waitLeft } from './unlock-delay.ts'

export function createLock(parts: LockParts): LockDoor {
  const { database, ring, phoneNow, tabs } = parts
  const listeners = new Set<() => void>()
  let made: Promise<Opening> | null = null

  const say = (told: Told) => tabs?.postMessage(told)
  const tell = () => {
    for (const listener of listeners) listener()
  }
  const opening = () => {
    made ??= import('./opening.ts').then(({ createOpening }) => createOpening(parts, say, tell))
    made.catch(() => (made = null))
    return made
  }
  tabs?.addEventListener('message', ({ data }: MessageEvent<Told>) => {
    if (data === 'lock') ring.lock()
    ring.reload()
    tell()
  })

  return {
    async look(): Promise<LockState> {
      const row = await database.run(['meta'], 'readonly', (tx) => getMeta(tx, 'lock'))
      if (row === undefined) return { kind: 'none' }
      if (ring.secret() !== null) return { kind: 'open' }
      const now = phoneNow()
      if (now < row.failedAt) {
        await database.run(['meta'], 'readwrite', async (tx) => {
          const held = await getMeta(tx, 'lock')
          if (held !== undefined) await putMeta(tx, 'lock', fairly(held, now))
        })
      }
      return { kind: 'locked', void: row.pin === null || row.failures >= MOST_FAILURES, waitMs: waitLeft(row, now), left: MOST_FAILURES - row.failures }
    },
    unlock: async (pin) => (await opening()).unlock(pin),
    isPin: async (pin) => (await opening()).isPin(pin),
    setPin: async (pin, escrow) => (await opening()).setPin(pin, escrow),
    async remember(account, secret) {
      if (ring.secret() !== null) await (await opening()).remember(account, secret)
    },
    recover: async (account, secret) => (await opening()).recover(account, secret),
    resealed: async () => (await made)?.resealed(),
    lock(everywhere) {
      ring.lock()
      if (everywhere) say('lock')
      tell()
    },
    putOff: () => database.run(['meta'], 'readwrite', (tx) => putMeta(tx, 'lockPutOff', true)),
    isPutOff: async () => (await database.run(['meta'], 'readonly', (tx) => getMeta(tx, 'lockPutOff'))) ?? false,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
