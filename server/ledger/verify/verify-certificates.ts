/** What was erased is what certificates say was erased: no more, no less. */
import type { Database } from '../../database/schema.ts'
import { bodyOf, CERTIFICATE, type CertificateBody } from '../../retention/certificate.ts'
import { entryOf } from '../rows.ts'
import type { Break } from './break.ts'

export interface CertificatesVerified {
  certificates: number
  breaks: Break[]
}

/** Every certificate, and every erasure that names one. */
export async function verifyCertificates(db: Database): Promise<CertificatesVerified> {
  const written = await db.selectFrom('entry').select(['id', 'bytes']).where('kind', '=', CERTIFICATE).execute()
  const bodies = new Map(written.map((row) => [row.id, bodyIn(row.bytes)]))
  const named = [
    ...(await db.selectFrom('entry').select('erasedBy').distinct().where('erasedBy', 'is not', null).execute()),
    ...(await db.selectFrom('attachmentErased').select('erasedBy').distinct().execute()),
    ...(await db.selectFrom('quarantine').select('erasedBy').distinct().where('erasedBy', 'is not', null).execute()),
  ]
  const ids = [...new Set([...bodies.keys(), ...named.flatMap((row) => row.erasedBy ?? [])])].sort()
  const breaks: Break[] = []
  for (const id of ids) {
    const body = bodies.get(id) ?? null
    if (body === null || !(await isTrue(db, id, body))) breaks.push({ kind: 'certificate', of: 'certificate', name: id, seq: null, entry: bodies.has(id) ? id : null })
  }
  return { certificates: bodies.size, breaks }
}

async function isTrue(db: Database, id: string, body: CertificateBody): Promise<boolean> {
  const entries = await db.selectFrom('entry').select(['id', 'bytes']).where('erasedBy', '=', id).execute()
  const photos = await db.selectFrom('attachmentErased').select('sha256').where('erasedBy', '=', id).execute()
  const asides = await db.selectFrom('quarantine').select('digest').where('erasedBy', '=', id).execute()
  const erased = {
    entries: entries.map((row) => ({ id: row.id, personalDigest: digestIn(row) })),
    photos: photos.map((row) => row.sha256),
    asides: asides.map((row) => row.digest),
  }
  const { list, ...counts } = bodyOf(erased, body.receivedBefore)
  return list === body.list && counts.entries === body.entries && counts.photos === body.photos && counts.asides === body.asides
}

/** Bytes that cannot be read are named by the walk along their device's chain. */
function bodyIn(bytes: string): CertificateBody | null {
  try {
    return (JSON.parse(bytes) as { body: CertificateBody }).body
  } catch {
    return null
  }
}

function digestIn(row: { bytes: string }): string | null {
  try {
    return entryOf(row).personalDigest
  } catch {
    return null
  }
}
