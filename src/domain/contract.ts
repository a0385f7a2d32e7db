/** What phone and server say to each other: one schema for both sides. Bodies are JSON; times are epoch ms; nothing personal is in a URL. */
import * as v from 'valibot'
import { areaCode } from './areas.ts'
import { answerSchema, faults } from './check.ts'
import { personalSchema } from './entries/envelope.ts'
import { entrySchema } from './entries/kinds.ts'
import { photoReceiptSchema, pushResultSchema, signature } from './outbox.ts'
import { payloadRulesSchema } from './payload.ts'
import { uuid } from './uuid.ts'
import { policySchema, type VerdictPolicy } from './verdict-policy.ts'

export type { VerdictPolicy }

export const roles = ['inspector', 'town-supervisor', 'city-supervisor', 'administrator'] as const
export type Role = (typeof roles)[number]

export const accountSchema = v.object({
  id: v.string(), username: v.string(), name: v.string(), role: v.picklist(roles), area: areaCode, demo: v.boolean(),
  /** Number of an enforcement officer's certificate (证号). Absent: none. */
  officerNo: v.optional(v.pipe(v.string(), v.maxLength(40))),
})
export type Account = v.InferOutput<typeof accountSchema>

/**
 * A phone names itself and proves with a secret of its own (32 bytes, hex) that it is the one it says: device names are in every
 * entry, the secret in none. The first secret used with a name is the right one.
 */
const device = { device: v.pipe(v.string(), v.minLength(1), v.maxLength(64)), deviceSecret: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)) }

/** `POST /api/session` (sign in, which also ties the phone to the account), `GET /api/session` (who am I), `DELETE /api/session` (sign out, answers 204). */
export const signInSchema = v.object({
  ...device,
  /**
   * The phone's public key (ECDSA P-256, raw uncompressed point, hex): its entries are signed from then on. The first one of a device
   * counts; another is refused with `other-key`, and the phone, which has lost its own, needs another name.
   */
  deviceKey: v.optional(v.pipe(v.string(), v.regex(/^04[0-9a-f]{128}$/))),
  username: v.pipe(v.string(), v.minLength(1), v.maxLength(64)), password: v.pipe(v.string(), v.minLength(1), v.maxLength(256)),
})
export const sessionSchema = v.object({
  account: accountSchema,
  /** Names the server's history; another value means that it was restored or replaced. */
  epoch: v.string(),
  /** Ed25519 public key (hex) of receipts. */
  receiptKey: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  policy: policySchema,
  payloadRules: payloadRulesSchema,
  /** What the operator has switched on. Absent in sessions kept by an older version of the app: everything off. */
  features: v.optional(v.object({ facePhoto: v.boolean(), attendance: v.boolean() }), { facePhoto: false, attendance: false }),
  /** Only in the answer to a sign-in: opens this phone's store again when its PIN is forgotten. The same for this account and device each time; never kept on the phone. */
  unlockSecret: v.optional(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))),
  /** Only in the answer to a sign-in: opens what this account wrote in a phone's journal. The same for this account each time; never kept on the phone. */
  journalSecret: v.optional(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))),
  serverTime: v.number(),
})
export type Session = v.InferOutput<typeof sessionSchema>

/** One entry as it travels: `personal` beside it, outside the hash, and the device's signature (`signedText`, hex); phones of version 0.1.0 signed nothing. */
export const parcelSchema = v.object({ entry: entrySchema, personal: v.nullable(personalSchema), sig: v.optional(signature) })
export type Parcel = v.InferOutput<typeof parcelSchema>

/**
 * `POST /api/checks`: a live question. It names its visit; while that visit's first entries have no receipt yet they ride along
 * in `carried`, so that no look-up is without a purpose on record.
 */
export const askSchema = v.object({
  visit: uuid,
  idNumber: v.pipe(v.string(), v.regex(/^\d{17}[\dX]$/)),
  ...device,
  carried: v.array(v.unknown()),
})
export const askReplySchema = v.object({ answer: answerSchema, simulated: v.boolean(), serverTime: v.number() })
export type AskReply = v.InferOutput<typeof askReplySchema>

/** `POST /api/entries`: at most `PUSH_LIMIT` parcels. Entries are read one by one, so `entries` is not validated as a whole. */
export const PUSH_LIMIT = 200
export const pushSchema = v.object({ ...device, entries: v.pipe(v.array(v.unknown()), v.maxLength(PUSH_LIMIT)) })
export const pushReplySchema = v.object({ epoch: v.string(), results: v.array(pushResultSchema), serverTime: v.number() })
export type PushReply = v.InferOutput<typeof pushReplySchema>

/** `GET /api/entries?since=<area:seq,…>&limit=&device=`: the ledger of the caller's area after the cursor. Personal parts only of `site.*`. */
export const pullReplySchema = v.object({
  epoch: v.string(),
  entries: v.array(parcelSchema),
  cursor: v.record(v.string(), v.number()),
  /** The last link the server has of the `device` that was named, kept aside ones included; 0 when it has none. */
  deviceSeq: v.optional(v.number()),
  more: v.boolean(),
  serverTime: v.number(),
})
export type PullReply = v.InferOutput<typeof pullReplySchema>

/**
 * `HEAD /api/attachments/:sha256` → header `upload-offset`; `PUT` with headers `upload-offset`, `upload-length` and a body of at
 * most `CHUNK_BYTES` answers this. `GET` gives the bytes to those who may see the area.
 */
export const CHUNK_BYTES = 256 * 1024
export const uploadReplySchema = v.object({ offset: v.number(), receipt: v.nullable(photoReceiptSchema), serverTime: v.number() })
export type UploadReply = v.InferOutput<typeof uploadReplySchema>

/** Every refusal of the API has this body; `code` is stable, the sentence is the screen's business. */
export const refusalCodes = [
  'bad-request', 'signed-out', 'wrong-password', 'locked-out', 'account-disabled', 'forbidden', 'not-found', 'too-large', 'too-many', 'no-visit', 'quota',
  'offset', 'hash', 'busy', 'internal', 'not-enabled', 'platform', 'no-project', 'future', 'too-old', 'off-roster', 'bad-photo', 'other-key',
] as const
export type RefusalCode = (typeof refusalCodes)[number]
export const refusalSchema = v.object({
  code: v.picklist(refusalCodes),
  retryAfterSeconds: v.optional(v.number()),
  incident: v.optional(v.string()),
  /** With `platform`: what went wrong on the way to it. */
  fault: v.optional(v.picklist(faults)),
})
export type Refusal = v.InferOutput<typeof refusalSchema>
