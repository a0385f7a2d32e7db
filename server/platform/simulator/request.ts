/** Reads a request as an .asmx service does: a parameter whose name or namespace is not exactly right is null, without any fault. */
import { soapBody, soapNamespaces, type SoapVersion } from '../envelope.ts'
import { readXml } from '../xml.ts'

export const NAMESPACE = 'http://tempuri.org/'

export interface SamRequest {
  version: SoapVersion
  zjhm: string | null
  token: string | null
  pass: string | null
}

/** The parameters of GetSAMInfo; `null` when the body is no SOAP call of it. */
export function readSamRequest(xml: string): SamRequest | null {
  const reading = readXml(xml)
  if (reading.kind === 'bad-xml') return null
  const call = soapBody(reading.root)?.children[0]
  if (call?.name !== 'GetSAMInfo') return null
  const parameter = (name: string): string | null =>
    call.children.find((child) => child.name === name && child.namespace === NAMESPACE && call.namespace === NAMESPACE)?.text ?? null
  return {
    version: reading.root.namespace === soapNamespaces['1.2'] ? '1.2' : '1.1',
    zjhm: parameter('zjhm'),
    token: parameter('token'),
    pass: parameter('pass'),
  }
}

/** Whether the SOAPAction header (1.1), quoted or not, names GetSAMInfo. SOAP 1.2 needs none. */
export function namesGetSamInfo(soapAction: string | undefined): boolean {
  return soapAction?.replace(/^"(.*)"$/, '$1') === `${NAMESPACE}GetSAMInfo`
}
