/**
 * The keys of the sealed store. They are made on the phone at first use and cannot be read out, only used. Once a PIN is set, what is
 * sealed anew is sealed under the guarded key, which comes from a secret that is on the phone only wrapped and in memory only while the
 * phone is unlocked. Whoever asks for the keys of a locked phone waits until it is unlocked: nothing is mistaken for damaged meanwhile.
 */
import { toHex } from './digest.ts'
import { getMeta, type Database } from './database/open.ts'
import type { LockRow, Sealed } from './database/schema.ts'
import type { GuardedKeys } from './wrapping.ts'

export interface Keys {
  /** Which key seals what is sealed now; `undefined` is the first one. */
  newest: Sealed['key']
  /** `null` where that key is not, or no longer, on this phone. */
  sealing(key: Sealed['key']): CryptoKey | null
  /** HMAC-SHA-256, hex. */
  name(text: string): Promise<string>
  /** What is to become of a name that was made without the guarded keys. */
  rename(name: string): Promise<string>
  /** Ties a PIN to this browser: a copied database alone is not enough to try PINs elsewhere, as far as the browser keeps its word. */
  pepper: CryptoKey
}

export interface KeyRing {
  /** Waits while the phone is locked. */
  keys(): Promise<Keys>
  /** The first keys alone, without waiting. */
  firstKeys(): Promise<Keys>
  /** The keys as they will be once unlocked with `guarded`. */
  keysWith(guarded: GuardedKeys): Promise<Keys>
  /** Whether this tab may still be about to store something sealed under the first key: it has used it as the newest one. */
  usedFirst(): boolean
  /** The unwrapped secret; `null` while locked or without a PIN. */
  secret(): Uint8Array<ArrayBuffer> | null
  /** `guarded` are the keys that come from `secret`. */
  unlock(secret: Uint8Array<ArrayBuffer>, guarded: GuardedKeys): void
  lock(): void
  /** Reads anew which keys there are. */
  reload(): void
}

interface FirstKeys {
  sealing: CryptoKey | null
  naming: CryptoKey
}

export function createKeyRing(database: Database): KeyRing {
  let secret: Uint8Array<ArrayBuffer> | null = null
  let opened = later<GuardedKeys>()
  let ring: Promise<Keys> | null = null
  let usedFirst = false

  async function read(): Promise<Keys> {
    const { first, lock } = await findOrMakeKeys(database)
    if (lock !== undefined) return guardedRing(await opened.promise)
    usedFirst = true
    return toKeys(first, null, false)
  }

  /** Read only now: while it was locked, another tab may have changed how answers are named. */
  async function guardedRing(guarded: GuardedKeys): Promise<Keys> {
    const { first, lock } = await findOrMakeKeys(database)
    return toKeys(first, guarded, lock?.renamed ?? false)
  }

  return {
    keys() {
      const mine = (ring ??= read())
      mine.catch(() => {
        if (ring === mine) ring = null
      })
      return mine
    },
    firstKeys: async () => toKeys((await findOrMakeKeys(database)).first, null, false),
    keysWith: guardedRing,
    usedFirst: () => usedFirst,
    secret: () => secret,
    unlock(unwrapped, guarded) {
      secret = unwrapped
      opened.resolve(guarded)
      ring = null
    },
    lock() {
      // Those who wait already go on waiting for the same moment.
      if (secret === null) return
      secret.fill(0)
      secret = null
      opened = later()
      ring = null
    },
    reload() {
      ring = null
    },
  }
}

function toKeys({ sealing, naming }: FirstKeys, guarded: GuardedKeys | null, renamed: boolean): Keys {
  const rename = (name: string) => (guarded === null ? Promise.resolve(name) : hmac(guarded.naming, name))
  return {
    newest: guarded === null ? undefined : 'guarded',
    sealing: (key) => (key === undefined ? sealing : (guarded?.sealing ?? null)),
    // Twice, so that names given before the PIN can be changed without knowing whom they name.
    name: async (text) => (renamed ? rename(await hmac(naming, text)) : hmac(naming, text)),
    rename,
    pepper: naming,
  }
}

/** Once a PIN is set, the first sealing key is only there while something may still be sealed under it. */
async function findOrMakeKeys(database: Database): Promise<{ first: FirstKeys; lock: LockRow | undefined }> {
  const { subtle } = globalThis.crypto
  const kept = await database.run(['keys', 'meta'], 'readonly', async (tx) => {
    const [sealing, naming, lock] = await Promise.all([tx.objectStore('keys').get('sealing'), tx.objectStore('keys').get('naming'), getMeta(tx, 'lock')])
    if (naming === undefined || (sealing === undefined && lock === undefined)) return null
    return { first: { sealing: sealing ?? null, naming }, lock }
  })
  if (kept !== null) return kept
  const [sealing, naming] = await Promise.all([
    subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']),
    subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign']),
  ])
  return database.run(['keys', 'meta'], 'readwrite', async (tx) => {
    const store = tx.objectStore('keys')
    // Another tab may have been first; its keys are the ones in use then.
    const [theirs, theirNaming] = await Promise.all([store.get('sealing'), store.get('naming')])
    if (theirs && theirNaming) return { first: { sealing: theirs, naming: theirNaming }, lock: await getMeta(tx, 'lock') }
    await store.put(sealing, 'sealing')
    await store.put(naming, 'naming')
    return { first: { sealing, naming }, lock: undefined }
  })
}

/** A promise and how to fulfil it; `Promise.withResolvers` is too new for many phones. */
function later<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>((fulfil) => (resolve = fulfil))
  return { promise, resolve }
}

async function hmac(key: CryptoKey, text: string): Promise<string> {
  return toHex(await globalThis.crypto.subtle.sign('HMAC', key, new TextEncoder().encode(text)))
}
