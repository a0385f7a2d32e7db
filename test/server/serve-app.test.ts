import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServer, type TestServer } from '../support/server.ts'

let server: TestServer
let distDir: string

beforeAll(async () => {
  distDir = await mkdtemp(join(tmpdir(), 'suan-xun-dist-'))
  await mkdir(join(distDir, 'assets'))
  await writeFile(join(distDir, 'index.html'), '<!doctype html><title>苏安巡</title>')
  await writeFile(join(distDir, 'sw.js'), 'self')
  await writeFile(join(distDir, 'assets/app-1a2b.js'), 'app')
  server = await startServer({ config: { distDir } })
})
afterAll(async () => {
  await server.close()
  await rm(distDir, { recursive: true })
})

describe('serving the app', () => {
  it.each([
    ['/', 200, 'no-cache'],
    ['/visits/123?from=home', 200, 'no-cache'],
    ['/sw.js', 200, 'no-cache'],
    ['/assets/app-1a2b.js', 200, 'public, max-age=31536000, immutable'],
    ['/assets/app-gone.js', 404, 'no-store'],
    ['/missing.png', 404, 'no-store'],
    ['/api/nothing', 404, 'no-store'],
    ['/%2e%2e/package.json', 404, 'no-store'],
  ])('%s answers %i with cache-control %s', async (url, status, caching) => {
    const reply = await server.app.inject(url)
    expect([reply.statusCode, reply.headers['cache-control']]).toEqual([status, caching])
    if (status === 404) expect(reply.json()).toEqual({ code: 'not-found' })
  })

  it('never answers a change with a page', async () => {
    expect((await server.app.inject({ method: 'POST', url: '/visits' })).json()).toEqual({ code: 'not-found' })
  })

  it('allows no foreign script, no inline script and no upgrade that would break a plain-HTTP trial', async () => {
    const { headers } = await server.app.inject('/')
    const policy = String(headers['content-security-policy'])
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval';")
    expect(policy).not.toContain('upgrade-insecure-requests')
    expect([headers['strict-transport-security'], headers['permissions-policy']]).toEqual([undefined, 'camera=(self), geolocation=(self), microphone=(), payment=()'])
  })

  it('is healthy and ready', async () => {
    expect([(await server.app.inject('/health')).statusCode, (await server.app.inject('/ready')).statusCode]).toEqual([200, 200])
  })
})
