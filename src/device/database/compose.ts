/** Drafts become entries: named, timed, chained to the device's last one and hashed. Pure but for the digests. */
import * as v from 'valibot'
import { hashedText, personalText, type About, type Personal } from '#domain/entries/envelope.ts'
import { begins, entrySchema, type Draft, type Entry } from '#domain/entries/kinds.ts'
import { uuidv7 } from '#domain/uuid.ts'
import type { RandomDoor } from '../doors.ts'
import { sha256, toHex } from '../digest.ts'
import type { Head } from './schema.ts'

export interface Stamp {
  at: number
  clockOffset: number | null
  clockTrusted: boolean
  by: string
  device: string
}

export interface Composed {
  entry: Entry
  personal: Personal | null
}

const UNHASHED = '0'.repeat(64)

/** Entries in the drafts' order after `head`, and the head after them. Throws for a draft that does not fit its kind: a bug of the caller. */
export async function compose(drafts: readonly Draft[], head: Head, stamp: Stamp, random: RandomDoor): Promise<{ composed: Composed[]; head: Head }> {
  const composed: Composed[] = []
  let end = head
  for (const draft of drafts) {
    // Strictly growing, so that a fold, which reads by name, sees them in the order they were written.
    const time = Math.max(stamp.at, end.lastId + 1)
    const id = draft.id ?? uuidv7(time, random.bytes(10))
    const personal = draft.personal === undefined ? null : { ...draft.personal, salt: toHex(random.bytes(16)) }
    const parsed = v.safeParse(entrySchema, {
      ...stamp,
      id,
      kind: draft.kind,
      v: draft.v ?? 1,
      deviceSeq: end.seq + 1,
      prev: end.hash,
      area: draft.area,
      about: ownAbout(draft, id),
      body: draft.body,
      personalDigest: personal === null ? null : await sha256(personalText(personal)),
      hash: UNHASHED,
    })
    // The paths only: the values may be somebody's.
    if (!parsed.success) throw new TypeError(`draft ${draft.kind} does not fit: ${parsed.issues.map((i) => v.getDotPath(i) ?? i.kind).join(', ')}`)
    const entry: Entry = { ...parsed.output, hash: await sha256(hashedText(parsed.output)) }
    composed.push({ entry, personal })
    end = { seq: entry.deviceSeq, hash: entry.hash, lastId: Math.max(end.lastId, timeOf(id)) }
  }
  return { composed, head: end }
}

/** An entry that begins something names it by its own id, unless the draft named it. */
function ownAbout({ kind, about }: Draft, id: string): About {
  const own = begins[kind]
  return own === undefined || about[own] !== undefined ? about : { ...about, [own]: id }
}

function timeOf(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)
}
