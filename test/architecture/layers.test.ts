import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readSources, root, type Source } from './sources.ts'

const sources = readSources()
const stations = ['scan', 'check', 'inspect', 'sync', 'follow-up', 'supervise']

/** The part of the house a file belongs to. */
function partOf(path: string): string {
  if (path.startsWith('server/')) return 'server'
  if (path === 'src/main.ts') return 'main'
  return path.split('/')[1]!
}

/** Which parts each part may import besides itself, and which packages (`null`: any). */
const rules: Record<string, { parts: string[]; packages: string[] | null }> = {
  domain: { parts: [], packages: ['valibot'] },
  device: { parts: ['domain'], packages: ['idb', 'html5-qrcode', 'zxing-wasm', 'workbox-window', 'valibot', '@noble/ed25519'] },
  ui: { parts: [], packages: ['vue'] },
  'service-worker': { parts: [], packages: ['workbox-precaching', 'workbox-routing', 'workbox-core'] },
  server: { parts: ['domain'], packages: null },
  app: { parts: ['domain', 'device', 'ui', ...stations, 'service-worker'], packages: ['vue', 'vue-router', 'pinia'] },
  main: { parts: ['domain', 'device', 'ui', 'app', ...stations], packages: ['vue', 'pinia'] },
  ...Object.fromEntries(stations.map((s) => [s, { parts: ['domain', 'device', 'ui'], packages: ['vue', 'pinia', 'vue-router'] }])),
}

function offences(source: Source): string[] {
  const part = partOf(source.path)
  const rule = rules[part]
  if (rule === undefined) return [`${source.path} belongs to no part`]
  const wrongParts = source.local
    .filter((target) => partOf(target) !== part && !rule.parts.includes(partOf(target)))
    // Both sides of a message read one list of messages.
    .filter((target) => !(part === 'device' && target === 'src/service-worker/messages.ts'))
    .map((target) => `${source.path} must not import ${target}`)
  const wrongPackages = source.packages.filter((name) => rule.packages !== null && !rule.packages.includes(name)).map((name) => `${source.path} must not import ${name}`)
  return [...wrongParts, ...wrongPackages]
}

describe('the house', () => {
  it('is read at all', () => {
    expect(sources.length).toBeGreaterThan(80)
    for (const part of ['domain', 'device', 'ui', 'app', 'server', 'scan', 'check', 'inspect', 'sync', 'supervise', 'service-worker']) {
      expect(sources.some((s) => partOf(s.path) === part), part).toBe(true)
    }
  })

  it('keeps who may import whom', () => {
    expect(sources.flatMap(offences)).toEqual([])
  })

  it('sees a forbidden import', () => {
    const planted: Source = { path: 'src/domain/planted.ts', text: '', local: ['src/device/doors.ts'], packages: ['vue'] }
    expect(offences(planted)).toHaveLength(2)
    expect(offences({ path: 'src/sync/planted.ts', text: '', local: ['src/check/ask.ts'], packages: [] })).toHaveLength(1)
    expect(offences({ path: 'src/misc/planted.ts', text: '', local: [], packages: [] })).toEqual(['src/misc/planted.ts belongs to no part'])
  })

  it('imports only files that exist, and tests import them by their names', () => {
    const missing = sources.flatMap((s) => s.local.filter((target) => !existsSync(join(root, target))).map((target) => `${s.path} → ${target}`))
    expect(missing).toEqual([])
  })

  it('has no cycle', () => {
    const graph = new Map(sources.map((s) => [s.path, s.local]))
    const done = new Set<string>()
    const cycles: string[] = []
    const walk = (path: string, trail: string[]) => {
      if (trail.includes(path)) cycles.push([...trail.slice(trail.indexOf(path)), path].join(' → '))
      else if (!done.has(path)) {
        for (const next of graph.get(path) ?? []) walk(next, [...trail, path])
        done.add(path)
      }
    }
    for (const path of graph.keys()) walk(path, [])
    expect(cycles).toEqual([])
  })

  it('keeps the wire’s own spelling of its fields inside the platform’s folder', () => {
    // The methods' names are the operator's words, too; the fields' are nobody's but the wire's.
    const spelled = /\b(Yxq|codeType|Zjhm|bagsBH|bsgsBH|PrjAdress|Jdwlxr|Qyzzjgdm|Kqsj|KqFlag)\b/
    const outside = sources.filter((s) => !s.path.startsWith('server/platform/') && spelled.test(s.text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')))
    expect(outside.map((s) => s.path)).toEqual([])
  })

  it('never turns a code’s content into a link or into markup', () => {
    expect(sources.filter((s) => /v-html|innerHTML|window\.open|document\.write/.test(s.text)).map((s) => s.path)).toEqual([])
  })
})
