/**
 * Replies of a server that is newer than this app. Results and entries are read one by one, so that one word it does not know does
 * not make the rest unreadable.
 */
import * as v from 'valibot'
import { parcelSchema, pullReplySchema, pushReplySchema, refusalCodes, refusalSchema, type Parcel, type PullReply } from '#domain/contract.ts'
import { aboutSchema, envelope, personalSchema } from '#domain/entries/envelope.ts'
import { newestSchemas, type Entry } from '#domain/entries/kinds.ts'
import { pushResultSchema, type PushResult } from '#domain/outbox.ts'

/** A refusal for a reason this version does not know is a refusal all the same. */
export const looseRefusal = v.object({ ...refusalSchema.entries, code: v.pipe(v.string(), v.fallback(v.picklist(refusalCodes), 'internal')) })

/** A result that cannot be read is left out: its entry goes on waiting. */
export const tolerantPushReply = v.object({
  ...pushReplySchema.entries,
  results: v.pipe(
    v.array(v.unknown()),
    v.transform((results) => results.flatMap((result): PushResult[] => read(pushResultSchema, result))),
  ),
})

/** As much of an entry as the phone's own shelves are ordered by. The rest stays as it came. */
const strangeParcel = v.object({
  entry: v.looseObject({ ...envelope, about: v.looseObject(aboutSchema.entries), kind: v.string(), v: v.number(), body: v.unknown() }),
  personal: v.nullable(v.looseObject(personalSchema.entries)),
})

/**
 * The reply to a pull from `since`. An entry of a kind or version that only a newer app can read is taken along as it is: no fold here
 * reads it, one of a later version will. Where one cannot be read otherwise, the page ends before it and says that there is more.
 */
export function pullReplyAfter(since: Readonly<Record<string, number>>) {
  return v.pipe(
    v.object({ ...pullReplySchema.entries, entries: v.array(v.unknown()) }),
    v.transform((page): PullReply => {
      const entries: Parcel[] = []
      for (const raw of page.entries) {
        const [parcel] = [...read(parcelSchema, raw), ...readStrange(raw)]
        if (parcel === undefined) return { ...page, entries, cursor: counted(since, page.cursor, entries), more: true }
        entries.push(parcel)
      }
      return { ...page, entries }
    }),
  )
}

function readStrange(raw: unknown): Parcel[] {
  return read(strangeParcel, raw).flatMap(({ entry, personal }) => {
    const strange = (newestSchemas[entry.kind] ?? 0) < entry.v
    // Its type is a promise that `upgradeEntry` keeps: whoever reads bodies asks it first.
    return strange ? [{ entry: entry as unknown as Entry, personal }] : []
  })
}

/** An area's entries come in the order of their numbers: after so many of them the cursor stands at least so much further. */
function counted(since: Readonly<Record<string, number>>, end: Readonly<Record<string, number>>, entries: readonly Parcel[]): Record<string, number> {
  // A server that has lost some of an area's history begins it anew.
  const cursor = Object.fromEntries(Object.keys(end).map((area) => [area, (since[area] ?? 0) > end[area]! ? 0 : (since[area] ?? 0)]))
  for (const { entry } of entries) cursor[entry.area] = (cursor[entry.area] ?? 0) + 1
  return cursor
}

function read<T>(schema: v.GenericSchema<unknown, T>, raw: unknown): T[] {
  const parsed = v.safeParse(schema, raw)
  return parsed.success ? [parsed.output] : []
}
