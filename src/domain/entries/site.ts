/** The family `site.*`: the register of small and temporary works that the city platform does not know. */
import * as v from 'valibot'
import { creditCodeText } from '../credit-code.ts'
import { uuid } from '../uuid.ts'
import { day, decimal, text } from './fields.ts'
import { versioned } from './versions.ts'

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

const name = v.pipe(v.string(), v.minLength(2), v.maxLength(60))
const address = v.pipe(v.string(), v.maxLength(200))
const contractor = v.pipe(v.string(), v.maxLength(100))
const headcount = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(9999))

/** Version 1 of a registration. A contact person's name and telephone number go into `personal`. */
export const siteRegistered = v.object({
  name,
  kind: v.picklist(siteKinds),
  address,
  place: placeSchema,
  contractor: v.optional(contractor),
  creditCode: v.optional(creditCodeText),
  headcount: v.optional(headcount),
  /** Watermark of demonstration data. */
  demo: v.optional(v.boolean()),
})

/** Whether the works are on the authorities' own register; `unknown` where nobody asked. */
export const filings = ['filed', 'not-filed', 'not-needed', 'unknown'] as const
export type Filing = (typeof filings)[number]

/** What version 2 asks besides. `owner` is an organisation: an individual's name is `ownerName` in `personal`, the foreman's likewise. */
const works = {
  filingNo: text(100),
  owner: text(100),
  ownerCreditCode: creditCodeText,
  /** Number of the city platform, where the project is on it. */
  prjNumber: text(50),
  areaSqm: decimal,
  /** In units of 10,000 yuan. */
  costWan: decimal,
  plannedStart: day,
  plannedEnd: day,
}

/** Version 2 of a registration. */
export const siteRegistered2 = v.object({ ...siteRegistered.entries, filing: v.picklist(filings), ...v.partial(v.object(works)).entries })

/** Absent: as before. `null`: there is none. */
const changed = <S extends v.GenericSchema>(field: S) => v.optional(v.nullable(field))

/**
 * What is different from now on; the newest word on each field counts. Persons in `personal` are changed in the same way, where an
 * empty text means that there is none. `status` also takes a closed site up again.
 */
export const siteAmended = v.object({
  name: v.optional(name),
  kind: v.optional(v.picklist(siteKinds)),
  address: v.optional(address),
  place: v.optional(placeSchema),
  status: v.optional(v.picklist(['active', 'suspended'])),
  filing: v.optional(v.picklist(filings)),
  contractor: changed(contractor),
  creditCode: changed(creditCodeText),
  headcount: changed(headcount),
  filingNo: changed(works.filingNo),
  owner: changed(works.owner),
  ownerCreditCode: changed(works.ownerCreditCode),
  prjNumber: changed(works.prjNumber),
  areaSqm: changed(works.areaSqm),
  costWan: changed(works.costWan),
  plannedStart: changed(works.plannedStart),
  plannedEnd: changed(works.plannedEnd),
  reason: v.optional(text(200)),
})

export const siteClosings = ['finished', 'not-found', 'duplicate', 'mistake'] as const
export type SiteClosing = (typeof siteClosings)[number]

/** `duplicateOf` names the site that remains. */
export const siteClosed = v.object({ reason: v.picklist(siteClosings), duplicateOf: v.nullable(uuid), note: v.optional(text(200)) })

export const siteFamily = {
  'site.registered': versioned(siteRegistered, siteRegistered2),
  'site.amended': versioned(siteAmended),
  'site.closed': versioned(siteClosed),
}
