/** `GET` and `PUT /api/admin/simulator`: one fault for everybody, to show how the product bears it. Only with the built-in simulator. */
import { setOutageSchema, type SimulatorState } from '#domain/platform-health.ts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { AccountRow } from '../accounts/account.ts'
import { signedIn } from '../accounts/session.ts'
import type { Doors } from '../doors.ts'
import { Refused } from '../errors.ts'
import { isDemoFault, listFaults } from '../platform/simulator/faults.ts'
import { readBody } from '../read-request.ts'
import { recordEvent } from './events.ts'

export function simulatorRoute(app: FastifyInstance, doors: Doors): void {
  const state = (): SimulatorState => ({ outage: doors.simulator.outage(), faults: listFaults(), serverTime: doors.now() })

  app.get('/api/admin/simulator', async (request) => {
    await administrator(doors, request)
    return state()
  })

  app.put('/api/admin/simulator', async (request) => {
    const account = await administrator(doors, request)
    const { outage } = readBody(setOutageSchema, request)
    if (outage !== null && !isDemoFault(outage)) throw new Refused('bad-request')
    doors.simulator.setOutage(outage)
    await recordEvent(doors, account.id, 'outage-set', outage ?? 'none')
    return state()
  })
}

async function administrator(doors: Doors, request: FastifyRequest): Promise<AccountRow> {
  const account = await signedIn(doors, request, ['administrator'])
  if (doors.config.platform !== null) throw new Refused('not-enabled')
  return account
}
