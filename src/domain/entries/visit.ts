/** The family `visit.*`: one inspector at one site, from informing the workers to the end. */
import * as v from 'valibot'
import { placeSchema } from './site.ts'
import { versioned } from './versions.ts'

export const visitKinds = ['routine', 'special', 'reinspection', 'report', 'random'] as const
export type VisitKind = (typeof visitKinds)[number]

export const visitStarted = v.object({
  kind: v.picklist(visitKinds),
  /** The worker-informing line was shown to the inspector for reading out (个人信息保护法 art. 35). */
  informed: v.literal(true),
  template: v.object({ id: v.string(), version: v.string() }),
  place: v.optional(placeSchema),
})

export const answerValues = ['conform', 'not-conform', 'not-applicable'] as const
export type AnswerValue = (typeof answerValues)[number]

/** One answer to one item of the checklist; the last written for an item counts. */
export const visitAnswered = v.object({ item: v.string(), value: v.picklist(answerValues) })

export const visitEnded = v.object({
  result: v.picklist(['no-problem', 'problems']),
  note: v.optional(v.pipe(v.string(), v.maxLength(500))),
})

export const visitVoided = v.object({ reason: v.pipe(v.string(), v.minLength(1), v.maxLength(200)) })

export const visitFamily = {
  'visit.started': versioned(visitStarted),
  'visit.answered': versioned(visitAnswered),
  'visit.ended': versioned(visitEnded),
  'visit.voided': versioned(visitVoided),
}
