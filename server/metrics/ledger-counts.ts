/** How many things the ledger holds. Counts only, no business rows. */
import type { Status } from '#domain/office-contract.ts'
import type { Database } from '../database/schema.ts'

export async function countLedger(db: Database): Promise<Status['ledger']> {
  // The counters tell how many entries there are; counting the rows would take longer with every day.
  const entries = await db.selectFrom('areaHead').select((eb) => eb.fn.sum<number | null>('seq').as('n')).executeTakeFirstOrThrow()
  const quarantined = await db.selectFrom('quarantine').select((eb) => eb.fn.countAll<number>().as('n')).where('releasedAt', 'is', null).executeTakeFirstOrThrow()
  const waiting = await db.selectFrom('recheck').select((eb) => eb.fn.countAll<number>().as('n')).where('doneAt', 'is', null).executeTakeFirstOrThrow()
  const photos = await db.selectFrom('attachment').select((eb) => eb.fn.countAll<number>().as('n')).executeTakeFirstOrThrow()
  return { entries: Number(entries.n ?? 0), quarantined: Number(quarantined.n), waitingRechecks: Number(waiting.n), photos: Number(photos.n) }
}
