/** `GET /metrics`, in the text format of Prometheus: for administrators, and for a collector that shows the token. Counts only. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import { signedIn } from '../accounts/session.ts'
import type { Doors } from '../doors.ts'
import { Refused } from '../errors.ts'
import { latencyLines, platformMetrics } from './platform-metrics.ts'
import { ledgerMetrics } from './ledger-metrics.ts'

const DURATIONS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** The measuring begins with this call, so it stands before the routes. */
export function metricsRoute(app: FastifyInstance, doors: Doors): void {
  const registry = new Registry()
  measureRequests(app, registry)
  ledgerMetrics(registry, doors.db)
  platformMetrics(registry, doors.gateway)

  app.get('/metrics', async (request, reply) => {
    if (request.headers.authorization === undefined) await signedIn(doors, request, ['administrator'])
    else if (!isToken(request.headers.authorization, doors.config.metricsToken)) throw new Refused('signed-out')
    const text = [await registry.metrics(), latencyLines(doors.gateway.stats().byCall), await processMetrics().metrics()].join('\n')
    return reply.type(registry.contentType).header('cache-control', 'no-store').send(text)
  })
}

/** By the route's pattern, never by the address that was asked for: that is unbounded. */
function measureRequests(app: FastifyInstance, registry: Registry): void {
  const durations = new Histogram({
    name: 'suan_xun_http_request_seconds', help: 'How long requests took, by route.', labelNames: ['method', 'route', 'status'], buckets: DURATIONS, registers: [registry],
  })
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    durations.observe({ method: request.method, route, status: `${Math.floor(reply.statusCode / 100)}xx` }, reply.elapsedTime / 1000)
  })
}

/** A process has one set of these, however many servers were built in it. */
let ofThisProcess: Registry | null = null

function processMetrics(): Registry {
  if (ofThisProcess === null) {
    ofThisProcess = new Registry()
    collectDefaultMetrics({ register: ofThisProcess })
  }
  return ofThisProcess
}

function isToken(authorization: NonNullable<FastifyRequest['headers']['authorization']>, token: string | null): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return token !== null && timingSafeEqual(digest(authorization), digest(`Bearer ${token}`))
}
