/** How the secret of a locked store is wrapped and what keys come from it. Pure but for the system's cryptography. */
import { fromHex } from './digest.ts'
import type { RandomDoor } from './doors.ts'
import type { PinWrap, Wrapped } from './database/schema.ts'

/** Rounds of PBKDF2-SHA-256: the OWASP figure of 2023, 0.2–1.5 s on a phone. */
export const PIN_ROUNDS = 600_000

export interface GuardedKeys {
  sealing: CryptoKey
  naming: CryptoKey
}

type Bytes = Uint8Array<ArrayBuffer>

const { subtle } = globalThis.crypto
const encode = (text: string): Bytes => new TextEncoder().encode(text)

/** The keys that come from `secret` (32 random bytes); they cannot be read out. */
export async function guardedKeys(secret: Bytes): Promise<GuardedKeys> {
  const base = await subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey'])
  const from = (use: string) => ({ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(32), info: encode(`suan-xun ${use} 1`) })
  const [sealing, naming] = await Promise.all([
    subtle.deriveKey(from('sealing'), base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']),
    subtle.deriveKey(from('naming'), base, { name: 'HMAC', hash: 'SHA-256', length: 256 }, false, ['sign']),
  ])
  return { sealing, naming }
}

/** `pepper`: an HMAC key of this browser that mixes in, so that PINs cannot be tried where it is not. */
export async function wrapByPin(secret: Bytes, pin: string, pepper: CryptoKey, random: RandomDoor, rounds: number): Promise<PinWrap> {
  const salt = new Uint8Array(random.bytes(16)).buffer
  return { ...(await wrap(secret, await pinKey(pin, salt, rounds, pepper), 'pin', random)), salt, rounds }
}

/** `null` when it is not this PIN. */
export async function unwrapByPin(wrapped: PinWrap, pin: string, pepper: CryptoKey): Promise<Bytes | null> {
  return unwrap(wrapped, await pinKey(pin, wrapped.salt, wrapped.rounds, pepper), 'pin')
}

/** `unlockSecret`: what the server gives this account on this phone (32 bytes, hex). */
export async function wrapForAccount(secret: Bytes, account: string, unlockSecret: string, random: RandomDoor): Promise<Wrapped> {
  return wrap(secret, await wrappingKey(fromHex(unlockSecret)), `account ${account}`, random)
}

/** `null` when the server gives another secret than when it was wrapped. */
export async function unwrapForAccount(wrapped: Wrapped, account: string, unlockSecret: string): Promise<Bytes | null> {
  return unwrap(wrapped, await wrappingKey(fromHex(unlockSecret)), `account ${account}`)
}

async function pinKey(pin: string, salt: ArrayBuffer, rounds: number, pepper: CryptoKey): Promise<CryptoKey> {
  const base = await subtle.importKey('raw', encode(pin), 'PBKDF2', false, ['deriveBits'])
  const bits = new Uint8Array(await subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds }, base, 256))
  const purpose = encode('suan-xun pin 1')
  const mixed = new Uint8Array(purpose.length + bits.length)
  mixed.set(purpose)
  mixed.set(bits, purpose.length)
  return wrappingKey(new Uint8Array(await subtle.sign('HMAC', pepper, mixed)))
}

function wrappingKey(bytes: Uint8Array): Promise<CryptoKey> {
  return subtle.importKey('raw', new Uint8Array(bytes), 'AES-GCM', false, ['encrypt', 'decrypt'])
}

async function wrap(secret: Bytes, key: CryptoKey, use: string, random: RandomDoor): Promise<Wrapped> {
  const iv = new Uint8Array(random.bytes(12)).buffer
  return { iv, bytes: await subtle.encrypt({ name: 'AES-GCM', iv, additionalData: encode(`unlock ${use}`) }, key, secret) }
}

async function unwrap({ iv, bytes }: Wrapped, key: CryptoKey, use: string): Promise<Bytes | null> {
  try {
    return new Uint8Array(await subtle.decrypt({ name: 'AES-GCM', iv, additionalData: encode(`unlock ${use}`) }, key, bytes))
  } catch {
    return null
  }
}
