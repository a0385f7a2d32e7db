/** Builds the scanning doors as the app does and serves them on loopback, with the app's strict content security policy. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const ROOT = fileURLToPath(new URL('./scan-page/', import.meta.url))
const STUB = fileURLToPath(new URL('../../src/device/decoder/no-zxing-js.ts', import.meta.url))
const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm', '.css': 'text/css' }
const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' blob:; media-src 'self' blob:"

export interface ScanPage {
  url: string
  /** Paths asked for so far. */
  asked: string[]
  close: () => Promise<void>
}

export async function serveScanPage(): Promise<ScanPage> {
  const out = await mkdtemp(join(tmpdir(), 'scan-page-'))
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    resolve: { alias: [{ find: /.*zxing-html5-qrcode-decoder(\.js)?$/, replacement: STUB }] },
    build: { outDir: out, emptyOutDir: true, target: ['chrome87', 'safari15', 'firefox91'], assetsInlineLimit: 0 },
    worker: { format: 'es' },
  })
  const asked: string[] = []
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    asked.push(path)
    readFile(join(out, path === '/' ? 'index.html' : path)).then(
      (body) => {
        response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'text/html', 'content-security-policy': POLICY })
        response.end(body)
      },
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    asked,
    async close() {
      server.closeAllConnections()
      server.close()
      await rm(out, { recursive: true, force: true })
    },
  }
}
