/** Phones: which secret proves them and which accounts use them. An account may write only under a phone that it proves. */
import { timingSafeEqual } from 'node:crypto'
import type { Database } from '../database/schema.ts'
import type { Doors } from '../doors.ts'
import { Refused } from '../errors.ts'
import { sha256 } from '../ledger/read-parcel.ts'
import { SERVER } from '../ledger/server-writer.ts'
import { readDeviceKey } from '../ledger/signatures.ts'

/**
 * Whether `deviceSecret` is the secret of `device`. The first one used with a name is the right one from then on; the server's
 * own name has none.
 */
export async function isProven({ db, now }: Pick<Doors, 'db' | 'now'>, { device, deviceSecret }: { device: string; deviceSecret: string }): Promise<boolean> {
  if (device === SERVER) return false
  const secretHash = sha256(deviceSecret)
  const known = (await knownHash(db, device)) ?? (await firstHash(db, device, secretHash, now()))
  return timingSafeEqual(Buffer.from(known, 'hex'), Buffer.from(secretHash, 'hex'))
}

/**
 * Keeps `publicKey` (uncompressed P-256 point, hex) as that of `device`, which has been proven. Throws `forbidden` when it is no such
 * point, and `other-key` when the device has another one already: the first one counts.
 */
export async function enrol({ db, now }: Pick<Doors, 'db' | 'now'>, device: string, publicKey: string): Promise<void> {
  if (readDeviceKey(publicKey) === null) throw new Refused('forbidden')
  await db.updateTable('device').set({ publicKey, enrolledAt: now() }).where('name', '=', device).where('publicKey', 'is', null).execute()
  const kept = await db.selectFrom('device').select('publicKey').where('name', '=', device).executeTakeFirst()
  if (kept?.publicKey !== publicKey) throw new Refused('other-key')
}

/** Notes that `account` uses `device`, which has been proven: from now on it may be the author of the device's entries. */
export async function bindDevice(db: Database, device: string, account: string, boundAt: number): Promise<void> {
  await db
    .insertInto('deviceAccount')
    .values({ device, account, boundAt })
    .onConflict((oc) => oc.columns(['device', 'account']).doNothing())
    .execute()
}

async function knownHash(db: Database, device: string): Promise<string | undefined> {
  return (await db.selectFrom('device').select('secretHash').where('name', '=', device).executeTakeFirst())?.secretHash
}

/** Keeps `secretHash` unless another came in at the same moment; returns the one that was kept. */
async function firstHash(db: Database, device: string, secretHash: string, firstUsedAt: number): Promise<string> {
  await db.insertInto('device').values({ name: device, secretHash, firstUsedAt, publicKey: null, enrolledAt: null, signedFrom: null }).onConflict((oc) => oc.column('name').doNothing()).execute()
  return (await knownHash(db, device)) ?? secretHash
}
