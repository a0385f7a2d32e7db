/**
 * `npm run bench`: builds the app into a folder of its own, where a part needs it, measures, and prints one table. A benchmark never
 * judges: the exit code says only whether it could be run. Arguments choose parts by name, for example `npm run bench -- sizes scan`.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { needChromium } from '../support/chromium.ts'
import { coldStart } from './cold-start.ts'
import { crew } from './crew.ts'
import { prepareField } from './field.ts'
import { ledger } from './ledger.ts'
import { platform } from './platform.ts'
import { tableOf, type Row } from './rows.ts'
import { scan } from './scan.ts'
import { sizes } from './sizes.ts'

const parts = ['sizes', 'cold-start', 'scan', 'crew', 'ledger', 'platform'] as const
type Part = (typeof parts)[number]
const wanted = process.argv.slice(2)
if (wanted.some((name) => !parts.some((part) => part === name))) throw new Error(`the parts are ${parts.join(', ')}`)
const isWanted = (part: Part) => wanted.length === 0 || wanted.includes(part)

const root = resolve(import.meta.dirname, '../..')
const dist = mkdtempSync(join(tmpdir(), 'suan-xun-bench-'))
try {
  const inBrowser = (['sizes', 'cold-start', 'scan', 'crew'] as const).some(isWanted)
  const version = inBrowser ? `, ${spawnSync(needChromium(), ['--version'], { encoding: 'utf8' }).stdout.trim()}` : ''
  console.log(`${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}), load ${load()}, Node ${process.versions.node}${version}`)
  if (inBrowser) build()
  const rows = await measure()
  console.log(`\n${tableOf(rows)}\n\nload at the end ${load()}`)
} finally {
  rmSync(dist, { recursive: true, force: true })
}

function build(): void {
  const { status } = spawnSync(join(root, 'node_modules/.bin/vite'), ['build', '--outDir', dist, '--emptyOutDir', '--logLevel', 'error'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) throw new Error('the build failed')
}

/** How many processes want a core, over the last minute: above the number of cores, times mean little. */
function load(): string {
  return (loadavg()[0] ?? 0).toFixed(1)
}

async function measure(): Promise<Row[]> {
  const rows: Row[] = []
  if (isWanted('sizes')) rows.push(...sizes(dist))
  if (isWanted('cold-start') || isWanted('scan')) {
    const field = await prepareField(dist)
    try {
      if (isWanted('cold-start')) rows.push(...(await coldStart(field)))
      if (isWanted('scan')) rows.push(...(await scan(field)))
    } finally {
      await field.close()
    }
  }
  if (isWanted('crew')) rows.push(...(await crew(dist)))
  if (isWanted('ledger')) rows.push(...(await ledger()))
  if (isWanted('platform')) rows.push(...(await platform()))
  return rows
}
