/** From the text of a result element to the JSON value in it: base64 (an encoding, not encryption) of UTF-8 or GB18030, or plain JSON. */
import type { AlarmKind } from '#domain/platform-health.ts'
import { decode, type ReplyCharset } from './text-encoding.ts'
import { mendJson } from './tolerant-json.ts'
import { trouble, type Trouble } from './trouble.ts'

/** `charset`: it came in the older encoding, unannounced. `mended-json`: strict JSON would have refused it. */
export type Body = { kind: 'body'; value: unknown; alarms: Extract<AlarmKind, 'charset' | 'mended-json'>[] }

/** Reads `text`, already unescaped by the XML reader. */
export function readBody(text: string, charset: ReplyCharset = 'auto'): Body | Trouble {
  const decoded = decodeBase64Text(text, charset)
  const json = decoded?.text ?? plainJson(text)
  if (json === null) return trouble('bad-base64', 'the result is neither base64 of text nor JSON')
  const alarms: Body['alarms'] = decoded?.charset === 'gb18030' && charset === 'auto' ? ['charset'] : []
  const strict = parseJson(json)
  if (strict !== null) return { kind: 'body', ...strict, alarms }
  const mended = parseJson(mendJson(json))
  return mended === null ? trouble('bad-json', 'the decoded result is no JSON') : { kind: 'body', ...mended, alarms: [...alarms, 'mended-json'] }
}

/** Accepts wrapped lines, blanks for `+` (form decoding), the URL-safe alphabet and missing padding. */
function decodeBase64Text(text: string, charset: ReplyCharset) {
  if (text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text)) return decode(Buffer.from(text, 'base64'), charset)
  const clean = text.trim().replace(/[\r\n\t]/g, '').replace(/[ -]/g, '+').replace(/_/g, '/').replace(/=+$/, '')
  if (!/^[A-Za-z0-9+/]+$/.test(clean) || clean.length % 4 === 1) return null
  return decode(Buffer.from(clean, 'base64'), charset)
}

function plainJson(text: string): string | null {
  return /^\s*[{[]/.test(text) ? text : null
}

function parseJson(text: string): { value: unknown } | null {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    return null
  }
}
