/** The family `finding.*`: what was wrong, what was done about it, and how it came to an end. Which word fits when: `finding-states.ts`. */
import * as v from 'valibot'
import { uuid } from '../uuid.ts'
import { day, levels, partySchema, text } from './fields.ts'
import { versioned } from './versions.ts'

export const severities = ['general', 'serious', 'major'] as const
export type Severity = (typeof severities)[number]

export const actions = ['fixed-on-site', 'deadline', 'stop-work', 'report'] as const
export type Action = (typeof actions)[number]

const raised = {
  item: v.nullable(v.string()),
  severity: v.picklist(severities),
  text: text(1000),
  checks: v.array(uuid),
  action: v.picklist(actions),
  deadline: v.nullable(v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/))),
  draft: v.boolean(),
}
const hasItsDeadline = (f: { action: Action; deadline: string | null }) => f.action !== 'deadline' || f.deadline !== null

/**
 * Version 1. `draft` findings rest on a remembered answer: they are no finding until the recheck confirms them (promise 2).
 * `checks` are the ids of the checks it rests on; `item` the checklist item, or `null` for a free one.
 */
export const findingRaised = v.pipe(v.object(raised), v.check((f) => hasItsDeadline(f), 'a deadline needs a day'))

/**
 * Version 2. `basis` is the rule it offends against, `location` where on the site, `duplicateOf` a finding already open that says the
 * same. Who has to see to it is `responsibleName` in `personal`.
 */
export const findingRaised2 = v.pipe(
  v.object({
    ...raised,
    location: v.nullable(text(200)),
    basis: v.nullable(text(500)),
    party: v.nullable(partySchema),
    duplicateOf: v.nullable(uuid),
  }),
  v.check((f) => hasItsDeadline(f), 'a deadline needs a day'),
)

/** What is said otherwise from now on, and why. Absent: as before. The measure can change only while nothing has followed from it. */
export const findingAmended = v.object({
  item: v.optional(v.nullable(text(50))),
  severity: v.optional(v.picklist(severities)),
  text: v.optional(text(1000)),
  action: v.optional(v.picklist(actions)),
  deadline: v.optional(v.nullable(day)),
  location: v.optional(v.nullable(text(200))),
  basis: v.optional(v.nullable(text(500))),
  party: v.optional(v.nullable(partySchema)),
  reason: text(500),
})

/** Mended on the spot, or the site's word that it has mended. */
export const findingRectified = v.object({ text: v.optional(v.pipe(v.string(), v.maxLength(1000))) })

export const conclusions = ['fixed', 'partly', 'not-fixed'] as const
export type Conclusion = (typeof conclusions)[number]

/** What an inspector saw at a later visit; `about.visit` is that visit. `deadline` gives what is not mended more time. */
export const findingReinspected = v.pipe(
  v.object({ conclusion: v.picklist(conclusions), opinion: v.pipe(v.string(), v.maxLength(1000)), deadline: v.nullable(day) }),
  v.check((f) => f.conclusion !== 'fixed' || f.deadline === null, 'what is mended needs no more time'),
)

export const findingEscalated = v.object({
  to: v.picklist(levels),
  reason: v.picklist(['not-fixed', 'overdue', 'stop-work', 'reported']),
  note: v.optional(text(1000)),
})

export const findingClosed = v.object({ reason: v.picklist(['fixed', 'transferred', 'other']), note: v.optional(text(500)) })

/** By the server when a recheck takes a draft's ground away, or by a person who erred. */
export const findingWithdrawn = v.object({ reason: v.picklist(['recheck-cleared', 'mistake']), note: v.optional(v.pipe(v.string(), v.maxLength(200))) })

/** By the server when a recheck confirms a draft. */
export const findingConfirmed = v.object({ by: v.literal('recheck') })

export type { PhotoRole } from '../photo-roles.ts'

export const findingFamily = {
  'finding.raised': versioned(findingRaised, findingRaised2),
  'finding.amended': versioned(findingAmended),
  'finding.confirmed': versioned(findingConfirmed),
  'finding.rectified': versioned(findingRectified),
  'finding.reinspected': versioned(findingReinspected),
  'finding.escalated': versioned(findingEscalated),
  'finding.closed': versioned(findingClosed),
  'finding.withdrawn': versioned(findingWithdrawn),
}
