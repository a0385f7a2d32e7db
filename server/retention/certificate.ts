/**
 * The certificate of an erasure: an entry of the server's own chain that says how much was erased under which rule, and by the hash of
 * its list exactly what. It names nobody. Only the server writes and reads it, so it is no kind of the domain.
 */
import type { About } from '#domain/entries/envelope.ts'
import { sha256 } from '../ledger/read-parcel.ts'

export const CERTIFICATE = 'retention.erased'
export type CertificateKind = typeof CERTIFICATE

/** What is erased together. An entry loses its personal part and keeps the digest of it. */
export interface Erased {
  entries: readonly { id: string; personalDigest: string | null }[]
  /** SHA-256 of each photograph. */
  photos: readonly string[]
  /** Digest of each thing that was kept aside. */
  asides: readonly string[]
}

export interface CertificateBody {
  /** The rule: what was received before this moment (epoch ms) and is about nothing that is still open. */
  receivedBefore: number
  entries: number
  photos: number
  asides: number
  /** SHA-256 of `listText`. */
  list: string
}

export interface CertificateDraft {
  kind: CertificateKind
  id: string
  v?: undefined
  about: About
  area: string
  body: CertificateBody
  personal?: undefined
}

export function bodyOf(erased: Erased, receivedBefore: number): CertificateBody {
  const { entries, photos, asides } = erased
  return { receivedBefore, entries: entries.length, photos: photos.length, asides: asides.length, list: sha256(listText(erased)) }
}

/** One line for each thing erased, in the order of the lines. */
function listText({ entries, photos, asides }: Erased): string {
  return [
    ...entries.map(({ id, personalDigest }) => `entry ${id} ${personalDigest ?? ''}`),
    ...photos.map((photo) => `photo ${photo}`),
    ...asides.map((aside) => `aside ${aside}`),
  ].sort().join('\n')
}
