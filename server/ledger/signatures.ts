/** Whether entries are signed by the phone that they say they come from. */
import { createPublicKey, verify, type KeyObject } from 'node:crypto'
import { signedText } from '#domain/outbox.ts'
import type { Database } from '../database/schema.ts'
import type { ReadParcel } from './read-parcel.ts'

/** `unknown-key`: signed, but this server knows no key of the phone (a backup from before its enrolment was restored, say). */
export type Signed = 'by-device' | 'not-by-device' | 'not-at-all' | 'unknown-key'

/** The key of the uncompressed P-256 point `point` (hex); `null` when it is no point of the curve. */
export function readDeviceKey(point: string): KeyObject | null {
  const coordinate = (from: number) => Buffer.from(point.slice(from, from + 64), 'hex').toString('base64url')
  try {
    return createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: coordinate(2), y: coordinate(66) }, format: 'jwk' })
  } catch {
    return null
  }
}

/** Whether `sig` (hex) is what the owner of `key` signed for `entry`. Computed off the main thread. */
export function isSignedBy(key: KeyObject, entry: { hash: string }, sig: string): Promise<boolean> {
  return new Promise((settle, fail) => {
    const signature = Buffer.from(sig, 'hex')
    verify('sha256', Buffer.from(signedText(entry)), { key, dsaEncoding: 'ieee-p1363' }, signature, (error, ok) => (error === null ? settle(ok) : fail(error)))
  })
}

/** How each of `items`, pushed by `device`, is signed. Those whose content does not fit say nothing and are left out. */
export async function checkSignatures(db: Database, device: string, items: readonly ReadParcel[]): Promise<ReadonlyMap<ReadParcel, Signed>> {
  const known = await db.selectFrom('device').select('publicKey').where('name', '=', device).executeTakeFirst()
  const key = known === undefined || known.publicKey === null ? null : readDeviceKey(known.publicKey)
  const checked = items.flatMap((item) => {
    const { content } = item
    return content.kind === 'unfit' ? [] : [howSigned(key, content.parcel).then((signed) => [item, signed] as const)]
  })
  return new Map(await Promise.all(checked))
}

async function howSigned(key: KeyObject | null, { entry, sig }: { entry: { hash: string }; sig?: string | undefined }): Promise<Signed> {
  if (sig === undefined) return 'not-at-all'
  if (key === null) return 'unknown-key'
  return (await isSignedBy(key, entry, sig)) ? 'by-device' : 'not-by-device'
}
