import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Parcel } from '#domain/contract.ts'
import type { IdNumber } from '#domain/identity.ts'
import { defaultPolicy } from '#domain/verdict-policy.ts'
import { createPhone } from '../support/phone.ts'
import { readJson } from '../support/read-body.ts'
import { aSession } from '../support/session.ts'

const id = '320581196010010008' as IdNumber
const visit = '01a1f677-aa81-71ca-a84c-4bf958cb349e'
const device = { device: 'phone-1', deviceSecret: '5'.repeat(64) }

function answering(respond: (url: string, init: RequestInit) => Response | Promise<Response>) {
  return createPhone({ fetch: async (input, init = {}) => respond(String(input), init) })
}

describe('the way to the server', () => {
  afterEach(() => vi.useRealTimers())

  it.each([
    ['a captive portal that answers 200 with a page', new Response('<html>请登录 Wi-Fi</html>', { status: 200 })],
    ['a captive portal that answers 200 with JSON of its own', Response.json({ ok: true })],
    ['a proxy\'s error page', new Response('<h1>502 Bad Gateway</h1>', { status: 502 })],
    ['a proxy\'s empty error', new Response(null, { status: 504 })],
    ['a refusal that is not of our shape', Response.json({ error: 'nope' }, { status: 403 })],
  ])('takes %s for trouble with the network, never for an answer', async (_, response) => {
    const phone = await answering(() => response.clone())
    const notOurs = { kind: 'unreachable', why: 'not-ours' }
    expect(await phone.network.ask(visit, id, device, [])).toEqual(notOurs)
    expect(await phone.network.push(device, [])).toEqual(notOurs)
    expect(await phone.network.pull({})).toEqual(notOurs)
    expect(await phone.network.uploadOffset('0'.repeat(64))).toEqual(notOurs)
  })

  it('tells a server that is down from a phone that is offline', async () => {
    const phone = await answering(() => Promise.reject(new TypeError('fetch failed')))
    expect(await phone.network.pull({})).toEqual({ kind: 'unreachable', why: 'network' })
    phone.setOnline(false)
    expect(await phone.network.pull({})).toEqual({ kind: 'unreachable', why: 'offline' })
  })

  it('gives up a question after twelve seconds, also when the answer stops half-way', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const phone = await answering((_, { signal }) => {
      const body = new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode('{"answer":'))
          signal?.addEventListener('abort', () => controller.error(new DOMException('stopped', 'AbortError')))
        },
      })
      return new Response(body, { status: 200 })
    })
    const asked = phone.network.ask(visit, id, device, [])
    await vi.advanceTimersByTimeAsync(11_900)
    expect(await Promise.race([asked, Promise.resolve('still asking')])).toBe('still asking')
    await vi.advanceTimersByTimeAsync(200)
    expect(await asked).toEqual({ kind: 'unreachable', why: 'timeout' })
  })

  it('hands a refusal of our own server on', async () => {
    const phone = await answering(() => Response.json({ code: 'quota', retryAfterSeconds: 60 }, { status: 429 }))
    expect(await phone.network.ask(visit, id, device, [])).toEqual({ kind: 'refused', refusal: { code: 'quota', retryAfterSeconds: 60 } })
  })

  it('never puts an identity number into an address', async () => {
    const addresses: string[] = []
    const phone = await answering((url) => {
      addresses.push(url)
      return Response.json(null)
    })
    await phone.network.ask(visit, id, device, [])
    await phone.network.pull({ '320581101': 3, '320581001': 9 })
    expect(addresses.some((address) => address.includes(id))).toBe(false)
    expect(addresses.at(-1)).toMatch(/since=320581001:9,320581101:3$/)
  })

  it('compares the clocks at every answer that tells the server\'s time', async () => {
    const phone = await answering(() => Response.json(aSession({ serverTime: Date.now() + 2 * 24 * 3_600_000 })))
    expect(phone.clock.read(defaultPolicy).trouble).toBe('never-compared')
    expect((await phone.network.currentSession()).kind).toBe('ok')
    expect(phone.clock.read(defaultPolicy)).toMatchObject({ trusted: false, trouble: 'differs' })
  })

  it('signs out on an empty answer', async () => {
    const phone = await answering(() => new Response(null, { status: 204 }))
    expect(await phone.network.signOut()).toEqual({ kind: 'ok', value: null })
  })

  it('asks for a new sign-in when an upload meets an ended session', async () => {
    const phone = await answering(() => new Response(null, { status: 401 }))
    expect(await phone.network.uploadOffset('0'.repeat(64))).toEqual({ kind: 'refused', refusal: { code: 'signed-out' } })
  })

  it('sends what is long compressed, and what is short as it is', async () => {
    const bodies: RequestInit[] = []
    const phone = await answering((_, init) => {
      bodies.push(init)
      return Response.json({ epoch: 'e', results: [], serverTime: 1 })
    })
    const long = { text: '围'.repeat(5_000) } as unknown as Parcel
    await phone.network.push(device, [])
    await phone.network.push(device, [long])
    expect(JSON.parse(bodies[0]!.body as string)).toEqual({ ...device, entries: [] })
    expect(bodies[1]?.headers).toMatchObject({ 'content-encoding': 'gzip' })
    expect((bodies[1]?.body as ArrayBuffer).byteLength).toBeLessThan(1_000)
    expect(readJson(bodies[1]!)).toEqual({ ...device, entries: [long] })
  })

  it('understands a refusal for a reason that only a newer server knows', async () => {
    const phone = await answering(() => Response.json({ code: 'out-of-hours', retryAfterSeconds: 9 }, { status: 403 }))
    expect(await phone.network.push(device, [])).toEqual({ kind: 'refused', refusal: { code: 'internal', retryAfterSeconds: 9 } })
  })
})
