/** Builds the page with the product's own modules, for the real server to serve in the app's place. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'

export async function buildPage(): Promise<{ distDir: string; remove(): Promise<void> }> {
  const distDir = await mkdtemp(join(tmpdir(), 'suan-xun-page-'))
  await build({
    root: join(import.meta.dirname, 'page'),
    configFile: false,
    logLevel: 'error',
    build: { outDir: distDir, emptyOutDir: true, target: ['chrome87', 'safari15', 'firefox91'], modulePreload: { polyfill: false } },
  })
  return { distDir, remove: () => rm(distDir, { recursive: true, force: true }) }
}
