/** Reads a request as an .asmx service does: a parameter whose name or namespace is not exactly right is null, without any fault. */
import { soapBody, soapNamespaces, type SoapVersion } from '../envelope.ts'
import { readXml, type XmlElement } from '../xml.ts'
import { INTEGER_PARAMETER, isMethodName, methodNames, methods, type MethodName } from './methods.ts'

export interface Call {
  method: MethodName
  /** By the method's own names; absent ones are null. */
  parameters: Readonly<Record<string, string | null>>
}

export type SoapReading = { kind: 'call'; version: SoapVersion; call: Call } | { kind: 'refused'; version: SoapVersion; reason: string }

const NO_ACTION = '服务器未能识别 HTTP 头 SOAPAction 的值。'
const UNREADABLE = '服务器无法读取请求。'

/** `headers` name the method (SOAPAction of 1.1, `action` of 1.2); only 1.2 may leave it to the body. */
export function readSoapCall(
  xml: string,
  headers: { soapaction?: unknown; 'content-type'?: string | undefined },
  { namespace, soapActionBase }: { namespace: string; soapActionBase: string },
): SoapReading {
  const reading = readXml(xml)
  const body = reading.kind === 'xml' ? soapBody(reading.root) : null
  if (body === null) return { kind: 'refused', version: '1.1', reason: UNREADABLE }
  const version = body.namespace === soapNamespaces['1.2'] ? '1.2' : '1.1'
  const element = body.children[0]
  const method = version === '1.1' ? namedBy(headers.soapaction, soapActionBase) : namedBy12(headers['content-type'], element, soapActionBase)
  if (method === null) return { kind: 'refused', version, reason: NO_ACTION }

  const right = element?.name === method && element.namespace === namespace ? element.children : []
  const call = callOf(method, (name) => right.find((child) => child.name === name && child.namespace === namespace && !child.nil)?.text ?? null)
  return call === null ? { kind: 'refused', version, reason: UNREADABLE } : { kind: 'call', version, call }
}

/** A form's fields are found whatever the case of their names; one that is missing is refused, as is a number that is none. */
export function readFormCall(method: string, body: string): Call | { refused: string } {
  if (!isMethodName(method)) return { refused: '因 URL 意外地以该方法名结束，请求格式无法识别。' }
  const fields = new Map([...new URLSearchParams(body)].map(([name, value]) => [name.toLowerCase(), value]))
  const missing = methods[method].parameters.find((name) => !fields.has(name.toLowerCase()))
  if (missing !== undefined) return { refused: `缺少参数: ${missing}。` }
  return callOf(method, (name) => fields.get(name.toLowerCase()) ?? null) ?? { refused: `无法将参数 ${INTEGER_PARAMETER} 转换为整数。` }
}

function namedBy(action: unknown, base: string): MethodName | null {
  if (typeof action !== 'string') return null
  const name = action.replace(/^"(.*)"$/, '$1')
  return methodNames.find((method) => name === base + method) ?? null
}

function namedBy12(contentType: string | undefined, element: XmlElement | undefined, base: string): MethodName | null {
  const action = /;\s*action=("[^"]*"|[^;\s]*)/i.exec(contentType ?? '')?.[1]
  if (action !== undefined) return namedBy(action, base)
  return element !== undefined && isMethodName(element.name) ? element.name : null
}

/** `null` when the whole number among the parameters is none. */
function callOf(method: MethodName, read: (name: string) => string | null): Call | null {
  const parameters = Object.fromEntries(methods[method].parameters.map((name) => [name, read(name)]))
  const number = parameters[INTEGER_PARAMETER]
  return number === undefined || number === null || /^\s*-?\d{1,9}\s*$/.test(number) ? { method, parameters } : null
}
