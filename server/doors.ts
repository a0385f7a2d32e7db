/** Everything the server reaches outside itself, opened once and handed in. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import Fastify from 'fastify'
import { sql } from 'kysely'
import { openBlobs, type Blobs } from './blobs/disk.ts'
import type { Config } from './config.ts'
import { metaValue, openDatabase } from './database/connection.ts'
import type { Database } from './database/schema.ts'
import { loadKeys, type Keys } from './ledger/keys.ts'
import { createGateway, type PlatformGateway } from './platform/gateway.ts'
import { simulatorSettings, type PlatformSettings } from './platform/settings.ts'
import { SIMULATOR_BAGSBH } from './platform/simulator/credentials.ts'
import { SIMULATOR_PATH, createSimulatorControl, simulatorPlugin, type SimulatorControl } from './platform/simulator/plugin.ts'
import type { Trouble } from './platform/trouble.ts'

export interface Doors {
  config: Config
  db: Database
  keys: Keys
  blobs: Blobs
  gateway: PlatformGateway
  /** Steers the built-in simulator; without effect where a real platform is configured. */
  simulator: SimulatorControl
  /** Names the server's history. */
  epoch: string
  now: () => number
  random: (bytes: number) => Uint8Array
  close: () => Promise<void>
}

/** Opens every door. `report` receives the platform's troubles for the log; `platformSettings` lets a test shorten the simulator's deadlines. */
export async function openDoors(
  config: Config,
  now: () => number,
  random: (bytes: number) => Uint8Array = (bytes) => randomBytes(bytes),
  report: (trouble: Trouble) => void = () => {},
  platformSettings: Partial<PlatformSettings> = {},
): Promise<Doors> {
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 })
  const db = await openDatabase(join(config.dataDir, 'suan-xun.db'))
  // What is erased at the end of its retention must not stay readable in the file's free pages.
  await sql`pragma secure_delete = on`.execute(db)
  const keys = await loadKeys(join(config.dataDir, 'keys'), config.personalKey, random)
  const blobs = await openBlobs(join(config.dataDir, 'blobs'))
  const simulator = createSimulatorControl()
  const platform = config.platform === null ? await startSimulator(simulator, now, random) : { settings: config.platform, close: async () => {} }
  const gateway = createGateway({ ...platform.settings, ...platformSettings }, { now, report })
  const epoch = await metaValue(db, 'epoch', () => Buffer.from(random(16)).toString('hex'))
  const close = async () => {
    await gateway.close()
    await platform.close()
    await db.destroy()
  }
  return { config, db, keys, blobs, gateway, simulator, epoch, now, random, close }
}

/** The simulator listens on its own loopback port: it is never reachable from the network. */
async function startSimulator(control: SimulatorControl, now: () => number, random: (bytes: number) => Uint8Array) {
  const token = Buffer.from(random(16)).toString('hex')
  const app = Fastify({ forceCloseConnections: true })
  await app.register(simulatorPlugin, { now, token, control })
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  return { settings: simulatorSettings(address + SIMULATOR_PATH, token, SIMULATOR_BAGSBH), close: () => app.close() }
}
