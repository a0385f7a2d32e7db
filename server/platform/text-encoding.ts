/** Bytes of an unstated Chinese encoding. The whole body decides: single hanzi in GBK are often valid UTF-8 by chance. */

/** Strict UTF-8 first, then strict GB18030 (which holds GBK and GB 2312); `null` when the bytes are neither. */
export function decodeText(bytes: Uint8Array): string | null {
  return decodeAs('utf-8', bytes) ?? decodeAs('gb18030', bytes)
}

function decodeAs(encoding: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}
