/** A page with the app's own doors and no screen, and the browser that shows it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { build } from 'vite'
import { chromiumFlags, needChromium } from '../support/chromium.ts'
import type { Bench } from './ledger-page/main.ts'

declare global {
  /** In the page. */
  var bench: Bench
}

/** Builds the page as the app is built; whoever serves `folder` is its origin. */
export async function buildLedgerPage(folder: string): Promise<void> {
  await build({
    root: join(import.meta.dirname, 'ledger-page'),
    configFile: false,
    logLevel: 'error',
    build: { outDir: folder, emptyOutDir: true, target: ['chrome87', 'safari15', 'firefox91'], assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  })
}

export interface Browser {
  page: Page
  /** Starts it anew on the same profile. */
  restart(): Promise<void>
  /** Ends it and removes its profile. */
  close(): Promise<void>
}

/** A browser of its own, with an empty profile, at `url`. */
export async function openLedgerPage(url: string): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), 'suan-xun-bench-ledger-'))
  const begin = async () => {
    const context = await chromium.launchPersistentContext(profile, { executablePath: needChromium(), headless: true, args: chromiumFlags, serviceWorkers: 'block' })
    const page = context.pages()[0] ?? (await context.newPage())
    await page.goto(url)
    await page.waitForFunction(() => 'bench' in globalThis)
    return page
  }
  const browser: Browser = {
    page: await begin(),
    async restart() {
      await browser.page.context().close()
      browser.page = await begin()
    },
    async close() {
      await browser.page.context().close()
      rmSync(profile, { recursive: true, force: true })
    },
  }
  return browser
}
