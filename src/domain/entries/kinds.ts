/**
 * Every kind of entry with every version of its body. A new kind or version is added to its family; old ones stay readable for ever.
 * Entries are stored, hashed and sent as they were written; what is folded is `upgradeEntry` of them.
 */
import * as v from 'valibot'
import { attachmentFamily } from './attachment.ts'
import { checkFamily } from './check.ts'
import { envelope, type About, type Personal } from './envelope.ts'
import { findingFamily } from './finding.ts'
import { noticeFamily } from './notice.ts'
import { sanctionFamilies } from './sanction.ts'
import { signatureFamily } from './signature.ts'
import { siteFamily } from './site.ts'
import type { NewestOf, Versioned, VersionsOf } from './versions.ts'
import { visitFamily } from './visit.ts'

const kinds = {
  ...siteFamily,
  ...visitFamily,
  ...checkFamily,
  ...findingFamily,
  ...noticeFamily,
  ...sanctionFamilies,
  ...attachmentFamily,
  ...signatureFamily,
}
type Kinds = typeof kinds
type Envelope = v.InferOutput<v.ObjectSchema<typeof envelope, undefined>>

export type EntryKind = keyof Kinds
export const entryKinds = Object.keys(kinds) as EntryKind[]
const byName: ReadonlyMap<string, Versioned> = new Map(Object.entries(kinds))

/** The newest version of each kind that has a schema here; `upgrade.ts` says the same without any. */
export const newestSchemas: Readonly<Record<string, number>> = Object.fromEntries(
  [...byName].map(([kind, { bodies }]) => [kind, Math.max(...Object.keys(bodies).map(Number))]),
)


/** A whole entry of any version, without its personal part: what is hashed, chained and sent as it was stored. */
export type Entry = { [K in EntryKind]: Envelope & { kind: K } & VersionsOf<Kinds[K]> }[EntryKind]
export type EntryOf<K extends EntryKind> = Extract<Entry, { kind: K }>

/** An entry with the newest version of its body: what folds read. It no longer fits its hash and is never stored or sent. */
export type CurrentEntry = { [K in EntryKind]: Envelope & { kind: K } & NewestOf<Kinds[K]> }[EntryKind]

const shapes = [...byName].map(([kind, { bodies }]) =>
  v.variant(
    'v',
    Object.entries(bodies).map(([version, body]) => v.object({ ...envelope, kind: v.literal(kind), v: v.literal(Number(version)), body })),
  ),
)
// The loop over the kinds loses which body belongs to which name; `Entry` is put together from the same table.
export const entrySchema = v.variant('kind', shapes) as unknown as v.GenericSchema<unknown, Entry>

type DraftOf<K extends EntryKind, Versions> = Versions extends { v: infer N; body: infer B }
  ? { kind: K; about: About; area: string; body: B; personal?: DraftPersonal; id?: string } & (N extends 1 ? { v?: N } : { v: N })
  : never

/** What a person's act supplies; the ledger adds the rest of the envelope. Who writes a body says its version; none said is version 1. */
export type Draft = { [K in EntryKind]: DraftOf<K, VersionsOf<Kinds[K]>> }[EntryKind]
export type DraftPersonal = Omit<Personal, 'salt'>

/** An entry with its personal part opened. `personal` is `null` when there is none or it was erased. */
export type Recorded<K extends EntryKind = EntryKind> = EntryOf<K> & { personal: Personal | null }

/** Kinds that begin something, and what: unless it was named before, it bears the entry's own id. */
export const begins: Readonly<Partial<Record<EntryKind, keyof About>>> = {
  'site.registered': 'site',
  'visit.started': 'visit',
  'check.made': 'check',
  'finding.raised': 'finding',
  'notice.issued': 'notice',
  'bulletin.listed': 'bulletin',
  'credit.suggested': 'credit',
  'case.transferred': 'case',
}
