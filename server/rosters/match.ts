/** How a person on a roster is recognised without a number: a keyed hash that the phone can form of the number it scanned. */
import { createHmac } from 'node:crypto'
import type { AreaCode } from '#domain/areas.ts'
import { normaliseIdText } from '#domain/identity.ts'

/** The county-level area (six digits) that `area` is or lies in. */
export function countyOf(area: AreaCode): string {
  return area.slice(0, 6)
}

/** HMAC-SHA-256 of the normalised number under `matchKey` (32 bytes, hex), as hex. */
export function matchOf(matchKey: string, idNumber: string): string {
  return createHmac('sha256', Buffer.from(matchKey, 'hex')).update(normaliseIdText(idNumber)).digest('hex')
}
