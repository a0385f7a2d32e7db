/** The server, put together from its doors. */
import { createGunzip } from 'node:zlib'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import Fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify'
import { attachmentsRoute } from './attachments/attachments-route.ts'
import { projectsRoute } from './admin/projects-route.ts'
import { samplesRoute } from './admin/samples-route.ts'
import { simulatorRoute } from './admin/simulator-route.ts'
import { attendanceRoute } from './attendance/attendance-route.ts'
import { requireSession } from './accounts/session.ts'
import { sessionRoute } from './accounts/session-route.ts'
import { statusRoute } from './accounts/status-route.ts'
import { askRoute } from './checks/ask-route.ts'
import { keepDemoAccounts } from './demo/accounts.ts'
import { codesRoute } from './demo/codes-route.ts'
import { keepDemoSites } from './demo/sites.ts'
import type { Doors } from './doors.ts'
import { handleErrors, Refused } from './errors.ts'
import { facesRoute } from './faces/faces-route.ts'
import { guard } from './guard.ts'
import { entriesRoute } from './ledger/entries-route.ts'
import { metricsRoute } from './metrics/metrics-route.ts'
import { packRoute } from './packs/pack-route.ts'
import { keepDemoLinks } from './rosters/demo-links.ts'
import { rostersRoute } from './rosters/rosters-route.ts'
import { serveApp } from './serve-app.ts'
import { visitsRoute } from './supervise/visits-route.ts'

/** Builds the app; it does not listen yet. Demonstration accounts, sites and links are there when this returns. */
export async function buildApp(doors: Doors): Promise<FastifyInstance> {
  const { config } = doors
  const https = config.tls === null ? null : { cert: await readFile(config.tls.certificate), key: await readFile(config.tls.key) }
  const options = { logger: logger(config.logLevel), trustProxy: 'loopback', bodyLimit: 64 * 1024, forceCloseConnections: 'idle' } as const
  const app: FastifyInstance = https === null ? Fastify(options) : (Fastify({ ...options, https }) as unknown as FastifyInstance)
  handleErrors(app)
  await guard(app)
  requireSession(app, doors)
  metricsRoute(app, doors)
  acceptGzip(app)
  await keepDemoAccounts(doors)
  await keepDemoSites(doors)
  await keepDemoLinks(doors)

  app.get('/health', () => ({ ok: true }))
  app.get('/ready', async () => {
    await doors.db.selectFrom('meta').select('name').limit(1).execute()
    return { ok: true }
  })
  sessionRoute(app, doors)
  entriesRoute(app, doors)
  askRoute(app, doors)
  visitsRoute(app, doors)
  statusRoute(app, doors)
  rostersRoute(app, doors)
  packRoute(app, doors)
  facesRoute(app, doors)
  attendanceRoute(app, doors)
  projectsRoute(app, doors)
  samplesRoute(app, doors)
  simulatorRoute(app, doors)
  await app.register(attachmentsRoute, doors)
  if (config.demo) codesRoute(app)
  if (config.tls !== null) certificateRoute(app, join(dirname(config.tls.certificate), 'ca.crt'))
  await serveApp(app, config.distDir)
  return app
}

/** Only method, path without query, and outcome are logged: bodies name people. */
function logger(level: string): FastifyServerOptions['logger'] {
  return {
    level,
    serializers: {
      req: (request: { method: string; url: string }) => ({ method: request.method, path: request.url.split('?')[0] }),
      res: (reply: { statusCode: number }) => ({ status: reply.statusCode }),
    },
  }
}

/** Phones press what they push; Fastify measures the opened body against the route's limit. */
function acceptGzip(app: FastifyInstance): void {
  app.addHook('preParsing', async (request, _reply, payload) => {
    const encoding = request.headers['content-encoding']
    if (encoding === undefined) return payload
    if (encoding !== 'gzip') throw new Refused('bad-request')
    delete request.headers['content-length']
    const opened = createGunzip()
    payload.on('error', (error) => opened.destroy(error))
    return payload.pipe(opened)
  })
}

/** The local authority's certificate, so that a phone can be told to trust it. */
function certificateRoute(app: FastifyInstance, path: string): void {
  app.get('/ca.crt', async (_request, reply) => {
    const certificate = await readFile(path).catch(() => null)
    if (certificate === null) throw new Refused('not-found')
    return reply.type('application/x-x509-ca-cert').send(certificate)
  })
}
