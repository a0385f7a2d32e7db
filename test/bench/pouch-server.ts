/** A process of its own: PouchDB's server over LevelDB, from the folder where it was installed. Arguments: that folder, data, page, port. */
import { createRequire } from 'node:module'
import { join } from 'node:path'

interface App {
  use(...handlers: unknown[]): void
  get(path: string, handler: (request: unknown, reply: { json(value: unknown): void }) => void): void
  listen(port: number, host: string): void
}

const [folder = '', data = '', page = '', port = ''] = process.argv.slice(2)
const load = createRequire(join(folder, 'package.json'))
const express = load('express') as (() => App) & { static(folder: string): unknown }
const expressPouch = load('express-pouchdb') as (pouch: unknown, options: { mode: string }) => unknown
const pouch = load('pouchdb') as { defaults(options: { prefix: string }): unknown }

const app = express()
app.get('/cpu', (_, reply) => {
  const { user, system } = process.cpuUsage()
  reply.json({ ms: (user + system) / 1000 })
})
app.use('/couch', expressPouch(pouch.defaults({ prefix: `${data}/` }), { mode: 'minimumForPouchDB' }))
app.use(express.static(page))
app.listen(Number(port), '127.0.0.1')
