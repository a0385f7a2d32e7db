/** Every decoder over every photo, each decoder in a page of its own. */
import type { Browser } from '@playwright/test'
import { median } from '../rows.ts'
import type { PhotoSet } from './corpus.ts'
import type { ScanBench } from './page/main.ts'
import type { DecoderName } from './page/stills.ts'
import type { BenchSite } from './site.ts'

declare global {
  interface Window {
    bench: ScanBench
  }
}

export const decoderNames: readonly DecoderName[] = ['this product', 'html5-qrcode', 'jsQR', 'qr-scanner', 'zxing-wasm']

export interface SetResult {
  decoder: DecoderName
  set: string
  /** Photos with a code, and those of which its text was read. */
  codes: number
  read: number
  /** Texts read from photos that hold none, or another. */
  wrong: number
  ms: number[]
  /** Of the page, while it read. */
  longest: number
  tasks: number
}

export async function measureStills(browser: Browser, site: BenchSite, sets: readonly PhotoSet[]): Promise<SetResult[]> {
  const results: SetResult[] = []
  for (const decoder of decoderNames) {
    const page = await browser.newPage()
    await page.goto(site.url)
    await page.waitForFunction(() => 'bench' in window)
    const read = (path: string) => page.evaluate(([name, url]) => window.bench.readStill(name, url), [decoder, site.photo(path)] as const)
    // Loading the WASM and compiling are no part of a photo.
    for (const { path } of (sets[0]?.photos ?? []).slice(0, 3)) await read(path)
    for (const { name, photos } of sets) {
      const result: SetResult = { decoder, set: name, codes: 0, read: 0, wrong: 0, ms: [], longest: 0, tasks: 0 }
      await page.evaluate(() => window.bench.stopwatch())
      for (const { path, text } of photos) {
        const { texts, ms } = await read(path)
        result.ms.push(ms)
        if (text !== null) result.codes += 1
        if (text !== null && texts.includes(text)) result.read += 1
        else if (texts.length > 0) result.wrong += 1
      }
      Object.assign(result, await page.evaluate(() => window.bench.stopwatch()))
      results.push(result)
    }
    await page.close()
    console.log(`  ${decoder}: done`)
  }
  return results
}

/** One row per set, and one for all; one column per decoder. */
export function tableOfRates(results: readonly SetResult[]): string {
  const sets = [...new Set(results.map(({ set }) => set))]
  const rate = (of: readonly SetResult[]): string => {
    const [codes, read, wrong] = [sum(of, 'codes'), sum(of, 'read'), sum(of, 'wrong')]
    return `${codes > 0 ? `${read} of ${codes}` : '–'}${wrong > 0 ? `, ${wrong} wrong` : ''}`
  }
  return markdown(
    ['codes read', ...decoderNames],
    [...sets, null].map((set) => [set ?? '**all**', ...decoderNames.map((name) => rate(results.filter(({ decoder, set: of }) => decoder === name && (set === null || of === set))))]),
  )
}

/** What it costs: one row per decoder. */
export function tableOfCosts(results: readonly SetResult[]): string {
  return markdown(
    ['decoder', 'median', 'p95', 'page held up for at most', 'tasks over 50 ms'],
    decoderNames.map((name) => {
      const mine = results.filter(({ decoder }) => decoder === name)
      const ms = mine.flatMap((result) => result.ms).sort((a, b) => a - b)
      const p95 = ms[Math.floor(ms.length * 0.95)] ?? 0
      return [name, `${median(ms).toFixed(1)} ms`, `${p95.toFixed(0)} ms`, `${Math.max(...mine.map(({ longest }) => longest)).toFixed(0)} ms`, String(sum(mine, 'tasks'))]
    }),
  )
}

function sum(results: readonly SetResult[], what: 'codes' | 'read' | 'wrong' | 'tasks'): number {
  return results.reduce((total, result) => total + result[what], 0)
}

export function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows]
  const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)))
  const line = (row: readonly string[]): string => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  return [line(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...rows.map(line)].join('\n')
}
