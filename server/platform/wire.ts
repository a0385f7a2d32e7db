/** The HTTP side of the platform's door: one POST, bounded in time and size, never redirected. Every trouble comes back as a value. */
import { promisify } from 'node:util'
import { gunzip, inflate } from 'node:zlib'
import { Pool, type Dispatcher } from 'undici'
import type { Instant } from '#domain/time.ts'
import { createReplyReader, readReply, type PlatformReply, type PlatformRequest } from './envelope.ts'
import { LONG_REPLY, readLongReply } from './long-envelope.ts'
import type { PlatformSettings } from './settings.ts'
import { decode, type Decoded, type ReplyCharset } from './text-encoding.ts'
import { trouble, type Trouble } from './trouble.ts'

export interface WireResult {
  kind: 'result'
  /** Empty where the result is empty, null or not there: to a list these say the same. */
  text: string
  /** Whether it came in the older encoding although nothing said so. */
  charsetSurprise: boolean
  /** The platform's clock, good to a second; `null` when it told none. */
  platformTime: Instant | null
}

export interface WireTrouble extends Trouble {
  /** The same request may succeed after at least so long (ms); `null`: asking again is of no use, or would do harm. */
  retryAfterMs: number | null
  /** What came instead of a result. It may name people. */
  raw: string | null
}

/** A reply as it came. */
export interface WireReply {
  status: number
  headers: Dispatcher.ResponseData['headers']
  bytes: Uint8Array
}

export interface Wire {
  /** Sends `request` and gives the text of the reply's result. `signal` is the total deadline; `witness` sees what came. Never throws. */
  post(request: PlatformRequest, signal: AbortSignal, witness?: (reply: WireReply) => void): Promise<WireResult | WireTrouble>
  /** Waits for what is under way. */
  close(): Promise<void>
}

export interface WireBounds {
  connections: number
  deadlineMs: number
  maxReplyBytes: number
}

/** A connection that is not there after so long (ms) is tried anew, while the deadline still leaves time for it. */
const CONNECT_MS = 3_000

export function createWire(settings: Pick<PlatformSettings, 'endpoint' | 'protocol' | 'replyCharset'>, bounds: WireBounds): Wire {
  const { origin, pathname, search } = new URL(settings.endpoint)
  const readShort = createReplyReader(settings.protocol)
  const readEnvelope = (xml: string, signal: AbortSignal) => (xml.length > LONG_REPLY ? readLongReply(xml, settings.protocol, signal) : readShort(xml))
  const pool = new Pool(origin, {
    connections: bounds.connections,
    connectTimeout: Math.min(CONNECT_MS, bounds.deadlineMs),
    headersTimeout: bounds.deadlineMs,
    bodyTimeout: bounds.deadlineMs,
    maxResponseSize: bounds.maxReplyBytes,
  })

  return {
    async post(request, signal, witness) {
      try {
        const path = (request.path === '' ? pathname : pathname.replace(/\/$/, '') + request.path) + search
        const headers = { ...request.headers, 'accept-encoding': 'identity' }
        const response = await pool.request({ method: 'POST', path, headers, body: request.body, signal })
        const bytes = new Uint8Array(await response.body.arrayBuffer())
        witness?.({ status: response.statusCode, headers: response.headers, bytes })
        const encoding = word(response, 'content-encoding')
        const plain = encoding === '' ? bytes : await unpack(bytes, encoding, bounds.maxReplyBytes)
        return await readResponse(response, decode(plain, settings.replyCharset), (xml) => readEnvelope(xml, signal), settings.replyCharset)
      } catch (cause) {
        return classify(cause)
      }
    },
    close: () => pool.close(),
  }
}

function word({ headers }: Dispatcher.ResponseData, name: string): string {
  const value = headers[name]
  return typeof value === 'string' ? value : ''
}

/** Some proxies compress although nobody asked. */
async function unpack(bytes: Uint8Array, encoding: string, maxOutputLength: number): Promise<Uint8Array> {
  if (encoding === 'gzip') return promisify(gunzip)(bytes, { maxOutputLength })
  if (encoding === 'deflate') return promisify(inflate)(bytes, { maxOutputLength })
  return bytes
}

async function readResponse(
  response: Dispatcher.ResponseData,
  decoded: Decoded | null,
  readEnvelope: (xml: string) => PlatformReply | Promise<PlatformReply>,
  replyCharset: ReplyCharset,
): Promise<WireResult | WireTrouble> {
  const { statusCode: status } = response
  const raw = decoded?.text ?? null
  const fail = (fault: Trouble['fault'], detail: string, retryAfterMs: number | null = null): WireTrouble => ({ ...trouble(fault, detail), retryAfterMs, raw })

  if (status === 429) return fail('rate', 'status 429', retryAfter(response))
  if (status !== 200) {
    if (status === 500 && raw !== null && readReply(raw).kind === 'soap-fault') return fail('soap-fault', 'SOAP fault')
    return fail('http', `status ${status}`, status >= 500 ? (retryAfter(response) ?? 0) : null)
  }
  if (decoded === null) return fail('bad-xml', 'the reply is not in the character set')
  if (/^\s*(<!doctype\s+html|<html)/i.test(decoded.text)) return fail('http', 'a web page instead of a reply')
  const reply = await readEnvelope(decoded.text)
  if (reply.kind === 'soap-fault') return fail('soap-fault', 'SOAP fault')
  if (reply.kind === 'bad-xml') return fail('bad-xml', reply.reason)
  return {
    kind: 'result',
    text: textOf(reply),
    charsetSurprise: decoded.charset === 'gb18030' && replyCharset === 'auto' && !announcesChinese(word(response, 'content-type'), decoded.text),
    platformTime: parseDate(word(response, 'date')),
  }
}

function announcesChinese(contentType: string, xml: string): boolean {
  return /gb[k\d]/i.test(contentType + (/^\s*<\?xml[^>]*>/.exec(xml)?.[0] ?? ''))
}

function textOf(reply: Exclude<PlatformReply, { kind: 'soap-fault' | 'bad-xml' }>): string {
  return reply.kind === 'result' ? reply.text : ''
}

function parseDate(text: string): Instant | null {
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : at
}

/** Retry-After in seconds or as a date by the platform's own clock; `null` when there is none. */
function retryAfter(response: Dispatcher.ResponseData): number | null {
  const value = word(response, 'retry-after')
  if (/^\d{1,6}$/.test(value)) return Number(value) * 1_000
  const [until, at] = [parseDate(value), parseDate(word(response, 'date'))]
  return until === null || at === null ? null : Math.max(0, until - at)
}

const TIMEOUTS = /^(UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT|ETIMEDOUT)$/
const TLS = /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|EPROTO|HOSTNAME_MISMATCH|CRL_)/
/** The connection did not come about, or broke: another one may hold. */
const CONNECTION = /^(ECONNREFUSED|ECONNRESET|EPIPE|ENETUNREACH|EHOSTUNREACH|EAI_AGAIN|ETIMEDOUT|UND_ERR_SOCKET|UND_ERR_CONNECT_TIMEOUT)$/

/** The fault class of what undici threw. Its `message` is left out: it may quote the request. */
function classify(cause: unknown): WireTrouble {
  const { name, code } = cause as { name?: string; code?: unknown }
  const lost = (fault: Trouble['fault'], detail: string): WireTrouble => ({ ...trouble(fault, detail), retryAfterMs: CONNECTION.test(detail) ? 0 : null, raw: null })
  if (name === 'TimeoutError' || name === 'AbortError') return lost('timeout', 'deadline passed')
  const what = typeof code === 'string' ? code : (name ?? 'unknown')
  if (TIMEOUTS.test(what)) return lost('timeout', what)
  return lost(TLS.test(what) ? 'tls' : 'http', what)
}
