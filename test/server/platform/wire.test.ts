import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import { gzipSync } from 'node:zlib'
import iconv from 'iconv-lite'
import { generate } from 'selfsigned'
import { afterEach, describe, expect, it } from 'vitest'
import { writeEnvelope } from '../../../server/platform/envelope.ts'
import type { Protocol } from '../../../server/platform/envelope.ts'
import { createWire, type Wire } from '../../../server/platform/wire.ts'

const good = writeEnvelope('1.1', '<GetSAMInfoResponse xmlns="http://tempuri.org/"><GetSAMInfoResult>eyJhIjoxfQ==</GetSAMInfoResult></GetSAMInfoResponse>')
const request = { path: '', headers: { 'content-type': 'text/xml' }, body: '<x/>' }
const open: (() => unknown)[] = []

afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

function listen(server: Server & { closeAllConnections(): void }, scheme = 'http', protocol: Protocol = 'soap-1.1', maxReplyBytes = 64 * 1024): Promise<Wire> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => {
    const endpoint = `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}/Service.asmx`
    const wire = createWire({ endpoint, protocol, replyCharset: 'auto' }, { connections: 2, deadlineMs: 5000, maxReplyBytes })
    open.push(() => server.closeAllConnections(), () => wire.close(), () => server.close())
    resolve(wire)
  }))
}

const post = (wire: Wire, deadlineMs = 5000) => wire.post(request, AbortSignal.timeout(deadlineMs))
const against = async (handler: RequestListener, deadlineMs?: number) => post(await listen(createServer(handler)), deadlineMs)

describe('a reply over HTTP', () => {
  it('is read when all is well', async () => {
    expect(await against((_q, r) => r.end(good))).toMatchObject({ kind: 'result', text: 'eyJhIjoxfQ==', charsetSurprise: false })
  })

  it('is read when it is compressed unasked, or in GB18030', async () => {
    expect(await against((_q, r) => r.setHeader('content-encoding', 'gzip').end(gzipSync(good)))).toMatchObject({ kind: 'result' })
    const chinese = iconv.encode(good.replace('eyJhIjoxfQ==', '校验密码错误'), 'gb18030')
    expect(await against((_q, r) => r.end(chinese))).toMatchObject({ kind: 'result', text: '校验密码错误' })
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
    expect(await post(wire)).toMatchObject({ kind: 'trouble', fault: 'http', detail: 'ECONNREFUSED', retryAfterMs: 0 })
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

  it('comes from the address of the method itself when a form is posted', async () => {
    let seen = ''
    const wire = await listen(createServer((q, r) => {
      seen = `${q.url}`
      r.end('<?xml version="1.0"?><string xmlns="http://tempuri.org/">eyJhIjoxfQ==</string>')
    }), 'http', 'form')
    expect(await wire.post({ ...request, path: '/GetSAMInfo' }, AbortSignal.timeout(5000))).toMatchObject({ kind: 'result', text: 'eyJhIjoxfQ==' })
    expect(seen).toBe('/Service.asmx/GetSAMInfo')
  })

  it('that has an empty result, or none, is empty: what that means is for the reader of each method to say', async () => {
    for (const empty of [good.replace('eyJhIjoxfQ==', ''), writeEnvelope('1.1', '<GetSAMInfoResponse/>'), writeEnvelope('1.1', '')]) {
      expect(await against((_q, r) => r.end(empty))).toMatchObject({ kind: 'result', text: '' })
    }
  })

  it('that is long is read in a thread of its own, as strictly as any other', async () => {
    const long = good.replace('eyJhIjoxfQ==', '&lt;'.repeat(200_000))
    const postLong = async (text: string, deadlineMs = 5000) => post(await listen(createServer((_q, r) => r.end(text)), 'http', 'soap-1.1', 10_000_000), deadlineMs)
    expect(await postLong(long)).toMatchObject({ kind: 'result', text: '<'.repeat(200_000) })
    expect(await postLong(long.slice(0, -10))).toMatchObject({ kind: 'trouble', fault: 'bad-xml' })
    expect(await postLong(good.replace('eyJhIjoxfQ==', '&lt;'.repeat(2_000_000)), 60)).toMatchObject({ kind: 'trouble', fault: 'timeout' })
  })

  it('tells of the older character set only when nothing announced it', async () => {
    const chinese = (xml: string) => iconv.encode(xml.replace('eyJhIjoxfQ==', '校验密码错误'), 'gb18030')
    const surprise = async (body: Buffer, type?: string) => {
      const reply = await against((_q, r) => r.writeHead(200, type ? { 'content-type': type } : {}).end(body))
      return reply.kind === 'result' && reply.charsetSurprise
    }
    expect(await surprise(chinese(good))).toBe(true)
    expect(await surprise(chinese(good), 'text/xml; charset=GB2312')).toBe(false)
    expect(await surprise(chinese(good.replace('utf-8', 'gbk')))).toBe(false)
  })

  it('tells the platform’s clock by its Date header', async () => {
    const reply = await against((_q, r) => r.writeHead(200, { date: 'Sun, 22 Nov 2026 04:00:07 GMT' }).end(good))
    expect(reply).toMatchObject({ platformTime: Date.parse('2026-11-22T04:00:07Z') })
    const silent = await against((_q, r) => {
      r.sendDate = false
      r.end(good)
    })
    expect(silent).toMatchObject({ platformTime: null })
  })
})

describe('asking again', () => {
  it.each<[string, number | null, RequestListener]>([
    ['a proxy out of service', 0, (_q, r) => r.writeHead(502).end()],
    ['a web page with 500', 0, (_q, r) => r.writeHead(500).end('<html>')],
    ['a platform that names its time', 2000, (_q, r) => r.writeHead(503, { 'retry-after': '2' }).end()],
    ['a platform that names its time as a date', 90_000, (_q, r) => r.writeHead(503, { date: 'Sun, 22 Nov 2026 04:00:00 GMT', 'retry-after': 'Sun, 22 Nov 2026 04:01:30 GMT' }).end()],
    ['too many questions, for so long', 3000, (_q, r) => r.writeHead(429, { 'retry-after': '3' }).end()],
    ['a cut connection', 0, (q) => q.socket.destroy()],
    ['too many questions, for nobody knows how long', null, (_q, r) => r.writeHead(429).end()],
    ['a SOAP fault', null, (_q, r) => r.writeHead(500).end(writeEnvelope('1.1', '<soap:Fault/>'))],
    ['a redirect', null, (_q, r) => r.writeHead(302, { location: '/' }).end()],
    ['a page that is not there', null, (_q, r) => r.writeHead(404).end()],
    ['a reply that cannot be read', null, (_q, r) => r.end('<')],
    ['a reply without end', null, (_q, r) => r.end(`${good}${' '.repeat(100_000)}`)],
  ])('after %s makes sense in %j ms', async (_what, retryAfterMs, handler) => {
    expect(await against(handler)).toMatchObject({ kind: 'trouble', retryAfterMs })
  })

  it('after a passed deadline makes no sense', async () => {
    expect(await against(() => undefined, 50)).toMatchObject({ fault: 'timeout', retryAfterMs: null })
  })
})
