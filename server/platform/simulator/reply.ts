/** Writes the simulator's replies as an .asmx service sends them, and in the odd shapes that real services have been seen to send. */
import iconv from 'iconv-lite'
import { escapeXml, writeEnvelope, type SoapVersion } from '../envelope.ts'
import type { DemoFault } from './people.ts'
import { NAMESPACE } from './request.ts'

export const HTML_ERROR_PAGE = '<!DOCTYPE html><html><head><title>运行时错误</title></head><body><h1>“/”应用程序中的服务器错误。</h1></body></html>'

/** The envelope with `text` as the result of GetSAMInfo. */
export function writeResult(version: SoapVersion, text: string): string {
  return writeEnvelope(version, `<GetSAMInfoResponse xmlns="${NAMESPACE}"><GetSAMInfoResult>${escapeXml(text)}</GetSAMInfoResult></GetSAMInfoResponse>`)
}

export function writeFault(version: SoapVersion, reason: string): string {
  return writeEnvelope(
    version,
    version === '1.1'
      ? `<soap:Fault><faultcode>soap:Server</faultcode><faultstring>${escapeXml(reason)}</faultstring></soap:Fault>`
      : `<soap:Fault><soap:Code><soap:Value>soap:Receiver</soap:Value></soap:Code><soap:Reason><soap:Text xml:lang="zh-CN">${escapeXml(reason)}</soap:Text></soap:Reason></soap:Fault>`,
  )
}

/** The text of the result element for `reply`, in the shape that belongs to `fault`. */
export function encodeReply(reply: object, fault: DemoFault | null): string {
  const json = JSON.stringify(reply)
  if (fault === 'garbage-base64') return '@@不是编码@@'
  if (fault === 'empty-result') return ''
  if (fault === 'plain-json') return json
  if (fault === 'gb18030') return iconv.encode(json, 'gb18030').toString('base64')
  if (fault === 'tolerant-json') return Buffer.from(printedLike(json), 'utf8').toString('base64')
  return Buffer.from(json, 'utf8').toString('base64')
}

/** As the interface prints its own example: full-width colons and commas, and a comment. */
function printedLike(json: string): string {
  return json.replace(/":/g, '"：').replace(/,"/g, '，"').replace(/"codeType"：("\d")，/, '"codeType"：$1， // 1 代表绿码 2 代表黄码 3 代表红码\n')
}
