/** The phone's own key pair (ECDSA P-256). The private key is made here, cannot be read out, and signs every entry written after it was made. */
import { toHex } from './digest.ts'
import { getMeta, putMeta, type Database } from './database/open.ts'

export interface DeviceKey {
  /** The public key (raw point, hex), made at first use; `null` where the browser can make or keep none. */
  enrol(): Promise<string | null>
  /** 64 bytes, hex; `null` while this phone has no key. */
  sign(text: string): Promise<string | null>
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const
const SIGNING = 'signing'

export function createDeviceKey(database: Database): DeviceKey {
  let signing: CryptoKey | null = null

  /** Keeps the fresh pair unless another tab was first. */
  function keep(fresh: CryptoKeyPair, point: string): Promise<{ key: CryptoKey; point: string }> {
    return database.run(['keys', 'meta'], 'readwrite', async (tx) => {
      const [key, kept] = await Promise.all([tx.objectStore('keys').get(SIGNING), getMeta(tx, 'deviceKey')])
      if (key !== undefined && kept !== undefined) return { key, point: kept }
      await Promise.all([tx.objectStore('keys').put(fresh.privateKey, SIGNING), putMeta(tx, 'deviceKey', point)])
      return { key: fresh.privateKey, point }
    })
  }

  return {
    async enrol() {
      const kept = await database.run(['meta'], 'readonly', (tx) => getMeta(tx, 'deviceKey'))
      if (kept !== undefined) return kept
      try {
        const { subtle } = globalThis.crypto
        const fresh = await subtle.generateKey(ALGORITHM, false, ['sign', 'verify'])
        const made = await keep(fresh, toHex(await subtle.exportKey('raw', fresh.publicKey)))
        signing = made.key
        return made.point
      } catch (cause) {
        if (isUnsupported(cause)) return null
        throw cause
      }
    },
    async sign(text) {
      signing ??= (await database.run(['keys'], 'readonly', (tx) => tx.objectStore('keys').get(SIGNING))) ?? null
      if (signing === null) return null
      return toHex(await globalThis.crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, signing, new TextEncoder().encode(text)))
    },
  }
}

/** No cryptography at all (a page without https), no such curve, or a database that keeps no keys. Storage trouble is something else. */
function isUnsupported(cause: unknown): boolean {
  return cause instanceof TypeError || (cause instanceof DOMException && ['NotSupportedError', 'OperationError', 'DataCloneError'].includes(cause.name))
}
