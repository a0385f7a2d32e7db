/** A network between phones and server that loses, repeats, delays and cuts, one planned fault per request. */
import { crossing } from './life.ts'

export interface Request {
  method: string
  path: string
  headers: Record<string, string>
  body: Buffer | null
}

export interface Reply {
  status: number
  headers: Record<string, string>
  body: Buffer
  cookies: { name: string; value: string }[]
}

/** `null`: the server died before it answered. */
export type Deliver = (request: Request) => Promise<Reply | null>

/** `at` is a place among the bytes, 0 to 9,999 ten-thousandths; `after` is how many later requests come first. */
export type NetworkFault =
  | { fault: 'request-lost' | 'reply-lost' | 'repeated' | 'portal' | 'proxy-before' | 'proxy-after' | 'refused' | 'session-ended' }
  | { fault: 'late' | 'repeated-late'; after: number }
  | { fault: 'request-cut' | 'reply-cut' | 'reply-torn'; at: number }
  | { fault: 'server-dies'; crossing: number }

export interface Wire {
  deliver: Deliver
  /** Before the request that meets the fault: what is done at the server. */
  endSessions: () => Promise<void>
  killServerAt: (crossing: number | null) => void
  /** Requests that are still under way when their senders have given up. */
  late: { request: Request; after: number }[]
  /** Exchanges that go on while their phone may die. */
  underWay: Set<Promise<unknown>>
}

/** Lets those late requests arrive whose time has come. */
async function arrive(wire: Wire): Promise<void> {
  for (const item of wire.late) item.after -= 1
  for (const due of wire.late.filter((item) => item.after < 0)) {
    wire.late.splice(wire.late.indexOf(due), 1)
    await wire.deliver(due.request)
  }
}

/** `fetch` of one browser, with its cookies, through a wire whose `faults` are used up one per request. */
export function faultyFetch(wire: Wire, cookies: Map<string, string>, faults: () => NetworkFault | undefined): typeof fetch {
  return async (input, init = {}) => {
    await crossing()
    const request = toRequest(String(input), init, cookies)
    const exchange = arrive(wire).then(() => pass(wire, request, faults()))
    wire.underWay.add(exchange)
    const reply = await exchange.finally(() => wire.underWay.delete(exchange))
    // The answer has come; whether the phone lives to read it is another matter.
    await crossing()
    if (reply === null) throw new TypeError('the network went away')
    for (const { name, value } of reply.cookies) cookies.set(name, value)
    return toResponse(reply, request.method)
  }
}

async function pass(wire: Wire, request: Request, planned: NetworkFault | undefined): Promise<(Reply & { torn?: boolean }) | null> {
  const { deliver } = wire
  switch (planned?.fault) {
    case undefined:
      return deliver(request)
    case 'request-lost':
      return null
    case 'reply-lost':
      await deliver(request)
      return null
    case 'repeated':
      await deliver(request)
      return deliver(request)
    case 'portal':
      return page(200, '<html>请登录 Wi-Fi</html>')
    case 'proxy-before':
      return page(502, '<h1>502</h1>')
    case 'proxy-after':
      await deliver(request)
      return page(502, '<h1>502</h1>')
    case 'refused':
      return { status: 429, headers: { 'content-type': 'application/json' }, body: Buffer.from('{"code":"too-many","retryAfterSeconds":60}'), cookies: [] }
    case 'session-ended':
      await wire.endSessions()
      return deliver(request)
    case 'late':
      wire.late.push({ request, after: planned.after })
      return null
    case 'repeated-late': {
      const reply = await deliver(request)
      wire.late.push({ request, after: planned.after })
      return reply
    }
    case 'request-cut': {
      await deliver({ ...request, body: request.body && cut(request.body, planned.at) })
      return null
    }
    case 'reply-cut':
    case 'reply-torn': {
      const reply = await deliver(request)
      return reply && { ...reply, body: cut(reply.body, planned.at), torn: planned.fault === 'reply-torn' }
    }
    case 'server-dies': {
      wire.killServerAt(planned.crossing)
      const reply = await deliver(request)
      wire.killServerAt(null)
      return reply
    }
  }
}

function cut(bytes: Buffer, at: number): Buffer {
  return bytes.subarray(0, Math.floor((bytes.length * at) / 10_000))
}

function page(status: number, html: string): Reply {
  return { status, headers: { 'content-type': 'text/html' }, body: Buffer.from(html), cookies: [] }
}

function toRequest(input: string, init: RequestInit, cookies: ReadonlyMap<string, string>): Request {
  const url = new URL(input)
  const cookie: Record<string, string> = cookies.size === 0 ? {} : { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
  const headers = { ...Object.fromEntries(new Headers(init.headers)), host: url.host, origin: url.origin, ...cookie }
  return { method: init.method ?? 'GET', path: url.pathname + url.search, headers, body: toBuffer(init.body ?? null) }
}

function toBuffer(body: BodyInit | null): Buffer | null {
  if (body === null) return null
  if (typeof body === 'string') return Buffer.from(body)
  if (body instanceof ArrayBuffer) return Buffer.from(body)
  throw new TypeError('the phone sends texts and buffers only')
}

function toResponse({ status, headers, body, torn }: Reply & { torn?: boolean }, method: string): Response {
  if (status === 204 || method === 'HEAD') return new Response(null, { status, headers })
  if (torn !== true) return new Response(new Uint8Array(body), { status, headers })
  const stream = new ReadableStream({
    start(to) {
      if (body.length > 0) to.enqueue(new Uint8Array(body))
      to.error(new TypeError('the connection broke'))
    },
  })
  return new Response(stream, { status, headers })
}
