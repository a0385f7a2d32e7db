import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import { gzipSync } from 'node:zlib'
import iconv from 'iconv-lite'
import { generate } from 'selfsigned'
import { afterEach, describe, expect, it } from 'vitest'
import { writeEnvelope } from '../../../server/platform/envelope.ts'
import { createWire, type Wire } from '../../../server/platform/wire.ts'

const good = writeEnvelope('1.1', '<GetSAMInfoResponse xmlns="http://tempuri.org/"><GetSAMInfoResult>eyJhIjoxfQ==</GetSAMInfoResult></GetSAMInfoResponse>')
const request = { headers: { 'content-type': 'text/xml' }, body: '<x/>' }
const open: (() => unknown)[] = []

afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

function listen(server: Server & { closeAllConnections(): void }, protocol = 'http'): Promise<Wire> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => {
    const endpoint = `${protocol}://127.0.0.1:${(server.address() as AddressInfo).port}/Service.asmx`
    const wire = createWire({ endpoint, deadlineMs: 5000, concurrency: 2, maxReplyBytes: 64 * 1024 })
    open.push(() => server.closeAllConnections(), () => wire.close(), () => server.close())
    resolve(wire)
  }))
}

const post = (wire: Wire, deadlineMs = 5000) => wire.post(request, AbortSignal.timeout(deadlineMs))
const against = async (handler: RequestListener, deadlineMs?: number) => post(await listen(createServer(handler)), deadlineMs)

describe('a reply over HTTP', () => {
  it('is read when all is well', async () => {
    expect(await against((_q, r) => r.end(good))).toEqual({ kind: 'result', text: 'eyJhIjoxfQ==' })
  })

  it('is read when it is compressed unasked, or in GB18030', async () => {
    expect(await against((_q, r) => r.setHeader('content-encoding', 'gzip').end(gzipSync(good)))).toMatchObject({ kind: 'result' })
    const chinese = iconv.encode(good.replace('eyJhIjoxfQ==', '校验密码错误'), 'gb18030')
    expect(await against((_q, r) => r.end(chinese))).toEqual({ kind: 'result', text: '校验密码错误' })
  })

  it.each<[string, string, RequestListener]>([
    ['a web page with 500', 'http', (_q, r) => r.writeHead(500).end('<html>error</html>')],
    ['a web page with 200', 'http', (_q, r) => r.end(iconv.encode('<!DOCTYPE html><html>错误</html>', 'gb2312'))],
    ['a redirect', 'http', (_q, r) => r.writeHead(302, { location: '/error.html' }).end()],
    ['a proxy out of service', 'http', (_q, r) => r.writeHead(503, { 'retry-after': '5' }).end()],
    ['a good reply under 404', 'http', (_q, r) => r.writeHead(404).end(good)],
    ['a refusal for too many questions', 'rate', (_q, r) => r.writeHead(429).end()],
    ['a SOAP fault with 500', 'soap-fault', (_q, r) => r.writeHead(500).end(writeEnvelope('1.1', '<soap:Fault/>'))],
    ['a SOAP fault with 200', 'soap-fault', (_q, r) => r.end(writeEnvelope('1.1', '<soap:Fault/>'))],
    ['nothing with 200', 'bad-xml', (_q, r) => r.end()],
    ['half an envelope', 'bad-xml', (_q, r) => r.end(good.slice(0, 120))],
    ['an entity bomb', 'bad-xml', (_q, r) => r.end(good.replace('?>', '?><!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>'))],
    ['an empty result', 'platform', (_q, r) => r.end(good.replace('eyJhIjoxfQ==', ' '))],
    ['a missing result', 'platform', (_q, r) => r.end(writeEnvelope('1.1', '<GetSAMInfoResponse/>'))],
    ['a reply without end', 'http', (_q, r) => r.end(`${good}${' '.repeat(100_000)}`)],
    ['a compressed reply without end', 'http', (_q, r) => r.setHeader('content-encoding', 'gzip').end(gzipSync(`${good}${' '.repeat(1_000_000)}`))],
    ['a broken compression', 'http', (_q, r) => r.setHeader('content-encoding', 'gzip').end('no gzip')],
    ['a cut connection', 'http', (q) => q.socket.destroy()],
    ['a connection cut in the middle', 'http', (q, r) => {
      r.writeHead(200, { 'content-length': 10_000 }).write('<?xml', () => q.socket.destroy())
    }],
    ['silence', 'timeout', () => undefined],
    ['a drip of one byte at a time', 'timeout', (_q, r) => {
      const drip = setInterval(() => r.write(' '), 20)
      r.once('close', () => clearInterval(drip))
    }],
  ])('that is %s becomes the fault "%s"', async (_what, fault, handler) => {
    const started = performance.now()
    expect(await against(handler, fault === 'timeout' ? 200 : 5000)).toMatchObject({ kind: 'trouble', fault })
    expect(performance.now() - started).toBeLessThan(2500)
  })

  it('from nobody at all is the fault "http"', async () => {
    const server = createServer()
    const wire = await listen(server)
    await new Promise((resolve) => server.close(resolve))
    expect(await post(wire)).toEqual({ kind: 'trouble', fault: 'http', detail: 'ECONNREFUSED' })
  })

  it('under a certificate that nobody vouches for is the fault "tls"', async () => {
    const pems = await generate([{ name: 'commonName', value: '127.0.0.1' }])
    const server = createTlsServer({ key: pems.private, cert: pems.cert }, (_q, r) => r.end(good))
    expect(await post(await listen(server, 'https'))).toMatchObject({ kind: 'trouble', fault: 'tls' })
  })

  it('comes from a request that was not changed on its way', async () => {
    let seen = ''
    await against((q, r) => {
      seen = `${q.method} ${q.url} ${q.headers['accept-encoding']}`
      r.end(good)
    })
    expect(seen).toBe('POST /Service.asmx identity')
  })
})
