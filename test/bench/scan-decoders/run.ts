/**
 * `npm run bench:scan`: this product's decoder beside others in a real Chromium, over folders of photographs and over live pictures. Like
 * every benchmark it never judges. Arguments: a folder with photos and a `.txt` beside each, and `stills` or `live` for one part alone.
 */
import { availableParallelism, cpus, loadavg } from 'node:os'
import { chromium } from '@playwright/test'
import { chromiumFlags, needChromium } from '../../support/chromium.ts'
import { findCorpus, readCorpus } from './corpus.ts'
import { measureLive } from './live.ts'
import { serveBenchPage } from './site.ts'
import { measureStills, tableOfCosts, tableOfRates } from './stills.ts'

const words = process.argv.slice(2)
const isPart = (word: string): boolean => word === 'stills' || word === 'live'
const parts = words.filter(isPart)
const corpus = findCorpus(words.find((word) => !isPart(word)))
const load = (): string => (loadavg()[0] ?? 0).toFixed(1)

console.log(`${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}), load ${load()}, Node ${process.versions.node}`)
if (!parts.includes('live')) await stills()
if (!parts.includes('stills')) await live()
console.log(`load at the end ${load()}`)

async function stills(): Promise<void> {
  if (corpus === null) {
    console.log('No photographs: give a folder of pictures with a .txt beside each ("npm run bench:scan -- <folder>"), or set QR_CORPUS.')
    return
  }
  const site = await serveBenchPage(false)
  const browser = await chromium.launch({ executablePath: needChromium(), args: chromiumFlags })
  try {
    console.log(`photographs of ${corpus}, Chromium ${browser.version()}`)
    const results = await measureStills(browser, site, readCorpus(corpus))
    console.log(`\n${tableOfRates(results)}\n\n${tableOfCosts(results)}\n`)
  } finally {
    await browser.close()
    await site.close()
  }
}

async function live(): Promise<void> {
  const site = await serveBenchPage(true)
  try {
    console.log('live pictures')
    console.log(`\n${await measureLive(site)}\n`)
  } finally {
    await site.close()
  }
}
