/**
 * Sealing of what names a person. The keys are made on the phone at first use and cannot be read out, only used; a copy of the
 * database's files is of no use without this browser. Sealing is done before a transaction opens: awaiting it inside would end it.
 */
import type { RandomDoor } from './doors.ts'
import type { Database } from './database/open.ts'
import type { Sealed } from './database/schema.ts'
import { toHex } from './digest.ts'

export interface Vault {
  /** `bound` is authenticated with the bytes: sealed content cannot be moved to another row. */
  seal(bytes: ArrayBuffer, bound: string): Promise<Sealed>
  /** `null` when the content was damaged, moved, or sealed under a key that is gone. */
  open(sealed: Sealed, bound: string): Promise<ArrayBuffer | null>
  sealJson(value: unknown, bound: string): Promise<Sealed>
  openJson(sealed: Sealed, bound: string): Promise<unknown>
  /** HMAC-SHA-256, hex: finds a person again without keeping the number. */
  keyed(text: string): Promise<string>
}

export function createVault(database: Database, random: RandomDoor): Vault {
  const { subtle } = globalThis.crypto
  let keys: Promise<{ sealing: CryptoKey; naming: CryptoKey }> | null = null

  function getKeys() {
    keys ??= findOrMakeKeys(database).catch((cause: unknown) => {
      keys = null
      throw cause
    })
    return keys
  }

  async function seal(bytes: ArrayBuffer, bound: string): Promise<Sealed> {
    const { sealing } = await getKeys()
    const iv = new Uint8Array(random.bytes(12)).buffer
    return { iv, bytes: await subtle.encrypt({ name: 'AES-GCM', iv, additionalData: encode(bound) }, sealing, bytes) }
  }

  async function open(sealed: Sealed, bound: string): Promise<ArrayBuffer | null> {
    const { sealing } = await getKeys()
    try {
      return await subtle.decrypt({ name: 'AES-GCM', iv: sealed.iv, additionalData: encode(bound) }, sealing, sealed.bytes)
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
    async keyed(text) {
      const { naming } = await getKeys()
      return toHex(await subtle.sign('HMAC', naming, encode(text)))
    },
  }
}

async function findOrMakeKeys(database: Database): Promise<{ sealing: CryptoKey; naming: CryptoKey }> {
  const { subtle } = globalThis.crypto
  const kept = await database.run(['keys'], 'readonly', async (tx) => {
    const store = tx.objectStore('keys')
    const [sealing, naming] = await Promise.all([store.get('sealing'), store.get('naming')])
    return sealing && naming ? { sealing, naming } : null
  })
  if (kept !== null) return kept
  const [sealing, naming] = await Promise.all([
    subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']),
    subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign']),
  ])
  return database.run(['keys'], 'readwrite', async (tx) => {
    const store = tx.objectStore('keys')
    // Another tab may have been first; its keys are the ones in use then.
    const [theirs, theirNaming] = await Promise.all([store.get('sealing'), store.get('naming')])
    if (theirs && theirNaming) return { sealing: theirs, naming: theirNaming }
    await Promise.all([store.put(sealing, 'sealing'), store.put(naming, 'naming')])
    return { sealing, naming }
  })
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}
