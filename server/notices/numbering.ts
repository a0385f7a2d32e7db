/**
 * Gives every notice that was issued with a temporary number its final one: counted by area, type and year, each count once and none left
 * out. Count, number and entry are written in one transaction, so that what fails takes no number with it.
 */
import { finalNumber } from '#domain/documents/number.ts'
import type { EntryOf } from '#domain/entries/kinds.ts'
import { shanghaiDay } from '#domain/time.ts'
import type { Tx } from '../database/schema.ts'
import type { Doors } from '../doors.ts'
import { entryOf } from '../ledger/rows.ts'
import { writeAsServer } from '../ledger/server-writer.ts'

type Ledger = Pick<Doors, 'db' | 'keys' | 'now' | 'random'>
const AT_ONCE = 50

/** Looks at those that wait, in the order they came in; returns how many. May run any number of times, and in several processes. */
export async function numberWaiting(doors: Ledger): Promise<number> {
  const rows = await doors.db
    .selectFrom('entry')
    .select(['bytes', 'receivedAt'])
    .where('kind', '=', 'notice.issued')
    .where('id', 'not in', doors.db.selectFrom('noticeNumber').select('entryId'))
    .orderBy('receivedAt')
    .orderBy('id')
    .limit(AT_ONCE)
    .execute()
  for (const row of rows) {
    const entry = entryOf(row)
    if (entry.kind === 'notice.issued') await doors.db.transaction().execute((tx) => settle(tx, doors, entry, yearOf(entry, row.receivedAt)))
  }
  return rows.length
}

/** A paper bears its own day; where the phone's clock could not be trusted, the day it came in is the only one known. */
function yearOf({ at, clockOffset, clockTrusted }: EntryOf<'notice.issued'>, receivedAt: number): number {
  return Number(shanghaiDay(clockTrusted ? at + (clockOffset ?? 0) : receivedAt).slice(0, 4))
}

async function settle(tx: Tx, doors: Ledger, entry: EntryOf<'notice.issued'>, year: number): Promise<void> {
  const { id, area, about, body } = entry
  const notice = about.notice ?? id
  const counted = { area, type: body.type, year }
  // A write comes first: from here on no other process counts, and what is read is what holds.
  await tx.insertInto('noticeCounter').values({ ...counted, last: 0 }).onConflict((oc) => oc.columns(['area', 'type', 'year']).doUpdateSet((eb) => ({ last: eb.ref('noticeCounter.last') }))).execute()
  const known = await tx.selectFrom('noticeNumber').select(['entryId', 'count']).where('notice', '=', notice).execute()
  if (known.some((row) => row.entryId === id)) return
  // Issued twice under one name it is one notice; a bulletin has no number from here.
  const { type } = body
  const count = body.number !== null || type === 'bulletin' || known.length > 0 ? null : await nextCount(tx, counted)
  await tx.insertInto('noticeNumber').values({ ...counted, entryId: id, notice, count }).execute()
  if (count === null || type === 'bulletin') return
  await writeAsServer(tx, doors, [{ kind: 'notice.numbered', area, about: { ...about, notice }, body: { number: finalNumber(type, area, year, count) } }])
}

async function nextCount(tx: Tx, { area, type, year }: { area: string; type: string; year: number }): Promise<number> {
  const { last } = await tx
    .updateTable('noticeCounter')
    .set((eb) => ({ last: eb('last', '+', 1) }))
    .where('area', '=', area)
    .where('type', '=', type)
    .where('year', '=', year)
    .returning('last')
    .executeTakeFirstOrThrow()
  return last
}
