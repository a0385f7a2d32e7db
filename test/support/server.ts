/** The real server on real SQLite in a folder of its own, with the simulated platform; only time is handed in. */
import { createHash, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { buildApp } from '../../server/app.ts'
import { followDue } from '../../server/attendance/follow.ts'
import { runDue } from '../../server/checks/recheck-loop.ts'
import { readConfig, type Config } from '../../server/config.ts'
import { openDoors, type Doors } from '../../server/doors.ts'
import { DEMO_PASSWORD } from '../../server/demo/accounts.ts'
import type { Database } from '../../server/database/schema.ts'
import type { PlatformSettings } from '../../server/platform/settings.ts'
import { refreshNext } from '../../server/rosters/refresh.ts'
import type { SimulatorControl } from '../../server/platform/simulator/plugin.ts'

export interface StartOptions {
  /** Kept after `close`; without it a fresh folder is made and removed. */
  dataDir?: string
  now?: () => number
  /** `null` does not listen: requests go through `app.inject`. */
  port?: number | null
  config?: Partial<Config>
  platform?: Partial<PlatformSettings>
}

export interface TestServer {
  app: FastifyInstance
  /** Empty while the server does not listen. */
  url: string
  doors: Doors
  db: Database
  /** Switches of the simulated platform. */
  control: SimulatorControl
  dataDir: string
  /** Asks for the rechecks that are due; returns how many were answered. */
  recheck: () => Promise<number>
  /** Asks for the rosters that are due. */
  refreshRosters: () => Promise<void>
  /** Takes the next step with the attendance that is due; returns how many filings moved on. */
  follow: () => Promise<number>
  /** Signs a demonstration account in, on a phone of its own unless one is named, and gives its `cookie` header. */
  signIn: (username: string, device?: string) => Promise<string>
  close: () => Promise<void>
}

/** What the phone `device` proves itself with in these tests. */
export function proofOf(device: string): { device: string; deviceSecret: string } {
  return { device, deviceSecret: createHash('sha256').update(`secret of ${device}`).digest('hex') }
}

/** Starts a server. Passwords are hashed cheaply, the platform's deadline is short. */
export async function startServer(options: StartOptions = {}): Promise<TestServer> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'suan-xun-')))
  const config: Config = {
    ...readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'error' }, join(import.meta.dirname, '../..')),
    passwordCost: { memory: 64, passes: 1 },
    ...options.config,
  }
  const doors = await openDoors(config, options.now ?? (() => Date.now()), undefined, undefined, { deadlineMs: 1_000, ...options.platform })
  const app = await buildApp(doors)
  const port = options.port === undefined ? null : options.port
  const url = port === null ? '' : await app.listen({ port, host: '127.0.0.1' })
  return {
    app, url, doors, db: doors.db, control: doors.simulator, dataDir,
    recheck: () => runDue(doors),
    async refreshRosters() {
      while (await refreshNext(doors));
    },
    follow: () => followDue(doors),
    async signIn(username, device = randomUUID()) {
      const reply = await app.inject({ method: 'POST', url: '/api/session', payload: { username, password: DEMO_PASSWORD, ...proofOf(device) } })
      const [cookie] = reply.cookies
      if (cookie === undefined) throw new Error(`${username} could not sign in: ${reply.body}`)
      return `${cookie.name}=${cookie.value}`
    },
    async close() {
      await app.close()
      await doors.close()
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true })
    },
  }
}
