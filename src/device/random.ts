/** The door to randomness. */
import type { Instant } from '#domain/time.ts'
import { uuidv7 } from '#domain/uuid.ts'
import type { RandomDoor } from './doors.ts'

/** Names grow within one tab, also when several are made in one millisecond: folds read entries in the order of their names. */
export function createRandom(bytes: (count: number) => Uint8Array, phoneNow: () => Instant): RandomDoor {
  let last = 0
  return {
    bytes,
    uuid() {
      last = Math.max(phoneNow(), last + 1)
      return uuidv7(last, bytes(10))
    },
  }
}

/** Random bytes of the system. */
export function systemRandom(count: number): Uint8Array {
  return globalThis.crypto.getRandomValues(new Uint8Array(count))
}
