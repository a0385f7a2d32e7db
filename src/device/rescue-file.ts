/**
 * The rescue file: what waits on a phone, sealed under a passphrase, in frames so that no more than one photograph is in memory at
 * a time. The format is written down in docs/rescue-file.md. Reading is strict: a changed byte is noticed.
 */
import { fromHex, toHex } from './digest.ts'
import type { RandomDoor } from './doors.ts'

const MAGIC = 'SAXRSQ01'
const ITERATIONS = 600_000
/** Fewer than this in a file would make the passphrase cheap to guess, more would hang an old phone. */
const ALLOWED = { least: 100_000, most: 10_000_000 }
/** Bytes of one frame at most: a list of some hundred thousand entries. */
const LARGEST_FRAME = 512 * 1024 * 1024

interface Opener {
  key: CryptoKey
  /** Authenticated with every frame. */
  header: Uint8Array<ArrayBuffer>
  /** First 8 bytes of every frame's IV; the last 4 count the frames. */
  prefix: Uint8Array
}

export interface SealedFile {
  add(frame: ArrayBuffer): Promise<void>
  /** The whole file. */
  end(): Blob
}

export async function sealFile(passphrase: string, random: Pick<RandomDoor, 'bytes'>, iterations = ITERATIONS): Promise<SealedFile> {
  const [salt, prefix] = [random.bytes(16), random.bytes(8)]
  const header = encode(MAGIC + JSON.stringify({ kdf: 'PBKDF2-SHA-256', iterations, salt: toHex(salt), cipher: 'AES-256-GCM', iv: toHex(prefix) }) + '\n')
  const opener = { key: await keyOf(passphrase, salt, iterations), header, prefix }
  const parts: BlobPart[] = [header]
  let count = 0
  return {
    async add(frame) {
      const sealed = await globalThis.crypto.subtle.encrypt(terms(opener, count), opener.key, frame)
      count += 1
      const length = new DataView(new ArrayBuffer(4))
      length.setUint32(0, sealed.byteLength)
      // A blob of its own may lie on the disk, which a buffer may not.
      parts.push(length.buffer, new Blob([sealed]))
    },
    end: () => new Blob(parts, { type: 'application/octet-stream' }),
  }
}

export type OpenedFile =
  | { kind: 'open'; /** The next frame; `null` where it cannot be read or the file ends. */ next(): Promise<ArrayBuffer | null> }
  | { kind: 'no-rescue-file' }
  | { kind: 'newer-version' }

export async function openFile(file: Blob, passphrase: string): Promise<OpenedFile> {
  const start = new Uint8Array(await file.slice(0, 1024).arrayBuffer())
  const end = start.indexOf(0x0a)
  const text = new TextDecoder().decode(start.subarray(0, Math.max(0, end)))
  if (end < 0 || !text.startsWith(MAGIC.slice(0, 6))) return { kind: 'no-rescue-file' }
  if (!text.startsWith(MAGIC)) return { kind: 'newer-version' }
  const header = readHeader(text.slice(MAGIC.length))
  if (header === null) return { kind: 'no-rescue-file' }
  const opener = { key: await keyOf(passphrase, header.salt, header.iterations), header: start.slice(0, end + 1), prefix: header.prefix }
  let at = end + 1
  let count = 0
  return {
    kind: 'open',
    async next() {
      const head = await file.slice(at, at + 4).arrayBuffer()
      const length = head.byteLength === 4 ? new DataView(head).getUint32(0) : 0
      if (length === 0 || length > LARGEST_FRAME || at + 4 + length > file.size) return null
      const sealed = await file.slice(at + 4, at + 4 + length).arrayBuffer()
      const mine = terms(opener, count)
      at += 4 + length
      count += 1
      return globalThis.crypto.subtle.decrypt(mine, opener.key, sealed).catch(() => null)
    },
  }
}

function readHeader(text: string): { iterations: number; salt: Uint8Array; prefix: Uint8Array } | null {
  const match = /^\{"kdf":"PBKDF2-SHA-256","iterations":(\d{6,8}),"salt":"([0-9a-f]{32})","cipher":"AES-256-GCM","iv":"([0-9a-f]{16})"\}$/.exec(text)
  const [, iterations = '', salt = '', prefix = ''] = match ?? []
  const rounds = Number(iterations)
  return match === null || rounds < ALLOWED.least || rounds > ALLOWED.most ? null : { iterations: rounds, salt: fromHex(salt), prefix: fromHex(prefix) }
}

/** Digits are as good as what separates them: a person copies `1234 5678` and types `12345678`. */
async function keyOf(passphrase: string, salt: Uint8Array, iterations: number): Promise<CryptoKey> {
  const { subtle } = globalThis.crypto
  const secret = await subtle.importKey('raw', encode(passphrase.normalize('NFKC').replace(/[\s-]/g, '')), 'PBKDF2', false, ['deriveKey'])
  return subtle.deriveKey({ name: 'PBKDF2', hash: 'SHA-256', salt: new Uint8Array(salt), iterations }, secret, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}

function terms({ header, prefix }: Opener, count: number): AesGcmParams {
  const iv = new Uint8Array(12)
  iv.set(prefix)
  new DataView(iv.buffer).setUint32(8, count)
  return { name: 'AES-GCM', iv, additionalData: header }
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}
