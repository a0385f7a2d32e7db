/** From the text of a result element to the JSON value in it: base64 (an encoding, not encryption) of UTF-8 or GB18030, or plain JSON. */
import { decodeText } from './text-encoding.ts'
import { mendJson } from './tolerant-json.ts'
import { trouble, type Trouble } from './trouble.ts'

export type Body = { kind: 'body'; value: unknown }

/** Reads `text`, already unescaped by the XML reader. */
export function readBody(text: string): Body | Trouble {
  const json = decodeBase64Text(text) ?? plainJson(text)
  if (json === null) return trouble('bad-base64', 'the result is neither base64 of text nor JSON')
  const value = parseJson(json) ?? parseJson(mendJson(json))
  return value ?? trouble('bad-json', 'the decoded result is no JSON')
}

/** Accepts wrapped lines, blanks for `+` (form decoding), the URL-safe alphabet and missing padding. */
function decodeBase64Text(text: string): string | null {
  const clean = text.trim().replace(/[\r\n\t]/g, '').replace(/[ -]/g, '+').replace(/_/g, '/').replace(/=+$/, '')
  if (!/^[A-Za-z0-9+/]+$/.test(clean) || clean.length % 4 === 1) return null
  return decodeText(Buffer.from(clean, 'base64'))
}

function plainJson(text: string): string | null {
  return /^\s*[{[]/.test(text) ? text : null
}

function parseJson(text: string): Body | null {
  try {
    return { kind: 'body', value: JSON.parse(text) as unknown }
  } catch {
    return null
  }
}
