/** Offers quarantined rows again, in whichever queue they are. */
import type { Delivery } from '#domain/outbox.ts'
import type { Database } from './open.ts'
import { count, numbered } from './outbox-rows.ts'
import type { OutboxRow } from './schema.ts'

type Quarantined = Extract<Delivery, { state: 'quarantined' }>

/** False when nothing fits `wanted`. */
export function release(database: Database, wanted: (delivery: Quarantined, row: OutboxRow) => boolean): Promise<boolean> {
  return database.run(['outbox', 'rescued', 'meta'], 'readwrite', async (tx) => {
    const [outbox, rescued] = [tx.objectStore('outbox'), tx.objectStore('rescued')]
    const [own, others] = await Promise.all([outbox.index('state').getAll(numbered('quarantined')), rescued.getAll()])
    const fits = (row: OutboxRow) => row.delivery.state === 'quarantined' && wanted(row.delivery, row)
    const rows = own.filter(fits)
    const otherRows = others.filter(fits)
    const released = rows.length + otherRows.length
    await Promise.all([
      ...rows.map(async (row) => outbox.put({ ...row, delivery: { state: 'waiting' } })),
      ...otherRows.map(async (row) => rescued.put({ ...row, delivery: { state: 'waiting' } })),
      count(tx, { waiting: released, quarantined: -released }),
    ])
    return released > 0
  })
}
