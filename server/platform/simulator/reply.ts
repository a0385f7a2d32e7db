/** Writes the simulator's answers as an .asmx service does, and in the odd shapes that real services have been seen to write. */
import iconv from 'iconv-lite'
import { escapeXml, soapNamespaces, type SoapVersion } from '../envelope.ts'
import type { Answer } from './answers.ts'
import type { DemoFault } from './faults.ts'
import { reframe } from './json-reply.ts'
import { methods, type MethodName } from './methods.ts'

/** How the caller speaks, and so is spoken to. */
export type Speech = SoapVersion | 'form'

export interface WireReply {
  status: number
  type: string
  body: string | Buffer
}

const NIL = 'xsi:nil="true" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
const BASE64_LINE = /.{1,76}/g

/** The whole reply to a call of `method`, with `fault` where it lies in the writing. */
export function writeReply(speech: Speech, namespace: string, method: MethodName, answer: Answer, fault: DemoFault | null): WireReply {
  const result = resultText(method, answer, fault)
  const text = speech === 'form' ? writeString(namespace, result, fault) : writeResult(speech, namespace, method, result, fault)
  // Inside base64 the older character set is not seen from outside.
  if (fault !== 'gb18030' || methods[method].result === 'base64') return { status: 200, type: `${mediaType(speech)}; charset=utf-8`, body: text }
  return { status: 200, type: `${mediaType(speech)}; charset=gb2312`, body: iconv.encode(text.replace('utf-8', 'gb2312'), 'gb18030') }
}

/** How a service that cannot serve a request says so: a SOAP Fault, or a line of text to a form. */
export function writeRefusal(speech: Speech, reason: string): WireReply {
  if (speech === 'form') return { status: 500, type: 'text/plain; charset=utf-8', body: reason }
  const inner =
    speech === '1.1'
      ? `<faultcode>soap:Server</faultcode><faultstring>${escapeXml(reason)}</faultstring>`
      : `<soap:Code><soap:Value>soap:Receiver</soap:Value></soap:Code><soap:Reason><soap:Text xml:lang="zh-CN">${escapeXml(reason)}</soap:Text></soap:Reason>`
  return { status: 500, type: `${mediaType(speech)}; charset=utf-8`, body: envelope(speech, `<soap:Fault>${inner}</soap:Fault>`) }
}

function mediaType(speech: Speech): string {
  return speech === '1.2' ? 'application/soap+xml' : 'text/xml'
}

function envelope(version: SoapVersion, inner: string): string {
  return `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="${soapNamespaces[version]}"><soap:Body>${inner}</soap:Body></soap:Envelope>`
}

function writeResult(version: SoapVersion, namespace: string, method: MethodName, result: string | null, fault: DemoFault | null): string {
  const name = `${method}Result`
  const element = fault === 'nil-result' ? `<${name} ${NIL} />` : result === null ? '' : `<${name}>${escapeXml(result)}</${name}>`
  return envelope(version, `<${method}Response xmlns="${escapeXml(namespace)}">${element}</${method}Response>`)
}

/** A form's reply has no element around its result, so null can only be nil. */
function writeString(namespace: string, result: string | null, fault: DemoFault | null): string {
  const element = result === null || fault === 'nil-result' ? `<string ${NIL} xmlns="${escapeXml(namespace)}" />` : `<string xmlns="${escapeXml(namespace)}">${escapeXml(result)}</string>`
  return `<?xml version="1.0" encoding="utf-8"?>${element}`
}

/** The text of the result element; `null` for none. */
function resultText(method: MethodName, answer: Answer, fault: DemoFault | null): string | null {
  if (fault === 'garbage-base64') return '@@不是编码@@'
  if (fault === 'empty-result') return ''
  if (fault === 'missing-result') return null
  const mark = fault === 'bom' ? '\uFEFF' : ''
  if (answer.kind === 'xml') return answer.text === null ? null : mark + answer.text
  const plain = JSON.stringify(reframe(answer.reply, fault))
  const json = mark + (fault === 'tolerant-json' ? printedLike(plain) : plain)
  if (methods[method].result !== 'base64' || fault === 'plain-json') return json
  return oddBase64((fault === 'gb18030' ? iconv.encode(json, 'gb18030') : Buffer.from(json, 'utf8')).toString('base64'), fault)
}

function oddBase64(text: string, fault: DemoFault | null): string {
  switch (fault) {
    case 'base64-wrapped':
      return text.match(BASE64_LINE)?.join('\r\n') ?? ''
    case 'base64-url':
      return text.replaceAll('+', '-').replaceAll('/', '_')
    case 'base64-unpadded':
      return text.replace(/=+$/, '')
    case 'blank-for-plus':
      return text.replaceAll('+', ' ')
    default:
      return text
  }
}

/** As the interface prints its own example: full-width colons and commas, and a comment. */
function printedLike(json: string): string {
  return json.replace(/":/g, '"：').replace(/,"/g, '，"').replace(/"codeType"：("\d")，/, '"codeType"：$1， // 1 代表绿码 2 代表黄码 3 代表红码\n')
}
