/**
 * One request to the server and what came of it. Only a well-formed answer of our own counts: a captive portal's page or a proxy's
 * error is trouble with the network, never a word about a worker or an entry. Every timed answer also sets the clock's comparison.
 */
import * as v from 'valibot'
import type { Connectivity } from './connectivity.ts'
import type { ClockDoor, Reply } from './doors.ts'
import { looseRefusal } from './tolerant-reply.ts'

export interface RequestParts {
  fetch: typeof fetch
  clock: Pick<ClockDoor, 'phoneNow' | 'compared'>
  connectivity: Connectivity
  /** Put before every path; empty in the app, which is served by the server itself. */
  base?: string
}

/** Longest wait (ms) for an ordinary answer. */
export const DEADLINE = 30_000
/** Texts longer than this (characters) are compressed on their way. */
const COMPRESSED_FROM = 4 * 1024

export interface Asked<T> {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: string
  schema: v.GenericSchema<unknown, T>
  body?: unknown
  chunk?: { bytes: ArrayBuffer; offset: number; length: number }
  deadline?: number
}

export interface Requests {
  /** Sends and reads whole, within the deadline (ms). */
  exchange(path: string, init: RequestInit, deadline: number): Promise<{ response: Response; text: string } | 'timeout' | 'network'>
  unreachable(why: 'timeout' | 'network' | 'not-ours'): Reply<never>
  request<T>(asked: Asked<T>): Promise<Reply<T>>
}

/** Requests through `parts`. Never rejects for trouble with network or server. */
export function createRequests({ fetch, clock, connectivity, base = '' }: RequestParts): Requests {
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

  return { exchange, unreachable, request }
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
