/** Power cuts of the server: its data folder is on a disk whose power is cut while a phone pushes and uploads. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import BetterSqlite from 'better-sqlite3'
import { startServerProcess } from '../../support/server-process.ts'
import { auditServer } from './compare.ts'
import { openLoopDisk } from './loop-disk.ts'
import { seeded } from './seeded.ts'
import { startClient } from './server-client.ts'

const MEGABYTES = 800
const WORKS_FOR = { least: 150, most: 1_800 }

export interface ServerCuts {
  receipts: number
  photoReceipts: number
  stored: number
  written: number
  lost: string[]
  wrong: string[]
  control: { acknowledged: number; lost: number }
}

export async function cutServer(seed: number, cuts: number): Promise<ServerCuts> {
  const random = seeded(seed)
  const disk = openLoopDisk(MEGABYTES)
  const dataDir = join(disk.folder, 'data')
  const server = await startServerProcess({ DATA_DIR: dataDir, LOG_LEVEL: 'fatal' })
  const control = { acknowledged: 0, lost: 0 }
  const [lost, wrong]: [string[], string[]] = [[], []]
  try {
    const client = await startClient(server.url, random)
    for (let cut = 0; cut < cuts; cut += 1) {
      const writer = startWriter(join(disk.folder, `control-${cut}.db`))
      client.work()
      await sleep(WORKS_FOR.least + random.upTo(WORKS_FOR.most - WORKS_FOR.least))
      disk.cut()
      const committed = writer.committed()
      const resting = client.rest()
      await Promise.all([server.kill(), writer.kill()])
      await resting
      disk.remount()
      control.acknowledged += committed
      control.lost += Math.max(0, committed - rowsIn(join(disk.folder, `control-${cut}.db`)))
      await server.restart()
      const audit = auditServer(dataDir)
      const hashes = new Map(audit.entries.map((entry) => [entry.id, entry.hash]))
      for (const [id, hash] of client.receipts) if (hashes.get(id) !== hash) lost.push(`cut ${cut + 1}: ${id} has a receipt and is not there`)
      for (const photo of client.photoReceipts) if (!audit.photos.has(photo)) lost.push(`cut ${cut + 1}: photograph ${photo} has a receipt and is not there`)
      wrong.push(...audit.faults)
    }
    const end = await client.finish()
    if (end !== 'quiet') wrong.push(`the phone did not come to rest: ${end}`)
    const { entries, quarantined, faults } = auditServer(dataDir)
    const stored = entries.filter((entry) => client.written.has(entry.id)).length
    if (stored !== client.written.size) wrong.push(`${client.written.size - stored} written entries never arrived`)
    if (quarantined > 0) wrong.push(`${quarantined} kept aside`)
    return { receipts: client.receipts.size, photoReceipts: client.photoReceipts.size, stored, written: client.written.size, lost, wrong: [...wrong, ...faults], control }
  } finally {
    await server.close()
    disk.close()
  }
}

function startWriter(file: string): { committed(): number; kill(): Promise<void> } {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'sqlite-writer.ts'), file], { stdio: ['ignore', 'pipe', 'ignore'] })
  let last = 0
  child.stdout.on('data', (piece: Buffer) => { last = Number(piece.toString().trimEnd().split('\n').at(-1)) })
  return {
    committed: () => last,
    kill: () => new Promise((ended) => {
      if (child.exitCode !== null || child.signalCode !== null) return ended()
      child.once('exit', () => ended())
      child.kill('SIGKILL')
    }),
  }
}

/** 0 where even the table is gone. */
function rowsIn(file: string): number {
  if (!existsSync(file)) return 0
  const db = new BetterSqlite(file)
  try {
    return (db.prepare('select count(*) as rows from row').get() as { rows: number }).rows
  } catch {
    return 0
  } finally {
    // What stays open here keeps the disk from being unmounted.
    db.close()
  }
}
