/** Builds the page of the decoders and serves it on loopback, the photos beside it. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' }
const STUB = fileURLToPath(new URL('../../../src/device/decoder/no-zxing-js.ts', import.meta.url))

export interface BenchSite {
  url: string
  /** The address of a photo on this machine. */
  photo: (path: string) => string
  close: () => Promise<void>
}

/** @param asInApp leaves html5-qrcode's own decoder out, as the app's build does. */
export async function serveBenchPage(asInApp: boolean): Promise<BenchSite> {
  const out = await mkdtemp(join(tmpdir(), 'scan-bench-'))
  await build({
    root: fileURLToPath(new URL('./page/', import.meta.url)),
    configFile: false,
    logLevel: 'error',
    resolve: { alias: asInApp ? [{ find: /.*zxing-html5-qrcode-decoder(\.js)?$/, replacement: STUB }] : [] },
    build: { outDir: out, emptyOutDir: true, assetsInlineLimit: 0, chunkSizeWarningLimit: 2000 },
    worker: { format: 'es' },
  })
  const photos: string[] = []
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    const page = path === '/' ? '/index.html' : path
    const photo = /^\/photo\/(\d+)$/.exec(path)
    readFile(photo ? (photos[Number(photo[1])] ?? '') : join(out, page)).then(
      (body) => response.writeHead(200, { 'content-type': TYPES[extname(page)] ?? 'application/octet-stream' }).end(body),
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  return {
    url,
    photo: (path) => `${url}photo/${photos.push(path) - 1}`,
    async close() {
      server.closeAllConnections()
      server.close()
      await rm(out, { recursive: true, force: true })
    },
  }
}
