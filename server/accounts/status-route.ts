/** `GET /api/admin/status`: how platform and ledger stand. Counts only, no business rows. */
import type { Status } from '#domain/office-contract.ts'
import type { FastifyInstance } from 'fastify'
import type { Doors } from '../doors.ts'
import { countLedger } from '../metrics/ledger-counts.ts'
import { shownAccount } from './account.ts'
import { signedIn } from './session.ts'

export function statusRoute(app: FastifyInstance, doors: Doors): void {
  app.get('/api/admin/status', async (request): Promise<Status> => {
    await signedIn(doors, request, ['administrator'])
    const accounts = await doors.db.selectFrom('account').selectAll().orderBy('username').execute()
    return { platform: doors.gateway.stats(), ledger: await countLedger(doors.db), accounts: accounts.map(shownAccount), serverTime: doors.now() }
  })
}
