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
export function writeRequest({ name, action }: { name: string; action: string }, parameters: Readonly<Record<string, string>>, style: RequestStyle): PlatformRequest {
  const { protocol, requestCharset: charset } = style
  if (protocol === 'form') {
    const body = Object.entries(parameters).map(([field, text]) => `${field}=${percentEncode(text, charset)}`).join('&')
    return { path: `/${name}`, headers: { 'content-type': `application/x-www-form-urlencoded; charset=${charset}` }, body }
  }
  const soapAction = `"${style.soapActionBase}${action}"`
  const inner = Object.entries(parameters).map(([element, text]) => `<${element}>${escapeXml(text)}</${element}>`).join('')
  const older = protocol === 'soap-1.1'
  return {
    path: '',
    headers: older
      ? { 'content-type': `text/xml; charset=${charset}`, soapaction: soapAction }
      : { 'content-type': `application/soap+xml; charset=${charset}; action=${soapAction}` },
    body: toAscii(writeEnvelope(older ? '1.1' : '1.2', `<${name} xmlns="${escapeXml(style.namespace)}">${inner}</${name}>`, charset)),
  }
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
