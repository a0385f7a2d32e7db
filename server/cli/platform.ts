/** `npm run platform -- …`: the operator's tool for the city platform. What it can do is in `platform/commands.ts`. */
import { once } from 'node:events'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { runCommand } from './platform/commands.ts'

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
const stopped = new AbortController()
process.once('SIGINT', () => stopped.abort())

process.exitCode = await runCommand(process.argv.slice(2), {
  env: process.env,
  root: resolve(import.meta.dirname, '../..'),
  now: () => Date.now(),
  say: (line) => console.log(line),
  async readLine() {
    const { value } = (await lines.next()) as { value?: string }
    return value?.trim() ?? ''
  },
  async untilStopped() {
    if (!stopped.signal.aborted) await once(stopped.signal, 'abort')
  },
})
process.stdin.destroy()
