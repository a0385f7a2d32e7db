/** Passwords are kept as argon2id hashes in the PHC string form, so that a stored hash tells its own cost. */
import { argon2, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify(argon2)

/** `memory` in KiB. */
export interface PasswordCost {
  memory: number
  passes: number
}

/** OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, 2 passes, 1 lane. */
export const strongCost: PasswordCost = { memory: 19_456, passes: 2 }

/** The hash of `password` with a fresh 16-byte `salt`. */
export async function hashPassword(password: string, salt: Uint8Array, cost: PasswordCost): Promise<string> {
  const key = await deriveKey(password, Buffer.from(salt), cost)
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=1$${unpadded(Buffer.from(salt))}$${unpadded(key)}`
}

/** Whether `password` gives `stored`. Compares in constant time. */
export async function passwordMatches(password: string, stored: string): Promise<boolean> {
  const parts = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(stored)
  if (parts === null) return false
  const [, memory, passes, salt = '', expected = ''] = parts
  const key = await deriveKey(password, Buffer.from(salt, 'base64'), { memory: Number(memory), passes: Number(passes) })
  const wanted = Buffer.from(expected, 'base64')
  return wanted.length === key.length && timingSafeEqual(wanted, key)
}

function deriveKey(password: string, salt: Buffer, cost: PasswordCost): Promise<Buffer> {
  // The same text typed on two keyboards can be composed differently; NFKC makes it one.
  return derive('argon2id', { message: password.normalize('NFKC'), nonce: salt, parallelism: 1, tagLength: 32, memory: cost.memory, passes: cost.passes })
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '')
}
