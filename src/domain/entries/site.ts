/** The family `site.*`: the register of small and temporary works that the city platform does not know. */
import * as v from 'valibot'
import { creditCodeText } from '../credit-code.ts'

export const siteKinds = ['decoration', 'self-built', 'plant-repair', 'pipeline', 'odd-job', 'temporary', 'other'] as const
export type SiteKind = (typeof siteKinds)[number]

/** A point in WGS-84 with its accuracy in metres, or the reason why there is none. */
export const placeSchema = v.variant('kind', [
  v.object({
    kind: v.literal('point'),
    lat: v.pipe(v.number(), v.minValue(-90), v.maxValue(90)),
    lng: v.pipe(v.number(), v.minValue(-180), v.maxValue(180)),
    accuracyM: v.pipe(v.number(), v.minValue(0)),
  }),
  v.object({ kind: v.literal('none'), reason: v.picklist(['denied', 'unavailable', 'timeout', 'unsupported', 'not-asked']) }),
])
export type Place = v.InferOutput<typeof placeSchema>

/** Version 1 of a registration. A contact person's name and telephone number go into `personal`. */
export const siteRegistered = v.object({
  name: v.pipe(v.string(), v.minLength(2), v.maxLength(60)),
  kind: v.picklist(siteKinds),
  address: v.pipe(v.string(), v.maxLength(200)),
  place: placeSchema,
  contractor: v.optional(v.pipe(v.string(), v.maxLength(100))),
  creditCode: v.optional(creditCodeText),
  headcount: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(9999))),
  /** Watermark of demonstration data. */
  demo: v.optional(v.boolean()),
})
