/** Reads one parcel off the wire without trusting it: its shape, its place in the device's chain, its hashes. */
import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { canonical, type Json } from '#domain/canonical.ts'
import { parcelSchema, type Parcel } from '#domain/contract.ts'
import { envelope, hashedText, personalText } from '#domain/entries/envelope.ts'
import { uuid } from '#domain/uuid.ts'

const linkSchema = v.object({ id: uuid, device: v.string(), deviceSeq: envelope.deviceSeq, prev: envelope.prev, hash: envelope.hash })

/** Where an entry claims to stand in its device's chain; readable even where the rest of the entry is not. */
export type Link = v.InferOutput<typeof linkSchema>

export interface ReadParcel {
  raw: unknown
  /** The entry's name, when it has a well-formed one. */
  id: string | null
  link: Link | null
  content: { kind: 'fit'; parcel: Parcel } | { kind: 'unfit'; reason: 'shape' | 'hash' }
}

/** Never throws, whatever `raw` is (any value `JSON.parse` can give, of bounded depth). */
export function readParcel(raw: unknown): ReadParcel {
  const entry = v.safeParse(v.object({ entry: v.unknown() }), raw)
  const link = v.safeParse(linkSchema, entry.success ? entry.output.entry : null)
  const id = v.safeParse(v.object({ entry: v.object({ id: uuid }) }), raw)
  return { raw, id: id.success ? id.output.entry.id : null, link: link.success ? link.output : null, content: readContent(raw) }
}

function readContent(raw: unknown): ReadParcel['content'] {
  const parsed = v.safeParse(parcelSchema, raw)
  if (!parsed.success) return { kind: 'unfit', reason: 'shape' }
  const parcel = parsed.output
  // A member the schema does not know would be lost by reading, and with it the bytes that were hashed.
  if (!sameText(parcel, raw)) return { kind: 'unfit', reason: 'shape' }
  const { entry, personal } = parcel
  // Who was checked is known to the phone only; without it the check could never be asked again.
  if (personal === null && entry.personalDigest !== null) return { kind: 'unfit', reason: 'shape' }
  const digest = personal === null ? null : sha256(personalText(personal))
  const hashesFit = sha256(hashedText(entry)) === entry.hash && digest === entry.personalDigest
  return hashesFit ? { kind: 'fit', parcel } : { kind: 'unfit', reason: 'hash' }
}

/** Whether both have the same canonical text. A number too large for JSON (`1e999` is read as Infinity) has none. */
function sameText(parcel: Parcel, raw: unknown): boolean {
  try {
    return canonical(parcel) === canonical(raw as Json)
  } catch {
    return false
  }
}

/** SHA-256 of `text` in UTF-8, as lower-case hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}

const DEEPEST = 32

/** Whether `value` nests deeper than any parcel may; found without recursion, because depth is what is being guarded against. */
export function nestsTooDeep(value: unknown): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return true
    level = level.flatMap((item) => (item !== null && typeof item === 'object' ? Object.values(item) : []))
  }
  return false
}
