/** Names for entries: UUIDv7 (RFC 9562), made on the phone. The time in them is informative; nothing is ordered or refused by it. */
import * as v from 'valibot'

export const uuid = v.pipe(v.string(), v.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/))

/** Ten random bytes become the random part; `now` (epoch ms) the time part. */
export function uuidv7(now: number, random: Uint8Array): string {
  const hex = (n: number, digits: number) => n.toString(16).padStart(digits, '0')
  const time = hex(now, 12)
  const bytes = [...random.subarray(0, 10)]
  bytes[0] = (bytes[0]! & 0x0f) | 0x70
  bytes[2] = (bytes[2]! & 0x3f) | 0x80
  const rest = bytes.map((b) => hex(b, 2)).join('')
  return `${time.slice(0, 8)}-${time.slice(8)}-${rest.slice(0, 4)}-${rest.slice(4, 8)}-${rest.slice(8)}`
}
