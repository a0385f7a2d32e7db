/** Sends the simulator's replies, or what becomes of them on bad servers and bad roads. */
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import iconv from 'iconv-lite'
import type { SendingFault } from './faults.ts'
import { writeRefusal, type Speech, type WireReply } from './reply.ts'

export interface Exchange {
  request: FastifyRequest
  reply: FastifyReply
  speech: Speech
  /** Ends every waiting when the server stops. */
  stop: AbortSignal
}

export const ERROR_PATH = '/simulator/Error.aspx'
export const HTML_ERROR_PAGE =
  '<!DOCTYPE html><html><head><meta charset="utf-8"><title>运行时错误</title></head><body><h1>“/”应用程序中的服务器错误。</h1></body></html>'

const REFUSED = '服务器无法处理请求。'
const SLOW_MS = 10_000
const HANG_MS = 60_000
const DRIP_MS = 1_000
const DRIPS = 30
const BLANKS = Buffer.alloc(64 * 1024, ' ')
const HUGE_BYTES = 20 * 1024 * 1024
const EXTERNAL = '<!DOCTYPE reply [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
const BOMB = `<!DOCTYPE reply [<!ENTITY e0 "演示">${Array.from({ length: 9 }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`).join('')}<!ENTITY e "&e9;">]>`

/** Sends what `answer` gives. Faults that strike before it is called leave the call undone; those after, its reply lost. */
export async function send(exchange: Exchange, fault: SendingFault | null, answer: () => WireReply): Promise<FastifyReply> {
  const { request, reply, speech, stop } = exchange
  switch (fault) {
    case null:
      return sendReply(reply, answer())
    case 'html-500':
      return reply.code(500).type('text/html; charset=utf-8').send(HTML_ERROR_PAGE)
    case 'html':
      return reply.type('text/html; charset=gb2312').send(iconv.encode(HTML_ERROR_PAGE.replace('utf-8', 'gb2312'), 'gb18030'))
    case 'redirect':
      return reply.redirect(`${ERROR_PATH}?aspxerrorpath=${request.url}`, 302)
    case 'busy':
      return reply.code(503).header('retry-after', '2').type('text/html; charset=utf-8').send(HTML_ERROR_PAGE)
    case 'too-many':
      return reply.code(429).header('retry-after', '1').type('text/plain; charset=utf-8').send('请求过多')
    case 'soap-fault':
      return sendReply(reply, writeRefusal(speech, REFUSED))
    case 'soap-fault-200':
      return sendReply(reply, { ...writeRefusal(speech, REFUSED), status: 200 })
    case 'hang':
      await pause(HANG_MS, request, stop)
      return cutOff(exchange)
    case 'reset':
      return cutOff(exchange)
    case 'slow':
      await pause(SLOW_MS, request, stop)
      return sendReply(reply, answer())
    case 'reset-mid-body':
      return sendHalf(exchange, answer())
    case 'drip':
      return drip(exchange, answer())
    case 'gzip':
      return pressed(reply, answer())
    case 'empty-200':
      return sendReply(reply, { ...answer(), body: '' })
    case 'huge':
    case 'truncated':
    case 'doctype':
    case 'entity-bomb':
      return sendSpoilt(reply, fault, answer())
  }
}

function sendReply(reply: FastifyReply, { status, type, body }: WireReply): FastifyReply {
  return reply.code(status).type(type).send(body)
}

function sendSpoilt(reply: FastifyReply, fault: 'huge' | 'truncated' | 'doctype' | 'entity-bomb', { type, body }: WireReply): FastifyReply {
  const text = body.toString()
  const [firstEnd, lastEnd] = [text.indexOf('</'), text.lastIndexOf('</')]
  switch (fault) {
    case 'truncated':
      return reply.type(type).send(text.slice(0, Math.floor(text.length * 0.6)))
    case 'huge':
      return reply.type(type).send(Readable.from(widened(text.slice(0, lastEnd), text.slice(lastEnd))))
    case 'doctype':
    case 'entity-bomb':
      return reply.type(type).send(`${text.slice(0, firstEnd)}&e;${text.slice(firstEnd)}`.replace('?>', `?>${fault === 'doctype' ? EXTERNAL : BOMB}`))
  }
}

function* widened(head: string, tail: string): Generator<Buffer> {
  yield Buffer.from(head)
  for (let sent = 0; sent < HUGE_BYTES; sent += BLANKS.length) yield BLANKS
  yield Buffer.from(tail)
}

function pressed(reply: FastifyReply, { type, body }: WireReply): FastifyReply {
  return reply.type(type).header('content-encoding', 'gzip').send(gzipSync(body))
}

/** Takes the reply out of Fastify's hands, with its headers sent and the length of the whole body promised. */
function begin({ reply }: Exchange, type: string, length: number): FastifyReply['raw'] {
  reply.hijack()
  reply.raw.writeHead(200, { ...(reply.getHeaders() as Record<string, string>), 'content-type': type, 'content-length': length })
  return reply.raw
}

async function sendHalf(exchange: Exchange, { type, body }: WireReply): Promise<FastifyReply> {
  const bytes = Buffer.from(body)
  const raw = begin(exchange, type, bytes.length)
  await new Promise<void>((resolve) => raw.write(bytes.subarray(0, bytes.length / 2), () => resolve()))
  return cutOff(exchange)
}

async function drip(exchange: Exchange, { type, body }: WireReply): Promise<FastifyReply> {
  const { request, reply, stop } = exchange
  const bytes = Buffer.from(body)
  const raw = begin(exchange, type, bytes.length)
  const step = Math.ceil(bytes.length / DRIPS)
  for (let from = 0; from < bytes.length && !raw.destroyed && !stop.aborted; from += step) {
    raw.write(bytes.subarray(from, from + step))
    await pause(DRIP_MS, request, stop)
  }
  raw.end()
  return reply
}

function cutOff({ request, reply }: Exchange): FastifyReply {
  if (!reply.sent) reply.hijack()
  request.raw.socket.resetAndDestroy()
  return reply
}

/** Waits `ms`, or less when the caller goes away or the server stops. */
function pause(ms: number, request: FastifyRequest, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const { socket } = request.raw
    const end = (): void => {
      clearTimeout(timer)
      socket.off('close', end)
      stop.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    socket.once('close', end)
    stop.addEventListener('abort', end)
  })
}
