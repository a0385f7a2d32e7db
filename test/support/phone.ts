/** A phone without a screen: the real doors over fake-indexeddb. The same `indexedDB` in a new phone is a restart of the same phone. */
import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { openBackgroundWake } from '#device/background-wake.ts'
import type { CanaryStorage } from '#device/canary.ts'
import { openDataSaver } from '#device/data-saver.ts'
import type { JournalStorage } from '#device/journal/storage.ts'
import { createTabLocks } from '#device/locks.ts'
import { createNetwork } from '#device/network.ts'
import { createOffice } from '#device/office.ts'
import { createPhoneStore, type PhoneStore } from '#device/phone-store.ts'
import { systemRandom } from '#device/random.ts'
import type { RequestParts } from '#device/request.ts'
import type { Doors, LocksDoor } from '#device/doors.ts'

export interface PhoneParts {
  indexedDB?: IDBFactory
  fetch?: typeof fetch
  now?: () => number
  random?: (count: number) => Uint8Array
  locks?: LocksDoor
  base?: string
  canary?: CanaryStorage
  journal?: JournalStorage
}

export type Phone = PhoneStore & Pick<Doors, 'network' | 'office' | 'locks' | 'dataSaver' | 'wake'> & {
  indexedDB: IDBFactory
  /** Switches the phone's network off and on; listeners are told. */
  setOnline(online: boolean): void
}

export async function createPhone(parts: PhoneParts = {}): Promise<Phone> {
  const { indexedDB = new IDBFactory(), now = Date.now, random = systemRandom, locks = createTabLocks(), base = 'http://phone.test' } = parts
  const { fetch: reach = () => Promise.reject(new TypeError('no network in this test')) } = parts
  const store = createPhoneStore({ indexedDB, phoneNow: now, randomBytes: random, canary: parts.canary, journal: () => Promise.resolve(parts.journal ?? null), pinRounds: 1_000 })
  await store.ready
  const listeners = new Set<(online: boolean) => void>()
  let online = true
  const server: RequestParts = {
    base,
    clock: store.clock,
    fetch: (input, init) => (online ? reach(input, init) : Promise.reject(new TypeError('offline'))),
    connectivity: {
      online: () => online,
      onChange(listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    },
  }
  return {
    ...store,
    network: createNetwork(server),
    office: async () => createOffice(server),
    locks,
    dataSaver: openDataSaver({ connection: undefined, remember: () => {}, recall: () => null }),
    wake: openBackgroundWake(null),
    indexedDB,
    setOnline(value) {
      online = value
      for (const listener of listeners) listener(value)
    },
  }
}
