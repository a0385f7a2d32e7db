/**
 * The families `bulletin.*`, `credit.*` and `case.*`: what a finding that was escalated can lead to. `about.finding` names the finding;
 * individuals are named in `personal` only.
 */
import * as v from 'valibot'
import { uuid } from '../uuid.ts'
import { hash } from './envelope.ts'
import { day, levels, partySchema, text } from './fields.ts'
import { versioned } from './versions.ts'

/** One line of a bulletin (通报). Lines of one bulletin share `about.bulletin`. `checks`: the persons without a code whom it is about. */
export const bulletinListed = v.object({
  level: v.picklist(levels),
  title: text(200),
  party: partySchema,
  checks: v.pipe(v.array(uuid), v.maxLength(200)),
  text: text(1000),
  publishedOn: v.nullable(day),
})

/** A deduction (信用扣分) is suggested with its items; points are in the credit system's own units. */
export const creditSuggested = v.object({
  party: partySchema,
  items: v.pipe(
    v.array(v.object({ code: text(50), points: v.pipe(v.number(), v.minValue(0), v.maxValue(1000)), basis: text(500) })),
    v.minLength(1),
    v.maxLength(20),
  ),
  text: v.optional(text(1000)),
})

export const creditReviewed = v.object({ level: v.picklist(levels), decision: v.picklist(['approved', 'rejected']), note: v.optional(text(500)) })

/** A person keyed it into the credit system, which gave `reference`. */
export const creditEntered = v.object({ reference: text(100), enteredOn: day })

/** The matter is handed to another authority (移送). Written again for the same `about.case` when the `receipt` comes. */
export const caseTransferred = v.object({
  to: text(100),
  text: text(2000),
  /** The entries that prove it, and the photographs. */
  entries: v.pipe(v.array(uuid), v.maxLength(200)),
  attachments: v.pipe(v.array(hash), v.maxLength(200)),
  notice: v.nullable(uuid),
  receipt: v.nullable(text(100)),
})

export const sanctionFamilies = {
  'bulletin.listed': versioned(bulletinListed),
  'credit.suggested': versioned(creditSuggested),
  'credit.reviewed': versioned(creditReviewed),
  'credit.entered': versioned(creditEntered),
  'case.transferred': versioned(caseTransferred),
}
