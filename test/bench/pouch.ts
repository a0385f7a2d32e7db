/** PouchDB 9 with its own server, to measure beside. Too heavy and too old to be a dependency: installed for the moment, into a folder of its own. */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../support/server-process.ts'

const PACKAGES = ['pouchdb@9.0.0', 'express-pouchdb@4.2.0', 'express@4.21.2']

export interface Pouch {
  /** The script for the page. */
  script: string
  /** A new, empty server that also serves the page in `folder`. */
  serve(folder: string): Promise<PouchServer>
  remove(): void
}

export interface PouchServer {
  url: string
  /** What it has used so far (ms). */
  cpu(): Promise<number>
  close(): Promise<void>
}

/** Installs from whatever registry npm is set to; `null` when that is not possible. */
export function installPouch(): Pouch | null {
  const folder = mkdtempSync(join(tmpdir(), 'suan-xun-bench-pouch-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  const installed = spawnSync('npm', ['install', '--prefix', folder, '--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--loglevel', 'error', ...PACKAGES], {
    stdio: 'ignore',
    shell: process.platform === 'win32',
  })
  // LevelDB is native code, ready-made for the usual systems only.
  const runs = () => spawnSync(process.execPath, ['-e', 'require("pouchdb"); require("leveldown")'], { cwd: folder, stdio: 'ignore' }).status === 0
  if (installed.status !== 0 || !runs()) {
    remove()
    return null
  }
  return { script: join(folder, 'node_modules/pouchdb/dist/pouchdb.min.js'), serve: (page) => serve(folder, page), remove }
}

async function serve(folder: string, page: string): Promise<PouchServer> {
  const data = mkdtempSync(join(tmpdir(), 'suan-xun-bench-couch-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const child = spawn(process.execPath, [join(import.meta.dirname, 'pouch-server.ts'), folder, data, page, String(port)], { stdio: ['ignore', 'ignore', 'inherit'] })
  const ended = new Promise((done) => child.once('exit', done))
  const server: PouchServer = {
    url,
    cpu: async () => ((await (await fetch(`${url}/cpu`)).json()) as { ms: number }).ms,
    async close() {
      child.kill()
      await ended
      rmSync(data, { recursive: true, force: true })
    },
  }
  for (let tries = 0; tries < 100; tries += 1) {
    if (await server.cpu().then(() => true, () => false)) return server
    await new Promise((later) => setTimeout(later, 100))
  }
  await server.close()
  throw new Error('the server of PouchDB was not ready within 10 s')
}
