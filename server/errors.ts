/** How a request is refused and how a bug is told: one handler, one body shape (`Refusal` of the contract). */
import type { Fault } from '#domain/check.ts'
import type { Refusal, RefusalCode } from '#domain/contract.ts'
import { randomUUID } from 'node:crypto'
import type { FastifyError, FastifyInstance } from 'fastify'

const statusOf: Record<RefusalCode, number> = {
  'bad-request': 400, 'signed-out': 401, 'wrong-password': 401, 'locked-out': 429, 'account-disabled': 403, forbidden: 403, 'not-found': 404,
  'too-large': 413, 'too-many': 429, 'no-visit': 403, quota: 429, offset: 409, hash: 422, busy: 503, internal: 500,
  'not-enabled': 404, platform: 502, 'no-project': 422, future: 422, 'too-old': 422, 'off-roster': 422, 'bad-photo': 422,
  'other-key': 409,
}

/** A request that is answered with a refusal. Thrown by a route and caught by the one error handler. */
export class Refused extends Error {
  readonly code: RefusalCode
  readonly retryAfterSeconds: number | undefined
  /** With `platform`: what went wrong on the way to it. */
  readonly fault: Fault | undefined
  constructor(code: RefusalCode, retryAfterSeconds?: number, fault?: Fault) {
    super(code)
    this.code = code
    this.retryAfterSeconds = retryAfterSeconds
    this.fault = fault
  }
}

/** Installs the one error handler. A bug is answered with an incident number only; its stack goes to the log. */
export function handleErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError | Refused, request, reply) => {
    const refusal = refusalOf(error)
    if (refusal.code === 'internal') {
      refusal.incident = randomUUID()
      request.log.error({ incident: refusal.incident, err: error }, 'internal error')
    }
    if (refusal.retryAfterSeconds !== undefined) void reply.header('retry-after', refusal.retryAfterSeconds)
    return reply.code(statusOf[refusal.code]).header('cache-control', 'no-store').send(refusal)
  })
}

function refusalOf(error: FastifyError | Refused): Refusal {
  if (error instanceof Refused) {
    const { code, retryAfterSeconds, fault } = error
    return { code, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }), ...(fault === undefined ? {} : { fault }) }
  }
  const status = error.statusCode ?? 500
  if (status === 413) return { code: 'too-large' }
  if (status === 429) return { code: 'too-many', retryAfterSeconds: 60 }
  return { code: status >= 400 && status < 500 ? 'bad-request' : 'internal' }
}
