/** Entries the server itself writes: rechecks and what follows from them. They form a chain like any device's. */
import { hashedText, personalText, type Personal } from '#domain/entries/envelope.ts'
import type { Draft, Entry } from '#domain/entries/kinds.ts'
import { uuidv7 } from '#domain/uuid.ts'
import type { Tx } from '../database/schema.ts'
import type { Doors } from '../doors.ts'
import type { CertificateDraft } from '../retention/certificate.ts'
import { append } from './append.ts'
import { sha256 } from './read-parcel.ts'

/** The server's name as a device and as an author; no phone and no account may bear it. */
export const SERVER = 'server'

/** Appends `drafts` as the server. */
export async function writeAsServer(tx: Tx, doors: Pick<Doors, 'keys' | 'now' | 'random'>, drafts: readonly (Draft | CertificateDraft)[]): Promise<void> {
  if (drafts.length === 0) return
  const head = await tx.selectFrom('deviceHead').select(['seq', 'hash']).where('device', '=', SERVER).executeTakeFirst()
  const at = doors.now()
  let prev = head?.hash ?? null
  let deviceSeq = head?.seq ?? 0
  const parcels = drafts.map((draft) => {
    deviceSeq += 1
    const { kind, about, area, body } = draft
    const personal: Personal | null = draft.personal === undefined ? null : { salt: Buffer.from(doors.random(16)).toString('hex'), ...draft.personal }
    const personalDigest = personal === null ? null : sha256(personalText(personal))
    const id = draft.id ?? uuidv7(at, doors.random(10))
    const envelope = { id, at, clockOffset: 0, clockTrusted: true, by: SERVER, device: SERVER, deviceSeq, prev, area, about, personalDigest }
    const unhashed = { ...envelope, kind, v: draft.v ?? 1, body }
    const hash = sha256(hashedText({ ...unhashed, hash: undefined }))
    prev = hash
    // `Draft` pairs each kind with its body; the compiler loses the pairing when the parts are put together again.
    return { entry: { ...unhashed, hash } as Entry, personal }
  })
  await append(tx, doors, parcels, at)
  await advanceHead(tx, SERVER, deviceSeq, prev ?? '')
}

/** Moves a device's head to its newest entry. */
export async function advanceHead(tx: Tx, device: string, seq: number, hash: string): Promise<void> {
  await tx.insertInto('deviceHead').values({ device, seq, hash }).onConflict((oc) => oc.column('device').doUpdateSet({ seq, hash })).execute()
}
