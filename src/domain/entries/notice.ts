/** The family `notice.*`: papers handed to those inspected. What is printed is made from the ledger and the template; its hash is here. */
import * as v from 'valibot'
import { uuid } from '../uuid.ts'
import { hash } from './envelope.ts'
import { day, text } from './fields.ts'
import { versioned } from './versions.ts'

export const noticeTypes = [
  'inspection-notice', 'rectification-notice', 'rectification-order', 'reinspection-opinion', 'stop-work-advice', 'transfer-letter', 'bulletin',
] as const
export type NoticeType = (typeof noticeTypes)[number]

/**
 * Numbers are given by the server: a paper written without connection bears the temporary number `临-<device>-<seq>`, and both are kept.
 * `replaces` names the notice that this one supersedes. The officers who issue it are in `personal`.
 */
export const noticeIssued = v.pipe(
  v.object({
    type: v.picklist(noticeTypes),
    number: v.nullable(text(100)),
    temporaryNumber: v.nullable(text(100)),
    template: v.object({ id: text(50), version: text(50) }),
    unit: text(100),
    findings: v.pipe(v.array(uuid), v.maxLength(200)),
    deadline: v.nullable(day),
    /** SHA-256 of what was printed or shown. */
    document: hash,
    replaces: v.nullable(uuid),
  }),
  v.check((n) => n.number !== null || n.temporaryNumber !== null, 'a notice needs a number'),
)

/** By the server: the number of a notice that was issued with a temporary one. */
export const noticeNumbered = v.object({ number: text(100) })

export const deliveryMethods = ['on-site', 'left', 'post', 'electronic'] as const
export type DeliveryMethod = (typeof deliveryMethods)[number]

/** Who took it is in `personal`. */
export const noticeDelivered = v.object({ method: v.picklist(deliveryMethods), tracking: v.nullable(text(100)), note: v.optional(text(500)) })

export const noticeFamily = {
  'notice.issued': versioned(noticeIssued),
  'notice.numbered': versioned(noticeNumbered),
  'notice.delivered': versioned(noticeDelivered),
}
