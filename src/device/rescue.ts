/** What would be lost with this phone, out of it and into another: whole entries as they were signed and chained, and photographs. */
import { getMeta } from './database/open.ts'
import { shelfOf } from './database/outbox-rows.ts'
import { createQueue } from './database/queue.ts'
import { reoffer } from './database/reoffer.ts'
import { formersWaiting } from './database/rescued.ts'
import type { QueueDoor, RescueDoor } from './doors.ts'
import type { RescueParts } from './rescue-transfer.ts'

export function createRescue(parts: RescueParts): RescueDoor {
  const { database, vault, changes } = parts
  const transfer = async () => (await import('./rescue-transfer.ts')).createTransfer(parts)
  return {
    async queues() {
      const formers = await formersWaiting(database)
      return formers.map((device) => {
        const queue: QueueDoor = { ...createQueue(database, vault, changes, shelfOf(device.device)), reoffer: (seq) => reoffer(database, seq, device.device) }
        return { device, queue }
      })
    },
    export: async (passphrase) => (await transfer()).export(passphrase),
    import: async (file, passphrase) => (await transfer()).import(file, passphrase),
    loss: async () => (await database.run(['meta'], 'readonly', (tx) => getMeta(tx, 'loss'))) ?? null,
    async lossRead() {
      await database.run(['meta'], 'readwrite', (tx) => tx.objectStore('meta').delete('loss'))
      changes.tell()
    },
  }
}
