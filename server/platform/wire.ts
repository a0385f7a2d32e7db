/** The HTTP side of the platform's door: one POST, bounded in time and size, never redirected. Every trouble comes back as a value. */
import { gunzipSync, inflateSync } from 'node:zlib'
import { Pool } from 'undici'
import { readReply, type SoapReply, type SoapRequest } from './envelope.ts'
import type { PlatformSettings } from './settings.ts'
import { decodeText } from './text-encoding.ts'
import { trouble, type Trouble } from './trouble.ts'

export interface Wire {
  /** Sends `request` and gives the text of the reply's result. `signal` is the total deadline. Never throws. */
  post(request: SoapRequest, signal: AbortSignal): Promise<{ kind: 'result'; text: string } | Trouble>
  /** Waits for what is under way. */
  close(): Promise<void>
}

export function createWire(settings: Pick<PlatformSettings, 'endpoint' | 'deadlineMs' | 'concurrency' | 'maxReplyBytes'>): Wire {
  const url = new URL(settings.endpoint)
  const path = url.pathname + url.search
  const pool = new Pool(url.origin, {
    connections: settings.concurrency,
    connectTimeout: settings.deadlineMs,
    headersTimeout: settings.deadlineMs,
    bodyTimeout: settings.deadlineMs,
    maxResponseSize: settings.maxReplyBytes,
  })

  return {
    async post(request, signal) {
      try {
        const headers = { ...request.headers, 'accept-encoding': 'identity' }
        const response = await pool.request({ method: 'POST', path, headers, body: request.body, signal })
        const bytes = new Uint8Array(await response.body.arrayBuffer())
        return readResponse(response.statusCode, unpack(bytes, response.headers['content-encoding'], settings.maxReplyBytes))
      } catch (cause) {
        return classify(cause)
      }
    },
    close: () => pool.close(),
  }
}

/** Some proxies compress although nobody asked. */
function unpack(bytes: Uint8Array, encoding: string | string[] | undefined, maxOutputLength: number): Uint8Array {
  if (encoding === 'gzip') return gunzipSync(bytes, { maxOutputLength })
  if (encoding === 'deflate') return inflateSync(bytes, { maxOutputLength })
  return bytes
}

function readResponse(status: number, bytes: Uint8Array): { kind: 'result'; text: string } | Trouble {
  if (status === 429) return trouble('rate', 'status 429')
  const text = decodeText(bytes)
  if (status !== 200) {
    const fault = status === 500 && text !== null && readReply(text).kind === 'soap-fault'
    return fault ? trouble('soap-fault', 'SOAP fault') : trouble('http', `status ${status}`)
  }
  if (text === null) return trouble('bad-xml', 'neither UTF-8 nor GB18030')
  if (/^\s*(<!doctype\s+html|<html)/i.test(text)) return trouble('http', 'a web page instead of a reply')
  return resultOf(readReply(text))
}

function resultOf(reply: SoapReply): { kind: 'result'; text: string } | Trouble {
  switch (reply.kind) {
    case 'result':
      return reply.text.trim() === '' ? trouble('platform', 'empty result') : reply
    case 'nil':
    case 'missing':
      return trouble('platform', `${reply.kind} result`)
    case 'soap-fault':
      return trouble('soap-fault', 'SOAP fault')
    case 'bad-xml':
      return trouble('bad-xml', reply.reason)
  }
}

const TIMEOUTS = /^(UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT|ETIMEDOUT)$/
const TLS = /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|EPROTO|HOSTNAME_MISMATCH|CRL_)/

/** The fault class of what undici threw. Its `message` is left out: it may quote the request. */
function classify(cause: unknown): Trouble {
  const { name, code } = cause as { name?: string; code?: unknown }
  if (name === 'TimeoutError' || name === 'AbortError') return trouble('timeout', 'deadline passed')
  const word = typeof code === 'string' ? code : (name ?? 'unknown')
  if (TIMEOUTS.test(word)) return trouble('timeout', word)
  return trouble(TLS.test(word) ? 'tls' : 'http', word)
}
