/**
 * The real server app over a real SQLite file, that can die at any crossing of its database and its photographs, be started again on
 * the same disk, be backed up, and be set back to an older backup.
 */
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { sql, type KyselyPlugin } from 'kysely'
import type { Answer } from '#domain/check.ts'
import { hashPassword } from '../../../server/accounts/password.ts'
import { buildApp } from '../../../server/app.ts'
import { runDue } from '../../../server/checks/recheck-loop.ts'
import { readConfig, type Config } from '../../../server/config.ts'
import { openDoors, type Doors } from '../../../server/doors.ts'
import { simulatorSettings } from '../../../server/platform/settings.ts'
import type { Reply, Request } from './network.ts'

export const PASSWORD = 'test-2026'
const FILE = 'suan-xun.db'

/** In memory where there is such a disk: these runs do not test the disk. */
const disks = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

export interface ServerAccount {
  username: string
  area: string
}

export interface ServerParts {
  now: () => number
  random: (bytes: number) => Uint8Array
  /** What the city platform says. */
  ask: (idNumber: string) => Answer
  /** Puts a mistake into the doors. */
  alter?: (doors: Doors) => Doors
}

/** A disk with an empty database, accounts and keys, of which every run gets a copy. */
export interface Template {
  folder: string
  remove: () => void
}

function configOf(dataDir: string): Config {
  return {
    ...readConfig({ DATA_DIR: dataDir, DIST_DIR: join(dataDir, 'none'), DEMO: '0', LOG_LEVEL: 'silent' }, dataDir),
    demo: false,
    // Nobody listens there: the answers come from the test.
    platform: simulatorSettings('http://127.0.0.1:9'),
    passwordCost: { memory: 64, passes: 1 },
  }
}

export async function makeTemplate(accounts: readonly ServerAccount[]): Promise<Template> {
  const folder = mkdtempSync(join(disks, 'suan-xun-faults-'))
  const doors = await openDoors(configOf(folder), () => 0)
  const passwordHash = await hashPassword(PASSWORD, doors.random(16), doors.config.passwordCost)
  for (const { username, area } of accounts) {
    const row = { id: `account-${username}`, username, name: username, role: 'inspector' as const, area, demo: 0, passwordHash, disabledAt: null, failures: 0, lockedUntil: null, createdAt: 0 }
    await doors.db.insertInto('account').values(row).execute()
  }
  // The name of the history is made at the first start of each copy.
  await doors.db.deleteFrom('meta').execute()
  await doors.close()
  return { folder, remove: () => rmSync(folder, { recursive: true }) }
}

export type MortalServer = Awaited<ReturnType<typeof startMortalServer>>

export async function startMortalServer(template: Template, { now, random, ask, alter = (doors) => doors }: ServerParts) {
  const folder = mkdtempSync(join(disks, 'suan-xun-run-'))
  cpSync(join(template.folder, 'keys'), join(folder, 'keys'), { recursive: true })
  copyFileSync(join(template.folder, FILE), join(folder, FILE))
  let real!: Doors
  let app!: FastifyInstance
  let dead = false
  let left: number | null = null
  let backups = 0
  let deaths = 0

  function cross(): void {
    if (left !== null && (left -= 1) <= 0) dead = true
    if (dead) throw new Error('The server is dead.')
  }

  const mortal: KyselyPlugin = {
    transformQuery({ node }) {
      cross()
      return node
    },
    async transformResult({ result }) {
      cross()
      return result
    },
  }

  function mortalBlobs(blobs: Doors['blobs']): Doors['blobs'] {
    const around = <A extends unknown[], T>(work: (...given: A) => Promise<T>) => async (...given: A) => {
      cross()
      const outcome = await work(...given)
      cross()
      return outcome
    }
    return {
      ...blobs,
      received: around(blobs.received),
      finish: around(blobs.finish),
      async add(sha256, uploader, chunk) {
        try {
          cross()
        } catch (cause) {
          // The write was under way.
          await blobs.add(sha256, uploader, chunk.subarray(0, chunk.length / 2))
          throw cause
        }
        await blobs.add(sha256, uploader, chunk)
        cross()
      },
    }
  }

  async function start(): Promise<void> {
    dead = false
    left = null
    real = await openDoors(configOf(folder), now, random)
    const doors = alter({ ...real, db: real.db.withPlugin(mortal), blobs: mortalBlobs(real.blobs), gateway: { ...real.gateway, ask: async (id) => ask(id) } })
    app = await buildApp(doors)
  }

  async function stop(): Promise<void> {
    await app.close()
    await real.close()
  }

  async function restart(): Promise<void> {
    await stop()
    await start()
  }

  async function unlessDead<T>(work: () => Promise<T>): Promise<T | null> {
    const outcome = await work().catch((cause: unknown) => (dead ? null : Promise.reject(cause)))
    if (!dead) return outcome
    deaths += 1
    await restart()
    return null
  }

  async function backUp(): Promise<void> {
    backups += 1
    const into = join(folder, `backup-${backups}`)
    mkdirSync(into)
    await sql`vacuum into ${join(into, FILE)}`.execute(real.db)
    cpSync(join(folder, 'blobs'), join(into, 'blobs'), { recursive: true })
  }

  await start()
  // There is always one: of the empty server.
  await backUp()
  return {
    /** The doors as they are, without deaths: for looking and for what an operator does. */
    doors: () => real,
    deaths: () => deaths,
    killAt(crossing: number | null) { left = crossing },
    restart,
    /** One request; `null` when the server died of it. It has been started again then. */
    async deliver({ method, path, headers, body }: Request): Promise<Reply | null> {
      return unlessDead(async () => {
        const options = { method: method as NonNullable<InjectOptions['method']>, url: path, headers, ...(body === null ? {} : { payload: body }) }
        const reply = await app.inject(options)
        const plain = Object.fromEntries(Object.entries(reply.headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])))
        return { status: reply.statusCode, headers: plain, body: reply.rawPayload, cookies: reply.cookies }
      })
    },
    /** Asks again for what is due. */
    recheck: () => unlessDead(() => runDue({ ...real, db: real.db.withPlugin(mortal), gateway: { ...real.gateway, ask: async (id) => ask(id) } })),
    /** Copies database and photographs, as an operator's nightly backup does. */
    backUp,
    /** Sets the disk back to the newest backup; `renamed` gives the history a new name. */
    async restore(renamed: boolean): Promise<void> {
      const from = join(folder, `backup-${backups}`)
      await stop()
      for (const name of [FILE, `${FILE}-wal`, `${FILE}-shm`, 'blobs']) rmSync(join(folder, name), { recursive: true, force: true })
      copyFileSync(join(from, FILE), join(folder, FILE))
      cpSync(join(from, 'blobs'), join(folder, 'blobs'), { recursive: true })
      await start()
      if (!renamed) return
      await real.db.deleteFrom('meta').where('name', '=', 'epoch').execute()
      await restart()
    },
    async close(): Promise<void> {
      await stop()
      rmSync(folder, { recursive: true })
    },
  }
}
