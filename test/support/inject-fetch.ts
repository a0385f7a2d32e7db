/** `fetch` of one browser against the server app in this process, with that browser's cookies. */
import type { FastifyInstance, InjectOptions } from 'fastify'

export function injectFetch(app: FastifyInstance): typeof fetch {
  const cookies = new Map<string, string>()
  return async (input, init = {}) => {
    const url = new URL(String(input))
    const reply = await app.inject({
      method: (init.method ?? 'GET') as NonNullable<InjectOptions['method']>,
      url: url.pathname + url.search,
      headers: {
        ...Object.fromEntries(new Headers(init.headers)),
        host: url.host,
        origin: url.origin,
        ...(cookies.size === 0 ? {} : { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }),
      },
      ...(init.body === undefined || init.body === null ? {} : { payload: toPayload(init.body) }),
    })
    for (const { name, value } of reply.cookies) cookies.set(name, value)
    const empty = reply.statusCode === 204 || init.method === 'HEAD'
    return new Response(empty ? null : new Uint8Array(reply.rawPayload), { status: reply.statusCode, headers: plainHeaders(reply.headers) })
  }
}

function toPayload(body: BodyInit): string | Buffer {
  if (typeof body === 'string') return body
  if (body instanceof ArrayBuffer) return Buffer.from(body)
  throw new TypeError('the phone sends texts and buffers only')
}

function plainHeaders(headers: Record<string, number | string | string[] | undefined>): Headers {
  const plain = new Headers()
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) plain.set(name, String(value))
  return plain
}
