/** The families `finding.*` and `attachment.*`: what was wrong, what was done about it, and the photographs that show both. */
import * as v from 'valibot'
import { hash } from './envelope.ts'
import { uuid } from '../uuid.ts'

export const severities = ['general', 'serious', 'major'] as const
export type Severity = (typeof severities)[number]

export const actions = ['fixed-on-site', 'deadline', 'stop-work', 'report'] as const
export type Action = (typeof actions)[number]

const day = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/))
const text = v.pipe(v.string(), v.minLength(1), v.maxLength(1000))

/**
 * `draft` findings rest on a remembered answer: they are no finding until the recheck confirms them (promise 2).
 * `checks` are the ids of the checks it rests on; `item` the checklist item, or `null` for a free one.
 */
export const findingRaised = v.pipe(
  v.object({
    item: v.nullable(v.string()),
    severity: v.picklist(severities),
    text,
    checks: v.array(uuid),
    action: v.picklist(actions),
    deadline: v.nullable(day),
    draft: v.boolean(),
  }),
  v.check((f) => f.action !== 'deadline' || f.deadline !== null, 'a deadline needs a day'),
)

export const findingRectified = v.object({ text: v.optional(v.pipe(v.string(), v.maxLength(1000))) })

/** By the server when a recheck takes a draft's ground away, or by a person who erred. */
export const findingWithdrawn = v.object({ reason: v.picklist(['recheck-cleared', 'mistake']), note: v.optional(v.pipe(v.string(), v.maxLength(200))) })

/** By the server when a recheck confirms a draft. */
export const findingConfirmed = v.object({ by: v.literal('recheck') })

export const photoRoles = ['before', 'after', 'scene'] as const
export type PhotoRole = (typeof photoRoles)[number]

/** Bytes travel apart, by their hash. Largest photo 4 MB; the phone makes them about 300 KB. */
export const attachmentAdded = v.object({
  sha256: hash,
  mime: v.picklist(['image/jpeg', 'image/webp']),
  bytes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4 * 1024 * 1024)),
  width: v.pipe(v.number(), v.integer(), v.minValue(1)),
  height: v.pipe(v.number(), v.integer(), v.minValue(1)),
  role: v.picklist(photoRoles),
})
