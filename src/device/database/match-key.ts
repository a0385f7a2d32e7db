/** The key under which the server names people on rosters and in packs, as it is kept: it can be used and not read. */
import type { IdNumber } from '#domain/identity.ts'
import { fromHex, toHex } from '../digest.ts'

/** `hex` is the server's `matchKey`. */
export function importMatchKey(hex: string): Promise<CryptoKey> {
  return globalThis.crypto.subtle.importKey('raw', fromHex(hex).buffer as ArrayBuffer, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
}

/** The person's `match`: HMAC-SHA-256 of the number, hex. */
export function matchUnder(key: CryptoKey, id: IdNumber): Promise<string> {
  return hmac(key, id)
}

/** Whether both are the same key. */
export async function isSameKey(one: CryptoKey, other: CryptoKey): Promise<boolean> {
  return (await hmac(one, '')) === (await hmac(other, ''))
}

async function hmac(key: CryptoKey, text: string): Promise<string> {
  return toHex(await globalThis.crypto.subtle.sign('HMAC', key, new TextEncoder().encode(text)))
}
