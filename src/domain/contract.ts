/** What phone and server say to each other: one schema for both sides. Bodies are JSON; times are epoch ms; nothing personal is in a URL. */
import * as v from 'valibot'
import { areaCode } from './areas.ts'
import { answerSchema, faults } from './check.ts'
import { hash, personalSchema } from './entries/envelope.ts'
import { entrySchema } from './entries/kinds.ts'
import { photoReceiptSchema, pushResultSchema } from './outbox.ts'
import { payloadRulesSchema } from './payload.ts'
import { uuid } from './uuid.ts'
import { policySchema, type VerdictPolicy } from './verdict-policy.ts'

export type { VerdictPolicy }

export const roles = ['inspector', 'town-supervisor', 'city-supervisor', 'administrator'] as const
export type Role = (typeof roles)[number]

export const accountSchema = v.object({ id: v.string(), username: v.string(), name: v.string(), role: v.picklist(roles), area: areaCode, demo: v.boolean() })
export type Account = v.InferOutput<typeof accountSchema>

/**
 * A phone names itself and proves with a secret of its own (32 bytes, hex) that it is the one it says: device names are in every
 * entry, the secret in none. The first secret used with a name is the right one.
 */
const device = { device: v.pipe(v.string(), v.minLength(1), v.maxLength(64)), deviceSecret: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)) }

/** `POST /api/session` (sign in, which also ties the phone to the account), `GET /api/session` (who am I), `DELETE /api/session` (sign out, answers 204). */
export const signInSchema = v.object({ ...device, username: v.pipe(v.string(), v.minLength(1), v.maxLength(64)), password: v.pipe(v.string(), v.minLength(1), v.maxLength(256)) })
export const sessionSchema = v.object({
  account: accountSchema,
  /** Names the server's history; another value means that it was restored or replaced. */
  epoch: v.string(),
  /** Ed25519 public key (hex) of receipts. */
  receiptKey: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  policy: policySchema,
  payloadRules: payloadRulesSchema,
  serverTime: v.number(),
})
export type Session = v.InferOutput<typeof sessionSchema>

/** One entry as it travels: `personal` beside it, outside the hash. */
export const parcelSchema = v.object({ entry: entrySchema, personal: v.nullable(personalSchema) })
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

/** `GET /api/entries?since=<area:seq,…>&limit=`: the ledger of the caller's area after the cursor. Personal parts only of `site.*`. */
export const pullReplySchema = v.object({
  epoch: v.string(),
  entries: v.array(parcelSchema),
  cursor: v.record(v.string(), v.number()),
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

const countsSchema = v.object({ green: v.number(), yellow: v.number(), red: v.number(), expired: v.number(), 'no-code': v.number(), unsettled: v.number() })

/** `GET /api/supervise/visits?before=<id>`: newest first, 50 a page. */
export const visitRowSchema = v.object({
  id: uuid,
  area: areaCode,
  siteId: uuid,
  siteName: v.string(),
  inspector: v.string(),
  kind: v.string(),
  startedAt: v.number(),
  endedAt: v.nullable(v.number()),
  result: v.nullable(v.string()),
  demo: v.boolean(),
  counts: countsSchema,
  /** How many of those rest on a remembered answer. */
  remembered: countsSchema,
  findings: v.number(),
  openFindings: v.number(),
  changed: v.number(),
})
export type VisitRow = v.InferOutput<typeof visitRowSchema>
export const visitListSchema = v.object({ visits: v.array(visitRowSchema), next: v.nullable(v.string()), serverTime: v.number() })

/**
 * `GET /api/supervise/visits/:id`: the entries of one visit and of its site. `personal` is cut down to `nameMasked`, `lastFour` and
 * the site's contact: never a full number. `photos` tells of which photographs the bytes are here.
 */
export const visitDetailSchema = v.object({
  site: v.nullable(parcelSchema),
  entries: v.array(parcelSchema),
  inspector: v.string(),
  photos: v.array(hash),
  serverTime: v.number(),
})
export type VisitDetail = v.InferOutput<typeof visitDetailSchema>

/** `GET /api/admin/status` (administrator only). */
export const statusSchema = v.object({
  platform: v.object({
    kind: v.picklist(['simulator', 'endpoint']),
    breaker: v.picklist(['closed', 'open', 'half-open']),
    calls: v.number(),
    answered: v.number(),
    faults: v.array(v.object({ fault: v.picklist(faults), count: v.number(), lastAt: v.number() })),
    medianMs: v.nullable(v.number()),
  }),
  ledger: v.object({ entries: v.number(), quarantined: v.number(), waitingRechecks: v.number(), photos: v.number() }),
  accounts: v.array(accountSchema),
  serverTime: v.number(),
})
export type Status = v.InferOutput<typeof statusSchema>

/** Every refusal of the API has this body; `code` is stable, the sentence is the screen's business. */
export const refusalCodes = [
  'bad-request', 'signed-out', 'wrong-password', 'locked-out', 'account-disabled', 'forbidden', 'not-found', 'too-large', 'too-many', 'no-visit', 'quota',
  'offset', 'hash', 'busy', 'internal',
] as const
export type RefusalCode = (typeof refusalCodes)[number]
export const refusalSchema = v.object({ code: v.picklist(refusalCodes), retryAfterSeconds: v.optional(v.number()), incident: v.optional(v.string()) })
export type Refusal = v.InferOutput<typeof refusalSchema>
