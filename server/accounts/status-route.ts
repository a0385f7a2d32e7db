/** `GET /api/admin/status`: how platform and ledger stand. Counts only, no business rows. */
import type { Status } from '#domain/contract.ts'
import type { FastifyInstance } from 'fastify'
import type { Doors } from '../doors.ts'
import { shownAccount } from './account.ts'
import { signedIn } from './session.ts'

export function statusRoute(app: FastifyInstance, doors: Doors): void {
  app.get('/api/admin/status', async (request): Promise<Status> => {
    await signedIn(doors, request, ['administrator'])
    const { db } = doors
    // The counters tell how many entries there are; counting the rows would take longer with every day.
    const entries = await db.selectFrom('areaHead').select((eb) => eb.fn.sum<number | null>('seq').as('n')).executeTakeFirstOrThrow()
    const quarantined = await db.selectFrom('quarantine').select((eb) => eb.fn.countAll<number>().as('n')).where('releasedAt', 'is', null).executeTakeFirstOrThrow()
    const waiting = await db.selectFrom('recheck').select((eb) => eb.fn.countAll<number>().as('n')).where('doneAt', 'is', null).executeTakeFirstOrThrow()
    const photos = await db.selectFrom('attachment').select((eb) => eb.fn.countAll<number>().as('n')).executeTakeFirstOrThrow()
    const accounts = await db.selectFrom('account').selectAll().orderBy('username').execute()
    return {
      platform: doors.gateway.stats(),
      ledger: { entries: Number(entries.n ?? 0), quarantined: Number(quarantined.n), waitingRechecks: Number(waiting.n), photos: Number(photos.n) },
      accounts: accounts.map(shownAccount),
      serverTime: doors.now(),
    }
  })
}
