/** Requests and replies of the three ways an .asmx service may be spoken to: written as an escaped string, read with the strict reader. */
import iconv from 'iconv-lite'
import { readXml, type XmlElement } from './xml.ts'

export type SoapVersion = '1.1' | '1.2'
export const protocols = ['soap-1.1', 'soap-1.2', 'form'] as const
export type Protocol = (typeof protocols)[number]
export const requestCharsets = ['utf-8', 'gb18030'] as const
export type RequestCharset = (typeof requestCharsets)[number]

export const soapNamespaces: Readonly<Record<SoapVersion, string>> = {
  '1.1': 'http://schemas.xmlsoap.org/soap/envelope/',
  '1.2': 'http://www.w3.org/2003/05/soap-envelope',
}

/** Text as XML character data or a double-quoted attribute. Characters that XML 1.0 cannot hold are left out. */
export function escapeXml(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/gu, '')
    .replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`)
}

export interface PlatformRequest {
  /** What follows the endpoint's path: empty, or the name of the call behind a slash. */
  path: string
  headers: Record<string, string>
  /** ASCII, whatever the character set. */
  body: string
}

export interface RequestStyle {
  namespace: string
  soapActionBase: string
  protocol: Protocol
  requestCharset: RequestCharset
}

/** The call `name` with `parameters` (element name → text). */
export function writeRequest(call: { name: string; action: string }, parameters: Readonly<Record<string, string>>, style: RequestStyle): PlatformRequest {
  return requestWriter(call, Object.keys(parameters), style)(Object.values(parameters))
}

/** Writes requests of the call `name` from the texts of its `elements`. What is the same in all of them is written once. */
export function requestWriter({ name, action }: { name: string; action: string }, elements: readonly string[], style: RequestStyle): (texts: readonly string[]) => PlatformRequest {
  const { protocol, requestCharset: charset } = style
  if (protocol === 'form') {
    const headers = { 'content-type': `application/x-www-form-urlencoded; charset=${charset}` }
    return (texts) => ({ path: `/${name}`, headers, body: elements.map((field, i) => `${field}=${percentEncode(texts[i] ?? '', charset)}`).join('&') })
  }
  const soapAction = `"${style.soapActionBase}${action}"`
  const older = protocol === 'soap-1.1'
  const headers: Record<string, string> = older
    ? { 'content-type': `text/xml; charset=${charset}`, soapaction: soapAction }
    : { 'content-type': `application/soap+xml; charset=${charset}; action=${soapAction}` }
  const empty = toAscii(writeEnvelope(older ? '1.1' : '1.2', `<${name} xmlns="${escapeXml(style.namespace)}"></${name}>`, charset))
  const middle = empty.lastIndexOf(`</${name}>`)
  const [before, after] = [empty.slice(0, middle), empty.slice(middle)]
  return (texts) => {
    const inner = elements.map((element, i) => `<${element}>${writeText(texts[i] ?? '')}</${element}>`).join('')
    return { path: '', headers, body: before + inner + after }
  }
}

/** `text` as ASCII character data. Nearly all of it is digits and letters already. */
function writeText(text: string): string {
  return /[^ -~]|[&<>"]/.test(text) ? toAscii(escapeXml(text)) : text
}

/** `inner` (ready XML) in an envelope. */
export function writeEnvelope(version: SoapVersion, inner: string, charset: RequestCharset = 'utf-8'): string {
  return `<?xml version="1.0" encoding="${charset}"?><soap:Envelope xmlns:soap="${soapNamespaces[version]}"><soap:Body>${inner}</soap:Body></soap:Envelope>`
}

/** Everything beyond ASCII as a reference: the same bytes in every character set. */
function toAscii(xml: string): string {
  return xml.replace(/[^\u0000-\u007F]/gu, (c) => `&#${c.codePointAt(0)};`)
}

function percentEncode(text: string, charset: RequestCharset): string {
  if (charset === 'utf-8') return encodeURIComponent(text.replace(/\p{Surrogate}/gu, ''))
  return [...iconv.encode(text, charset)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
}

export type PlatformReply =
  | { kind: 'result'; text: string }
  /** The result is said to be null, or is not there, which is how .asmx writes null. Neither is the empty text. */
  | { kind: 'nil' | 'missing' }
  | { kind: 'soap-fault' }
  | { kind: 'bad-xml'; reason: string }

/** The letters of base64, which mean nothing to XML. */
const PLAIN = /^[A-Za-z0-9+/=]+$/

/**
 * A reader of replies over `protocol`. What stands around the result is nearly always the same: a reply that differs from one that the
 * strict reader has read in nothing but plain letters of its result is as well-formed as that one, and is not read to the letter again.
 */
export function createReplyReader(protocol: Protocol): (xml: string) => PlatformReply {
  let frame = { head: '', tail: '' }
  return (xml) => {
    const { head, tail } = frame
    if (head !== '' && xml.startsWith(head) && xml.endsWith(tail)) {
      const text = xml.slice(head.length, -tail.length)
      if (PLAIN.test(text)) return { kind: 'result', text }
    }
    const reply = readPlatformReply(xml, protocol)
    if (reply.kind === 'result') frame = frameOf(xml, reply.text) ?? frame
    return reply
  }
}

/** What stands before and after the result `text` in `xml`; `null` where that could be at two places, or is not sure to be text at all. */
function frameOf(xml: string, text: string): { head: string; tail: string } | null {
  const at = xml.indexOf(`>${text}</`) + 1
  if (!PLAIN.test(text) || /<!|&/.test(xml) || at === 0 || xml.lastIndexOf(`>${text}</`) + 1 !== at) return null
  return { head: xml.slice(0, at), tail: xml.slice(at + text.length) }
}

/** The reply to a request over `protocol`. */
export function readPlatformReply(xml: string, protocol: Protocol): PlatformReply {
  return protocol === 'form' ? readFormReply(xml) : readReply(xml)
}

/** The text of the first child of the first child of Body, whatever they are called: result names differ between services. */
export function readReply(xml: string): PlatformReply {
  const reading = readXml(xml)
  if (reading.kind === 'bad-xml') return reading
  const body = soapBody(reading.root)
  if (body === null) return { kind: 'bad-xml', reason: 'no SOAP body' }
  const response = body.children[0]
  if (response === undefined) return { kind: 'missing' }
  if (response.name === 'Fault' && response.namespace === body.namespace) return { kind: 'soap-fault' }
  const result = response.children[0]
  return result === undefined ? { kind: 'missing' } : textOf(result)
}

/** The reply to a form POST: one element with the text, `<string xmlns="…">`. */
export function readFormReply(xml: string): PlatformReply {
  const reading = readXml(xml)
  return reading.kind === 'bad-xml' ? reading : textOf(reading.root)
}

function textOf(result: XmlElement): PlatformReply {
  if (result.nil) return { kind: 'nil' }
  return result.children.length === 0 ? { kind: 'result', text: result.text } : { kind: 'bad-xml', reason: 'result is no text' }
}

/** The Body of an Envelope of either version; `null` when `root` is none. */
export function soapBody(root: XmlElement): XmlElement | null {
  if (root.name !== 'Envelope' || !Object.values(soapNamespaces).includes(root.namespace)) return null
  return root.children.find((child) => child.name === 'Body' && child.namespace === root.namespace) ?? null
}
