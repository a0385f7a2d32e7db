/** A request and its reply as lines for the operator's screen: numbers masked, secrets and persons left out. */
import { readPlatformReply } from '../../platform/envelope.ts'
import { redact } from '../../platform/redact.ts'
import { beginningOf, readable } from '../../platform/samples.ts'
import type { PlatformSettings } from '../../platform/settings.ts'
import { decodeText } from '../../platform/text-encoding.ts'
import type { Seen } from './consult.ts'
import { maskField } from './mask.ts'

const LONGEST = 400

export function showRequest({ request, fields }: Seen, { endpoint }: PlatformSettings, secrets: readonly string[], show: boolean): string[] {
  const action = request.headers['soapaction'] ?? /action=(.*)$/.exec(request.headers['content-type'] ?? '')?.[1]
  const { origin, pathname } = new URL(endpoint)
  return [
    `POST ${origin}${pathname}${request.path}${action === undefined ? '' : `　SOAPAction ${action}`}`,
    Object.entries(fields).map(([name, text]) => `${name}=${maskField(text, secrets, show)}`).join('　'),
  ]
}

export function showReply({ reply }: Seen, { protocol, replyCharset }: PlatformSettings, secrets: readonly string[]): string[] {
  if (reply === null) return ['没有答复']
  const text = decodeText(reply.bytes, replyCharset)
  const type = String(reply.headers['content-type'] ?? '没有类型')
  const first = `${reply.status}　${type}　${reply.bytes.length} 字节`
  if (text === null) return [first, '（不是文字，或字符集不对）']
  const read = readPlatformReply(text, protocol)
  const inside = read.kind === 'result' && read.text !== '' ? readable(read.text) : text
  return [first, shorten(redact(beginningOf(inside), secrets)) || '（空白）']
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > LONGEST ? `${line.slice(0, LONGEST)} …` : line
}
