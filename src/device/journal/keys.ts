/**
 * The keys of the journal. What is written is sealed to the account's public key, so that the phone itself cannot read it, locked or
 * not. The private key lies beside it, wrapped under a secret that only a sign-in brings (`journalSecret`).
 */
import * as v from 'valibot'
import { fromHex, sha256, toHex } from '../digest.ts'
import type { RandomDoor } from '../doors.ts'

const { subtle } = globalThis.crypto
const CURVE = { name: 'ECDH', namedCurve: 'P-256' } as const
const hex = v.pipe(v.string(), v.regex(/^([0-9a-f]{2})+$/))
const keyFileSchema = v.object({ account: v.string(), point: hex, iv: hex, wrapped: hex })

/** The public half, and its name. */
export interface JournalKey {
  name: string
  /** Raw point, hex. */
  point: string
}

export interface OpenedKey extends JournalKey {
  privateKey: CryptoKey
}

/** A new pair, and the file that keeps it for `account`. */
export async function makeKey(account: string, secret: string, random: Pick<RandomDoor, 'bytes'>): Promise<{ key: JournalKey; file: Uint8Array<ArrayBuffer> }> {
  const pair = await subtle.generateKey(CURVE, true, ['deriveBits'])
  const [raw, pkcs8] = await Promise.all([subtle.exportKey('raw', pair.publicKey), subtle.exportKey('pkcs8', pair.privateKey)])
  const point = toHex(raw)
  const iv = new Uint8Array(random.bytes(12))
  const wrapped = await subtle.encrypt({ name: 'AES-GCM', iv, additionalData: encode(`${account} ${point}`) }, await wrappingKey(secret), pkcs8)
  const file = encode(JSON.stringify({ account, point, iv: toHex(iv), wrapped: toHex(wrapped) }))
  return { key: { name: await nameOf(point), point }, file }
}

/** `null` where the file is another account's, damaged, or wrapped under another secret: that of a server which has lost its keys since. */
export async function openKey(file: Blob, account: string, secret: string): Promise<OpenedKey | null> {
  try {
    const kept = v.parse(keyFileSchema, JSON.parse(await file.text()))
    if (kept.account !== account) return null
    const terms = { name: 'AES-GCM', iv: fromHex(kept.iv), additionalData: encode(`${account} ${kept.point}`) }
    const pkcs8 = await subtle.decrypt(terms, await wrappingKey(secret), fromHex(kept.wrapped))
    return { name: await nameOf(kept.point), point: kept.point, privateKey: await subtle.importKey('pkcs8', pkcs8, CURVE, false, ['deriveBits']) }
  } catch {
    return null
  }
}

/** The key for one act and what the act says of it. */
export async function agree(point: string): Promise<{ key: CryptoKey; point: string }> {
  const [theirs, mine] = await Promise.all([subtle.importKey('raw', fromHex(point), CURVE, false, []), subtle.generateKey(CURVE, false, ['deriveBits'])])
  const ephemeral = toHex(await subtle.exportKey('raw', mine.publicKey))
  return { key: await actKey(mine.privateKey, theirs, `${point} ${ephemeral}`), point: ephemeral }
}

/** The same key again. Throws for a point that is none. */
export async function agreeAgain({ privateKey, point }: OpenedKey, ephemeral: string): Promise<CryptoKey> {
  const theirs = await subtle.importKey('raw', fromHex(ephemeral), CURVE, false, [])
  return actKey(privateKey, theirs, `${point} ${ephemeral}`)
}

async function actKey(mine: CryptoKey, theirs: CryptoKey, points: string): Promise<CryptoKey> {
  const shared = await subtle.deriveBits({ name: 'ECDH', public: theirs }, mine, 256)
  return hkdf(shared, `suan-xun journal act 1 ${points}`)
}

function wrappingKey(secret: string): Promise<CryptoKey> {
  return hkdf(fromHex(secret), 'suan-xun journal key 1')
}

async function hkdf(secret: BufferSource, info: string): Promise<CryptoKey> {
  const base = await subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey'])
  const terms = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(32), info: encode(info) }
  return subtle.deriveKey(terms, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}

async function nameOf(point: string): Promise<string> {
  return (await sha256(point)).slice(0, 16)
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}
