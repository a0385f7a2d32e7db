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

/** What an entry is about: what it begins itself (a site, a visit, a finding …) included. */
export const aboutSchema = v.object({
  site: v.optional(uuid),
  visit: v.optional(uuid),
  check: v.optional(uuid),
  finding: v.optional(uuid),
  notice: v.optional(uuid),
  bulletin: v.optional(uuid),
  credit: v.optional(uuid),
  case: v.optional(uuid),
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

const name = v.pipe(v.string(), v.maxLength(50))
const phone = v.pipe(v.string(), v.maxLength(30))

/** Points `x,y[,t[,p]]` as the finger went (`documents/strokes.ts`), a blank between points, a semicolon before each new stroke. */
const strokes = v.pipe(v.string(), v.maxLength(20_000), v.regex(/^\d{1,4},\d{1,4}(?:,\d{1,4}){0,2}(?:[ ;]\d{1,4},\d{1,4}(?:,\d{1,4}){0,2})*$/))

/** Fields that name a person. `salt` keeps the digest from being guessed. Erasing this part leaves every chain whole. */
export const personalSchema = v.object({
  salt: v.pipe(v.string(), v.minLength(16)),
  idNumber: v.optional(v.string()),
  nameMasked: v.optional(v.string()),
  lastFour: v.optional(v.string()),
  contactName: v.optional(v.string()),
  contactPhone: v.optional(v.string()),
  /** Of a site: its owner where that is an individual, and the leader of the crew. */
  ownerName: v.optional(name),
  ownerPhone: v.optional(phone),
  foremanName: v.optional(name),
  foremanPhone: v.optional(phone),
  /** Who has to see that a finding is mended. */
  responsibleName: v.optional(name),
  responsiblePhone: v.optional(phone),
  /** An individual against whom something is held (`party` of kind `individual`). */
  partyName: v.optional(name),
  /** Who signed or refused to, the signature itself, and who saw the refusal. */
  signerName: v.optional(name),
  strokes: v.optional(strokes),
  witnessName: v.optional(name),
  /** Who took a notice, and the officers under whose names it was issued. */
  recipientName: v.optional(name),
  officers: v.optional(v.pipe(v.array(v.object({ name, certificate: v.pipe(v.string(), v.maxLength(40)) })), v.maxLength(4))),
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
