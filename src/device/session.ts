/** Who is signed in, and this phone's own name. Kept apart from what waits to be sent: signing out touches none of that. */
import type { DeviceKey } from './device-key.ts'
import type { Device, RandomDoor, SessionDoor } from './doors.ts'
import { getMeta, putMeta, type Database } from './database/open.ts'
import { dropName } from './database/device-name.ts'
import { toHex } from './digest.ts'

/** Where tabs hear of each other. */
export type TabsChannel = Pick<BroadcastChannel, 'postMessage' | 'addEventListener' | 'removeEventListener'>

/** `tabs` is `null` where the browser has no such channel; other tabs then learn of a change when they are opened again. */
export function createSession(database: Database, random: RandomDoor, deviceKey: DeviceKey, tabs: TabsChannel | null): SessionDoor {
  let own: Device | null = null
  return {
    async load() {
      return (await database.run(['meta'], 'readonly', (tx) => getMeta(tx, 'session'))) ?? null
    },
    async save({ unlockSecret: _, journalSecret: __, ...session }) {
      await database.run(['meta'], 'readwrite', async (tx) => {
        // Which history the receipts are of has to be known before the first of them comes.
        if ((await getMeta(tx, 'pull')) === undefined) await putMeta(tx, 'pull', { epoch: session.epoch, cursor: {} })
        await putMeta(tx, 'session', session)
      })
      tabs?.postMessage('changed')
    },
    async clear() {
      await database.run(['meta'], 'readwrite', (tx) => tx.objectStore('meta').delete('session'))
      tabs?.postMessage('changed')
    },
    onChange(listener) {
      const tell = () => listener()
      tabs?.addEventListener('message', tell)
      return () => tabs?.removeEventListener('message', tell)
    },
    async device() {
      const fresh = { device: random.uuid(), deviceSecret: toHex(random.bytes(32)) }
      own ??= await database.run(['meta'], 'readwrite', async (tx) => {
        const kept = {
          device: (await getMeta(tx, 'device')) ?? fresh.device,
          deviceSecret: (await getMeta(tx, 'deviceSecret')) ?? fresh.deviceSecret,
        }
        await Promise.all([putMeta(tx, 'device', kept.device), putMeta(tx, 'deviceSecret', kept.deviceSecret)])
        return kept
      })
      return own
    },
    async renewDevice() {
      await database.run(['outbox', 'rescued', 'meta'], 'readwrite', dropName)
      own = null
    },
    deviceKey: () => deviceKey.enrol(),
  }
}
