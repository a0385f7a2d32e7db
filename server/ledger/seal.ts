/** Sealing of what names a person: AES-256-GCM, bound to the entry it belongs to, so that a sealed part cannot be moved to another. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

export interface Seal {
  close: (text: string, boundTo: string) => string
  /** Throws when the text was altered or belongs to something else. */
  open: (sealed: string, boundTo: string) => string
}

const IV_BYTES = 12
const TAG_BYTES = 16

/** A seal under a 32-byte `key`. The sealed form is base64 of iv, tag and cipher text. */
export function createSeal(key: Buffer): Seal {
  return {
    close(text, boundTo) {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(boundTo))
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64')
    },
    open(sealed, boundTo) {
      const bytes = Buffer.from(sealed, 'base64')
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
      decipher.setAAD(Buffer.from(boundTo)).setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
      return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8')
    },
  }
}
