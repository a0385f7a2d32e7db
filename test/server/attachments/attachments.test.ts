import { createHash, createPublicKey, randomBytes, verify } from 'node:crypto'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CHUNK_BYTES, uploadReplySchema } from '#domain/contract.ts'
import { photoReceiptText } from '#domain/outbox.ts'
import * as v from 'valibot'
import { startServer, type TestServer } from '../../support/server.ts'
import { MEILI, SITE, newId, phoneOf, pushTo } from '../phone.ts'

let server: TestServer
let cookie: string

beforeAll(async () => {
  server = await startServer({ port: 0 })
  cookie = await server.signIn('wangjian')
})
afterAll(() => server.close())

function photo(length: number): { bytes: Buffer; sha256: string } {
  const bytes = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(length)])
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') }
}

const url = (sha256: string) => `/api/attachments/${sha256}`
const headersOf = (offset: number, length: number) => ({ 'content-type': 'application/octet-stream', 'upload-offset': `${offset}`, 'upload-length': `${length}` })
const send = (sha256: string, offset: number, length: number, chunk: Buffer, as = cookie) =>
  server.app.inject({ method: 'PUT', url: url(sha256), headers: { cookie: as, ...headersOf(offset, length) }, payload: chunk })
const offsetOf = async (sha256: string) =>
  Number((await server.app.inject({ method: 'HEAD', url: url(sha256), headers: { cookie } })).headers['upload-offset'])
const get = async (sha256: string, name: string) => server.app.inject({ url: url(sha256), headers: { cookie: await server.signIn(name) } })

describe('sending a photograph', () => {
  it('goes on where it was cut, at whatever byte, and ends with a signed receipt for the whole', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3000 }), fc.array(fc.integer({ min: 1, max: 1500 }), { maxLength: 4 }), async (length, cuts) => {
        const { bytes, sha256 } = photo(length)
        for (const cut of [...cuts, bytes.length]) {
          const offset = await offsetOf(sha256)
          const reply = await send(sha256, offset, bytes.length, bytes.subarray(offset, offset + cut))
          expect(reply.statusCode).toBe(200)
        }
        const { receipt } = v.parse(uploadReplySchema, (await send(sha256, bytes.length, bytes.length, Buffer.alloc(0))).json())
        const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(server.doors.keys.receiptKey, 'hex').toString('base64url') }, format: 'jwk' })
        expect(receipt).toMatchObject({ sha256, bytes: bytes.length })
        expect(verify(null, Buffer.from(photoReceiptText(receipt!)), key, Buffer.from(receipt!.sig, 'hex'))).toBe(true)
        expect((await get(sha256, 'wangjian')).rawPayload.equals(bytes)).toBe(true)
      }),
      { numRuns: 15 },
    )
  })

  it('takes nothing of a chunk whose connection broke in the middle', async () => {
    const { bytes, sha256 } = photo(2000)
    const { port } = new URL(server.url)
    const headers = Object.entries({ host: 'localhost', cookie, 'content-length': bytes.length, ...headersOf(0, bytes.length) })
    const socket = connect(Number(port), '127.0.0.1')
    socket.write(`PUT ${url(sha256)} HTTP/1.1\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`)
    socket.write(bytes.subarray(0, 900))
    await sleep(50)
    socket.destroy()
    await sleep(50)
    expect(await offsetOf(sha256)).toBe(0)
    expect((await send(sha256, 0, bytes.length, bytes)).json()).toMatchObject({ receipt: { sha256 } })
  })

  it('tells the right offset when the phone is wrong about it', async () => {
    const { bytes, sha256 } = photo(100)
    await send(sha256, 0, bytes.length, bytes.subarray(0, 40))
    const reply = await send(sha256, 10, bytes.length, bytes.subarray(10))
    expect([reply.statusCode, reply.json(), reply.headers['upload-offset']]).toEqual([409, { code: 'offset' }, '40'])
  })

  it('throws away bytes that do not have the hash they were sent under, and lets them be sent again', async () => {
    const { bytes, sha256 } = photo(100)
    const spoilt = Buffer.concat([bytes.subarray(0, -1), Buffer.from([bytes.at(-1)! ^ 1])])
    expect((await send(sha256, 0, bytes.length, spoilt)).json()).toEqual({ code: 'hash' })
    expect(await offsetOf(sha256)).toBe(0)
    expect((await send(sha256, 0, bytes.length, bytes)).statusCode).toBe(200)
  })

  it('takes photographs only, none over 4 MB, and no chunk over its limit', async () => {
    const page = Buffer.from('<html><script>alert(1)</script></html>')
    const name = createHash('sha256').update(page).digest('hex')
    expect((await send(name, 0, page.length, page)).json()).toEqual({ code: 'bad-request' })
    const { bytes, sha256 } = photo(CHUNK_BYTES)
    expect((await send(sha256, 0, bytes.length, bytes)).json()).toEqual({ code: 'too-large' })
    expect((await send(sha256, 0, 5_000_000, bytes.subarray(0, 10))).json()).toEqual({ code: 'too-large' })
    expect((await send(sha256, 0, 10, bytes.subarray(0, 20))).json()).toEqual({ code: 'bad-request' })
    expect((await server.app.inject({ method: 'PUT', url: url('../../etc/passwd'), headers: { cookie } })).statusCode).toBe(404)
  })

  it('cannot be spoilt by another account that sends other bytes under the same name', async () => {
    const { bytes, sha256 } = photo(100)
    await send(sha256, 0, bytes.length, bytes.subarray(0, 50))
    expect((await send(sha256, 0, bytes.length, randomBytes(50), await server.signIn('zhaomin'))).statusCode).toBe(200)
    expect((await send(sha256, 50, bytes.length, bytes.subarray(50))).json()).toMatchObject({ offset: bytes.length, receipt: { sha256 } })
  })
})

describe('seeing a photograph', () => {
  it('is for its sender at once, and for the town when an entry of the town refers to it', async () => {
    const { bytes, sha256 } = photo(200)
    await send(sha256, 0, bytes.length, bytes)
    const seenBy = async () => Promise.all(['wangjian', 'lixiu', 'sunli', 'zhouping', 'wuhao', 'admin'].map(async (name) => (await get(sha256, name)).statusCode))
    expect(await seenBy()).toEqual([200, 404, 404, 404, 404, 403])
    const phone = phoneOf('wangjian')
    const added = phone.write({
      kind: 'attachment.added', about: { site: SITE, visit: newId(), finding: newId() }, area: MEILI,
      body: { sha256, mime: 'image/jpeg', bytes: bytes.length, width: 10, height: 10, role: 'scene' },
    })
    await pushTo(server, cookie, phone.device, [added])
    expect(await seenBy()).toEqual([200, 200, 200, 404, 200, 403])
    const reply = await get(sha256, 'sunli')
    expect(reply.headers).toMatchObject({
      'content-type': 'image/jpeg', 'x-content-type-options': 'nosniff', 'cache-control': 'private, max-age=31536000, immutable',
    })
  })
})
