/** What the server tells supervisors and administrators: read only by their pages, so that the inspector's first screen does not carry it. */
import * as v from 'valibot'
import { areaCode } from './areas.ts'
import { accountSchema, parcelSchema } from './contract.ts'
import { hash } from './entries/envelope.ts'
import { platformHealthSchema } from './platform-health.ts'
import { uuid } from './uuid.ts'

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

/** The person of `check` was also checked at `site`, so far off and so long before or after: a hint, see `hints.ts`. `at` is server time. */
const twoSitesSchema = v.object({ check: uuid, site: v.string(), at: v.number(), km: v.number(), minutes: v.number() })
export type TwoSites = v.InferOutput<typeof twoSitesSchema>

/**
 * `GET /api/supervise/visits/:id`: the entries of one visit, what was said of its findings later, and the registration of its site; what
 * was changed of the site is among the entries. `personal` is cut down to `nameMasked`, `lastFour` and
 * the site's contact: never a full number. `photos` tells of which photographs the bytes are here.
 */
export const visitDetailSchema = v.object({
  site: v.nullable(parcelSchema),
  entries: v.array(parcelSchema),
  inspector: v.string(),
  photos: v.array(hash),
  twoSites: v.optional(v.array(twoSitesSchema)),
  serverTime: v.number(),
})
export type VisitDetail = v.InferOutput<typeof visitDetailSchema>

/** `GET /api/admin/status` (administrator only). */
export const statusSchema = v.object({
  platform: platformHealthSchema,
  ledger: v.object({ entries: v.number(), quarantined: v.number(), waitingRechecks: v.number(), photos: v.number() }),
  accounts: v.array(accountSchema),
  serverTime: v.number(),
})
export type Status = v.InferOutput<typeof statusSchema>
