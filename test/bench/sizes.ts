/** What a phone has to fetch, read from the built files themselves: chunks are known by what is in them, not by their names. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { parseAst } from 'vite'
import type { Row } from './rows.ts'

const KB = 1024
const FIRST_LOAD = 90

/** The sizes of the app built in `dist`. */
export function sizes(dist: string): Row[] {
  const read = (path: string) => readFileSync(join(dist, path))
  const gzip = (paths: Iterable<string>) => sum(paths, (path) => gzipSync(read(path), { level: 9 }).length)
  const brotli = (paths: Iterable<string>) => sum(paths, (path) => brotliCompressSync(read(path)).length)
  const raw = (paths: Iterable<string>) => sum(paths, (path) => read(path).length)

  const precached = precachedBy(read('sw.js').toString())
  const code = precached.filter((path) => /\.(js|css)$/.test(path))
  const scripts = code.filter((path) => path.endsWith('.js'))
  const first = firstLoad(read('index.html').toString(), (path) => read(path).toString())
  const reader = only(scripts.filter((path) => sourcesOf(read(`${path}.map`).toString()).some((source) => source.includes('/html5-qrcode/'))))
  // Vite lists the worker nowhere: it is the script made from the worker's source.
  const worker = only(scripts.filter((path) => sourcesOf(read(`${path}.map`).toString()).some((source) => source.endsWith('src/device/decoder/worker.ts'))))
  const wasm = only(readdirSync(join(dist, 'assets')).filter((file) => file.endsWith('.wasm'))).map((file) => `assets/${file}`)
  const rest = code.filter((path) => !first.has(path) && ![...reader, ...worker].includes(path))

  const row = (what: string, paths: Iterable<string>, more: Partial<Row> = {}): Row => ({
    what, unit: 'KB', values: [gzip(paths)], ...more, note: more.note ?? `brotli ${brotli(paths).toFixed(0)}, as it is ${raw(paths).toFixed(0)}`,
  })
  return [
    row('first load, home screen included: JS + CSS, gzip', first, { goal: FIRST_LOAD, note: `${first.size} files, brotli ${brotli(first).toFixed(0)}, as it is ${raw(first).toFixed(0)}` }),
    row('  of that JS', [...first].filter((path) => path.endsWith('.js'))),
    row('  of that CSS', [...first].filter((path) => path.endsWith('.css'))),
    row('lazy: html5-qrcode, gzip', reader),
    row('lazy: decoder worker, gzip', worker),
    row('lazy: ZXing-C++ WASM, gzip', wasm),
    row('lazy: all other JS + CSS, gzip', rest, { note: `${rest.length} files` }),
    row('precached in all, gzip', precached, { note: `${precached.length} files, as they are ${raw(precached).toFixed(0)}` }),
  ]
}

/** What `index.html` names, and whatever those scripts import statically: all of it is fetched before the app starts. */
function firstLoad(html: string, read: (path: string) => string): Set<string> {
  const named = [...html.matchAll(/<(?:script|link)\b[^>]*\b(?:src|href)="\/([^"]+\.(?:js|css))"/g)].map((match) => match[1] ?? '')
  const found = new Set<string>()
  const visit = (path: string): void => {
    if (found.has(path)) return
    found.add(path)
    if (path.endsWith('.js')) for (const imported of staticImports(read(path))) visit(join('assets', imported))
  }
  named.forEach(visit)
  if (found.size === 0) throw new Error('index.html names no script')
  return found
}

function staticImports(script: string): string[] {
  return parseAst(script).body.flatMap((statement) => ('source' in statement && statement.source !== null ? [String(statement.source.value)] : []))
}

function precachedBy(serviceWorker: string): string[] {
  const paths = [...serviceWorker.matchAll(/"url":"([^"]+)"/g)].map((match) => match[1] ?? '')
  if (paths.length === 0) throw new Error('sw.js names no file to precache')
  return paths
}

function sourcesOf(map: string): string[] {
  return (JSON.parse(map) as { sources: string[] }).sources
}

/** The one file that was looked for; another number means that the build has changed and this benchmark must follow. */
function only(found: string[]): string[] {
  if (found.length !== 1) throw new Error(`expected one file, found ${found.length}: ${found.join(', ')}`)
  return found
}

function sum(paths: Iterable<string>, bytes: (path: string) => number): number {
  return [...paths].reduce((total, path) => total + bytes(path), 0) / KB
}
