/** What the app uses of `@noble/ed25519`, by the system's own implementation: a run checks dozens of receipts. */
import { createPublicKey, verify } from 'node:crypto'

export async function verifyAsync(signature: Uint8Array, message: Uint8Array, key: Uint8Array): Promise<boolean> {
  const x = Buffer.from(key).toString('base64url')
  return verify(null, message, createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }), signature)
}
