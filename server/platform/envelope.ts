/** SOAP envelopes of both versions: written as an escaped string, read with the strict reader. */
import { readXml, type XmlElement } from './xml.ts'

export type SoapVersion = '1.1' | '1.2'

export const soapNamespaces: Readonly<Record<SoapVersion, string>> = {
  '1.1': 'http://schemas.xmlsoap.org/soap/envelope/',
  '1.2': 'http://www.w3.org/2003/05/soap-envelope',
}

/** Text as XML character data or a double-quoted attribute. Characters that XML 1.0 cannot hold are left out. */
export function escapeXml(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '')
    .replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`)
}

export interface SoapRequest {
  headers: Record<string, string>
  body: string
}

/** The call of `method` with `parameters` (element name → text) in `namespace`. */
export function writeRequest(
  method: string,
  parameters: Readonly<Record<string, string>>,
  style: { namespace: string; soapActionBase: string; soapVersion: SoapVersion },
): SoapRequest {
  const action = `"${style.soapActionBase}${method}"`
  const inner = Object.entries(parameters).map(([name, text]) => `<${name}>${escapeXml(text)}</${name}>`).join('')
  return {
    headers:
      style.soapVersion === '1.1'
        ? { 'content-type': 'text/xml; charset=utf-8', soapaction: action }
        : { 'content-type': `application/soap+xml; charset=utf-8; action=${action}` },
    body: writeEnvelope(style.soapVersion, `<${method} xmlns="${escapeXml(style.namespace)}">${inner}</${method}>`),
  }
}

/** `inner` (ready XML) in an envelope. */
export function writeEnvelope(version: SoapVersion, inner: string): string {
  return `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="${soapNamespaces[version]}"><soap:Body>${inner}</soap:Body></soap:Envelope>`
}

export type SoapReply =
  | { kind: 'result'; text: string }
  /** The result is said to be null, or is not there, which is how .asmx writes null. Neither is the empty text. */
  | { kind: 'nil' | 'missing' }
  | { kind: 'soap-fault' }
  | { kind: 'bad-xml'; reason: string }

/** The text of the first child of the first child of Body, whatever they are called: result names differ between services. */
export function readReply(xml: string): SoapReply {
  const reading = readXml(xml)
  if (reading.kind === 'bad-xml') return reading
  const body = soapBody(reading.root)
  if (body === null) return { kind: 'bad-xml', reason: 'no SOAP body' }
  const response = body.children[0]
  if (response === undefined) return { kind: 'missing' }
  if (response.name === 'Fault' && response.namespace === body.namespace) return { kind: 'soap-fault' }
  const result = response.children[0]
  if (result === undefined) return { kind: 'missing' }
  if (result.nil) return { kind: 'nil' }
  return result.children.length === 0 ? { kind: 'result', text: result.text } : { kind: 'bad-xml', reason: 'result is no text' }
}

/** The Body of an Envelope of either version; `null` when `root` is none. */
export function soapBody(root: XmlElement): XmlElement | null {
  if (root.name !== 'Envelope' || !Object.values(soapNamespaces).includes(root.namespace)) return null
  return root.children.find((child) => child.name === 'Body' && child.namespace === root.namespace) ?? null
}
