/** The whole ledger at one moment, checked against everything that was signed and hashed when it was written. Reads only. */
import type { Database } from '../../database/schema.ts'
import type { Keys } from '../keys.ts'
import { verifyAreas, type AreasVerified } from './verify-areas.ts'
import { verifyCertificates, type CertificatesVerified } from './verify-certificates.ts'
import { verifyDevices, type DevicesVerified } from './verify-devices.ts'

/** `breaks` holds the first break of every chain that has one. */
export type Verified = DevicesVerified & AreasVerified & CertificatesVerified

export async function verifyLedger(db: Database, keys: Keys): Promise<Verified> {
  // One moment for all: the server may go on writing.
  return db.transaction().execute(async (tx) => {
    const [devices, areas, certificates] = [await verifyDevices(tx, keys), await verifyAreas(tx, keys), await verifyCertificates(tx)]
    return { ...devices, ...areas, ...certificates, breaks: [...devices.breaks, ...areas.breaks, ...certificates.breaks] }
  })
}
