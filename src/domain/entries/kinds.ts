/** Every kind of entry with its current version and shape. A new kind or version is added here; old ones stay readable. */
import * as v from 'valibot'
import { checkMade, checkRechecked } from './check.ts'
import { envelope, type personalSchema } from './envelope.ts'
import { attachmentAdded, findingConfirmed, findingRaised, findingRectified, findingWithdrawn } from './finding.ts'
import { siteRegistered } from './site.ts'
import { visitAnswered, visitEnded, visitStarted, visitVoided } from './visit.ts'

const kind = <K extends string, B extends v.GenericSchema>(name: K, body: B) =>
  v.object({ ...envelope, kind: v.literal(name), v: v.literal(1), body })

export const entrySchema = v.variant('kind', [
  kind('site.registered', siteRegistered),
  kind('visit.started', visitStarted),
  kind('visit.answered', visitAnswered),
  kind('visit.ended', visitEnded),
  kind('visit.voided', visitVoided),
  kind('check.made', checkMade),
  kind('check.rechecked', checkRechecked),
  kind('finding.raised', findingRaised),
  kind('finding.rectified', findingRectified),
  kind('finding.confirmed', findingConfirmed),
  kind('finding.withdrawn', findingWithdrawn),
  kind('attachment.added', attachmentAdded),
])

/** A whole entry without its personal part: what is hashed, chained and sent as it was stored. */
export type Entry = v.InferOutput<typeof entrySchema>
export type EntryKind = Entry['kind']
export type EntryOf<K extends EntryKind> = Extract<Entry, { kind: K }>

/** What a person's act supplies; the ledger adds the rest of the envelope. */
export type Draft = {
  [K in EntryKind]: { kind: K; about: Entry['about']; area: string; body: EntryOf<K>['body']; personal?: DraftPersonal; id?: string }
}[EntryKind]
export type DraftPersonal = Omit<v.InferOutput<typeof personalSchema>, 'salt'>

/** An entry with its personal part opened, as folds read it. `personal` is `null` when there is none or it was erased. */
export type Recorded<K extends EntryKind = EntryKind> = EntryOf<K> & { personal: v.InferOutput<typeof personalSchema> | null }

/** Kinds that only the server writes; from a phone they are quarantined. */
export const serverKinds: readonly EntryKind[] = ['check.rechecked', 'finding.confirmed']
