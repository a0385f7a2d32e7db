/** `POST /api/entries` (push) and `GET /api/entries` (pull). */
import { pushSchema, type PushReply } from '#domain/contract.ts'
import type { FastifyInstance } from 'fastify'
import * as v from 'valibot'
import { isProven } from '../accounts/device.ts'
import { mayPushWhenDisabled, signedIn } from '../accounts/session.ts'
import type { Doors } from '../doors.ts'
import { Refused } from '../errors.ts'
import { readBody } from '../read-request.ts'
import { pull, readCursor } from './pull.ts'
import { PUSH_BYTES, push } from './push.ts'
import { nestsTooDeep } from './read-parcel.ts'

const pullQuery = v.object({
  since: v.optional(v.string(), ''),
  device: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(64))),
  limit: v.optional(v.pipe(v.string(), v.regex(/^\d{1,4}$/), v.transform(Number), v.minValue(1), v.maxValue(1000)), '500'),
})

/** Both ways of the ledger. An administrator has no business with it. */
export function entriesRoute(app: FastifyInstance, doors: Doors): void {
  app.post('/api/entries', { bodyLimit: PUSH_BYTES }, async (request): Promise<PushReply> => {
    const account = await signedIn(doors, request, ['inspector', 'town-supervisor', 'city-supervisor'], mayPushWhenDisabled)
    const { device, deviceSecret, entries } = readBody(pushSchema, request)
    if (nestsTooDeep(entries)) throw new Refused('bad-request')
    if (!(await isProven(doors, { device, deviceSecret }))) throw new Refused('forbidden')
    return { epoch: doors.epoch, results: await push(doors, account, device, entries), serverTime: doors.now() }
  })

  app.get('/api/entries', async (request) => {
    const account = await signedIn(doors, request, ['inspector', 'town-supervisor', 'city-supervisor'])
    const query = v.safeParse(pullQuery, request.query)
    const since = query.success ? readCursor(query.output.since) : null
    if (!query.success || since === null) throw new Refused('bad-request')
    return pull(doors, account, since, query.output.limit, query.output.device)
  })
}
