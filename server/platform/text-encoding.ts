/** Bytes of an unstated Chinese encoding. The whole body decides: single hanzi in GBK are often valid UTF-8 by chance. */
import { isUtf8 } from 'node:buffer'

/** The encodings of replies; `auto` tries strict UTF-8 first, then strict GB18030 (which holds GBK and GB 2312). */
export const replyCharsets = ['auto', 'utf-8', 'gb18030'] as const
export type ReplyCharset = (typeof replyCharsets)[number]

export interface Decoded {
  text: string
  charset: Exclude<ReplyCharset, 'auto'>
}

const utf8 = new TextDecoder()

/** Reads `bytes` strictly; `null` when they are not of `charset`. A byte order mark is left out. */
export function decode(bytes: Uint8Array, charset: ReplyCharset = 'auto'): Decoded | null {
  if (charset !== 'gb18030' && isUtf8(bytes)) return { text: utf8.decode(bytes), charset: 'utf-8' }
  return charset === 'utf-8' ? null : decodeGb18030(bytes)
}

/** The text alone. */
export function decodeText(bytes: Uint8Array, charset: ReplyCharset = 'auto'): string | null {
  return decode(bytes, charset)?.text ?? null
}

function decodeGb18030(bytes: Uint8Array): Decoded | null {
  try {
    return { text: new TextDecoder('gb18030', { fatal: true }).decode(bytes), charset: 'gb18030' }
  } catch {
    return null
  }
}
