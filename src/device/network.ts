/**
 * The door to the server. Only a well-formed answer of our own counts: a captive portal's page or a proxy's error is trouble with
 * the network, never a word about a worker or an entry. Every timed answer also sets the clock's comparison.
 */
import * as v from 'valibot'
import { askReplySchema, sessionSchema, statusSchema, uploadReplySchema, visitDetailSchema, visitListSchema } from '#domain/contract.ts'
import type { ClockDoor, NetworkDoor, Reply } from './doors.ts'
import { looseRefusal, pullReplyAfter, tolerantPushReply } from './tolerant-reply.ts'

/** Whether the phone believes it has a network: `navigator` and `window`, or a test's own. */
export interface Connectivity {
  online(): boolean
  onChange(listener: (online: boolean) => void): () => void
}

export interface NetworkParts {
  fetch: typeof fetch
  clock: Pick<ClockDoor, 'phoneNow' | 'compared'>
  connectivity: Connectivity
  /** Put before every path; empty in the app, which is served by the server itself. */
  base?: string
}

/** Longest wait (ms) for a live answer: the server itself gives the platform 8 s. */
const ASK_DEADLINE = 12_000
const DEADLINE = 30_000
/** Texts longer than this (characters) are compressed on their way. */
const COMPRESSED_FROM = 4 * 1024

interface Asked<T> {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: string
  schema: v.GenericSchema<unknown, T>
  body?: unknown
  chunk?: { bytes: ArrayBuffer; offset: number; length: number }
  deadline?: number
}

export function createNetwork({ fetch, clock, connectivity, base = '' }: NetworkParts): NetworkDoor {
  /** Sends and reads whole, within the deadline. */
  async function exchange(path: string, init: RequestInit, deadline: number): Promise<{ response: Response; text: string } | 'timeout' | 'network'> {
    const stop = new AbortController()
    const timer = setTimeout(() => stop.abort(), deadline)
    try {
      const response = await fetch(base + path, { ...init, credentials: 'same-origin', cache: 'no-store', redirect: 'error', signal: stop.signal })
      return { response, text: await response.text() }
    } catch {
      return stop.signal.aborted ? 'timeout' : 'network'
    } finally {
      clearTimeout(timer)
    }
  }

  function unreachable(why: 'timeout' | 'network' | 'not-ours'): Reply<never> {
    return { kind: 'unreachable', why: why === 'network' && !connectivity.online() ? 'offline' : why }
  }

  async function request<T>({ method, path, schema, body, chunk, deadline = DEADLINE }: Asked<T>): Promise<Reply<T>> {
    const content = await toBody(body, chunk)
    const sentAt = clock.phoneNow()
    const came = await exchange(path, { method, ...content }, deadline)
    const receivedAt = clock.phoneNow()
    if (typeof came === 'string') return unreachable(came)
    const { response, text } = came
    const json = parseJson(text)
    if (!response.ok) {
      const refusal = v.safeParse(looseRefusal, json)
      return refusal.success ? { kind: 'refused', refusal: refusal.output } : unreachable('not-ours')
    }
    const reply = v.safeParse(schema, json)
    if (!reply.success) return unreachable('not-ours')
    const serverTime = timeIn(reply.output)
    if (serverTime !== null) await clock.compared(sentAt, receivedAt, serverTime)
    return { kind: 'ok', value: reply.output }
  }

  return {
    online: () => connectivity.online(),
    onOnlineChange: (listener) => connectivity.onChange(listener),
    signIn: (username, password, device) =>
      request({ method: 'POST', path: '/api/session', schema: sessionSchema, body: { ...device, username, password } }),
    currentSession: () => request({ method: 'GET', path: '/api/session', schema: sessionSchema }),
    // 204: no content, which reads as null.
    signOut: () => request({ method: 'DELETE', path: '/api/session', schema: v.null() }),
    ask: (visit, idNumber, device, carried) =>
      request({ method: 'POST', path: '/api/checks', schema: askReplySchema, body: { ...device, visit, idNumber, carried }, deadline: ASK_DEADLINE }),
    push: (device, entries) => request({ method: 'POST', path: '/api/entries', schema: tolerantPushReply, body: { ...device, entries } }),
    pull: (cursor) => request({ method: 'GET', path: `/api/entries?since=${cursorText(cursor)}`, schema: pullReplyAfter(cursor) }),
    async uploadOffset(sha256) {
      const came = await exchange(`/api/attachments/${sha256}`, { method: 'HEAD' }, DEADLINE)
      if (typeof came === 'string') return unreachable(came)
      return readOffset(came.response, clock.phoneNow()) ?? unreachable('not-ours')
    },
    upload: (sha256, offset, length, bytes) =>
      request({ method: 'PUT', path: `/api/attachments/${sha256}`, schema: uploadReplySchema, chunk: { bytes, offset, length } }),
    visits: (before) =>
      request({ method: 'GET', path: before === null ? '/api/supervise/visits' : `/api/supervise/visits?before=${before}`, schema: visitListSchema }),
    visit: (id) => request({ method: 'GET', path: `/api/supervise/visits/${id}`, schema: visitDetailSchema }),
    status: () => request({ method: 'GET', path: '/api/admin/status', schema: statusSchema }),
    photoAddress: (sha256) => `${base}/api/attachments/${sha256}`,
  }
}

/** The browser's own word on connectivity. `false` is reliable, `true` is not. */
export function browserConnectivity(): Connectivity {
  return {
    online: () => navigator.onLine,
    onChange(listener) {
      const tell = () => listener(navigator.onLine)
      window.addEventListener('online', tell)
      window.addEventListener('offline', tell)
      return () => {
        window.removeEventListener('online', tell)
        window.removeEventListener('offline', tell)
      }
    },
  }
}

async function toBody(body: unknown, chunk: Asked<unknown>['chunk']): Promise<Pick<RequestInit, 'body' | 'headers'>> {
  if (chunk !== undefined) {
    const { bytes, offset, length } = chunk
    return { body: bytes, headers: { 'content-type': 'application/octet-stream', 'upload-offset': String(offset), 'upload-length': String(length) } }
  }
  if (body === undefined) return {}
  const text = JSON.stringify(body)
  const headers = { 'content-type': 'application/json' }
  // Older phones have no CompressionStream.
  if (text.length <= COMPRESSED_FROM || !('CompressionStream' in globalThis)) return { body: text, headers }
  const compressed = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))
  return { body: await new Response(compressed).arrayBuffer(), headers: { ...headers, 'content-encoding': 'gzip' } }
}

function parseJson(text: string): unknown {
  if (text === '') return null
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function timeIn(reply: unknown): number | null {
  return typeof reply === 'object' && reply !== null && 'serverTime' in reply && typeof reply.serverTime === 'number' ? reply.serverTime : null
}

/** `area:seq` pairs in a fixed order. */
function cursorText(cursor: Readonly<Record<string, number>>): string {
  return Object.keys(cursor)
    .sort()
    .map((area) => `${area}:${cursor[area]}`)
    .join(',')
}

/** A `HEAD` has no body to say anything in: its header and status are all there is. `null` when it is not ours. */
function readOffset(response: Response, serverTime: number): Reply<{ offset: number; receipt: null; serverTime: number }> | null {
  if (response.ok) {
    const header = response.headers.get('upload-offset')
    return header !== null && /^\d+$/.test(header) ? { kind: 'ok', value: { offset: Number(header), receipt: null, serverTime } } : null
  }
  // Anything else could be a proxy's; a session that has ended is asked about again by whoever signs in.
  return response.status === 401 ? { kind: 'refused', refusal: { code: 'signed-out' } } : null
}
