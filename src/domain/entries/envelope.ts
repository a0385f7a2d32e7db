/**
 * Station 6: entry. What people do is written once, as an entry of an append-only ledger; nothing is edited or deleted. The
 * state of a site, a visit or a finding is a fold of its entries (design 2.2).
 */
import * as v from 'valibot'
import { areaCode } from '../areas.ts'
import { canonical, type Json } from '../canonical.ts'
import { uuid } from '../uuid.ts'

export const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
const instant = v.pipe(v.number(), v.integer())

/** What an entry is about: its own site, visit, check or finding included. */
export const aboutSchema = v.object({
  site: v.optional(uuid),
  visit: v.optional(uuid),
  check: v.optional(uuid),
  finding: v.optional(uuid),
})
export type About = v.InferOutput<typeof aboutSchema>

/** The part of an entry that is hashed. `personalDigest` is the only trace in it of who was checked. */
export const envelope = {
  id: uuid,
  /** Phone time, UTC ms. */
  at: instant,
  /** Server time minus phone time (ms) when last compared; `null` when never. */
  clockOffset: v.nullable(instant),
  clockTrusted: v.boolean(),
  /** Account that acted. */
  by: v.string(),
  device: v.string(),
  /** 1, 2, 3 … per device, without a gap. */
  deviceSeq: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** Hash of the device's previous entry; `null` only for its first. */
  prev: v.nullable(hash),
  area: areaCode,
  about: aboutSchema,
  personalDigest: v.nullable(hash),
  hash,
}

/** Fields that name a person. `salt` keeps the digest from being guessed. Erasing this part leaves every chain whole. */
export const personalSchema = v.object({
  salt: v.pipe(v.string(), v.minLength(16)),
  idNumber: v.optional(v.string()),
  nameMasked: v.optional(v.string()),
  lastFour: v.optional(v.string()),
  contactName: v.optional(v.string()),
  contactPhone: v.optional(v.string()),
})
export type Personal = v.InferOutput<typeof personalSchema>

/** The text whose SHA-256 is an entry's `hash`: canonical JSON of everything but `hash` (and `personal`, which is not part of it). */
export function hashedText(entry: { hash?: string | undefined }): string {
  const { hash: _, ...rest } = entry
  return canonical(rest as Json)
}

/** The text whose SHA-256 is `personalDigest`. */
export function personalText(personal: Personal): string {
  return canonical(personal)
}
