import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import vue from '@vitejs/plugin-vue'
import { defineConfig, type Plugin } from 'vite'
import packageJson from './package.json' with { type: 'json' }
import { VitePWA } from 'vite-plugin-pwa'

// The API, the simulator and the demonstration codes are served by the server; `npm run dev` hands them on to it.
const served = ['/api', '/demo', '/simulator', '/health']

/** Puts a `.br` and a `.gz` beside every text of the build, for the server to send as they are. */
function precompress(): Plugin {
  let folder = ''
  const compress = (within: string): void => {
    for (const name of readdirSync(within)) {
      const path = join(within, name)
      if (statSync(path).isDirectory()) compress(path)
      else if (/\.(js|css|html|svg|wasm|webmanifest)$/.test(name)) {
        const bytes = readFileSync(path)
        writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }))
        writeFileSync(`${path}.gz`, gzipSync(bytes))
      }
    }
  }
  // After the service worker has been written, which happens when the bundle is closed.
  return {
    name: 'precompress',
    apply: 'build',
    enforce: 'post',
    configResolved: ({ root, build }) => { folder = resolve(root, build.outDir) },
    closeBundle: { order: 'post', sequential: true, handler: () => compress(folder) },
  }
}

export default defineConfig({
  define: { __APP__: JSON.stringify({ version: packageJson.version }) },
  plugins: [
    vue(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/service-worker',
      filename: 'sw.ts',
      registerType: 'prompt',
      injectRegister: false,
      manifest: false,
      injectManifest: {
        globPatterns: ['**/*.{js,css,html,wasm,png,svg,mp3,webmanifest}'],
        maximumFileSizeToCacheInBytes: 4 * 1024 * 1024,
      },
    }),
    precompress(),
  ],
  resolve: {
    // html5-qrcode brings a second, older decoder of 86 KB that is never asked: ours stands behind `BarcodeDetector`.
    alias: [{ find: /.*zxing-html5-qrcode-decoder(\.js)?$/, replacement: fileURLToPath(new URL('./src/device/decoder/no-zxing-js.ts', import.meta.url)) }],
  },
  worker: { format: 'es' },
  build: { target: ['chrome87', 'safari15', 'firefox91'], sourcemap: true, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: { host: '127.0.0.1', port: 5173, proxy: Object.fromEntries(served.map((path) => [path, { target: 'http://127.0.0.1:8080', changeOrigin: false }])) },
})
