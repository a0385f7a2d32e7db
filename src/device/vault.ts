/**
 * Sealing of what names a person. A copy of the database's files is of no use without this browser, and with a PIN not without the PIN
 * (docs/decisions/0012-pin-lock.md says how far that goes). Sealing is done before a transaction opens: awaiting it inside would end it.
 */
import type { RandomDoor } from './doors.ts'
import type { Sealed } from './database/schema.ts'
import type { KeyRing } from './key-ring.ts'

export interface Vault {
  /** `bound` is authenticated with the bytes: sealed content cannot be moved to another row. */
  seal(bytes: ArrayBuffer, bound: string): Promise<Sealed>
  /** `null` when the content was damaged, moved, or sealed under a key that is gone. While the phone is locked it waits, as all here. */
  open(sealed: Sealed, bound: string): Promise<ArrayBuffer | null>
  sealJson(value: unknown, bound: string): Promise<Sealed>
  openJson(sealed: Sealed, bound: string): Promise<unknown>
  /** HMAC-SHA-256, hex: finds a person again without keeping the number. */
  keyed(text: string): Promise<string>
}

export function createVault(ring: Pick<KeyRing, 'keys'>, random: RandomDoor): Vault {
  const { subtle } = globalThis.crypto

  async function seal(bytes: ArrayBuffer, bound: string): Promise<Sealed> {
    const { newest, sealing } = await ring.keys()
    const key = sealing(newest)
    if (key === null) throw new Error('the key in use is missing')
    const iv = new Uint8Array(random.bytes(12)).buffer
    const sealed = await subtle.encrypt({ name: 'AES-GCM', iv, additionalData: encode(bound) }, key, bytes)
    return { iv, bytes: sealed, ...(newest === undefined ? {} : { key: newest }) }
  }

  async function open(sealed: Sealed, bound: string): Promise<ArrayBuffer | null> {
    const { sealing } = await ring.keys()
    const key = sealing(sealed.key)
    if (key === null) return null
    try {
      return await subtle.decrypt({ name: 'AES-GCM', iv: sealed.iv, additionalData: encode(bound) }, key, sealed.bytes)
    } catch {
      return null
    }
  }

  return {
    seal,
    open,
    sealJson: (value, bound) => seal(encode(JSON.stringify(value)).buffer, bound),
    async openJson(sealed, bound) {
      const bytes = await open(sealed, bound)
      return bytes === null ? null : JSON.parse(new TextDecoder().decode(bytes))
    },
    keyed: async (text) => (await ring.keys()).name(text),
  }
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}
