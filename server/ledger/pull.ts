/** The change feed: the ledger of the caller's area after a cursor, a vector of area → sequence number. */
import type { PullReply } from '#domain/contract.ts'
import type { AccountRow } from '../accounts/account.ts'
import type { Doors } from '../doors.ts'
import { CERTIFICATE } from '../retention/certificate.ts'
import { entryOf, personalOf } from './rows.ts'
import { scopeOf } from './scope.ts'

export type Cursor = Record<string, number>

/** Reads `area:seq,area:seq`; `null` when it is malformed. */
export function readCursor(text: string): Cursor | null {
  const cursor: Cursor = {}
  if (text === '') return cursor
  for (const piece of text.split(',')) {
    const [, area, seq] = /^(\d{6}(?:\d{3})?):(\d{1,15})$/.exec(piece) ?? []
    if (area === undefined || seq === undefined) return null
    cursor[area] = Number(seq)
  }
  return cursor
}

/** At most `limit` entries after `since`, and how far `device` has been heard. Only what is within the caller's area, whatever the cursor names. */
export async function pull(doors: Pick<Doors, 'db' | 'keys' | 'epoch' | 'now'>, account: AccountRow, since: Cursor, limit: number, device?: string): Promise<PullReply> {
  const heads = await doors.db.selectFrom('areaHead').selectAll().where('area', 'like', scopeOf(account)).orderBy('area').execute()
  const reply: PullReply = { epoch: doors.epoch, entries: [], cursor: {}, more: false, serverTime: doors.now() }
  if (device !== undefined) {
    const known = await doors.db.selectFrom('deviceHead').select('seq').where('device', '=', device).executeTakeFirst()
    reply.deviceSeq = known?.seq ?? 0
  }
  for (const head of heads) {
    const asked = since[head.area] ?? 0
    // A cursor beyond the head is of a history that was lost: the phone starts anew.
    const after = asked > head.seq ? 0 : asked
    reply.cursor[head.area] = after
    if (after >= head.seq) continue
    const room = limit - reply.entries.length
    const query = doors.db.selectFrom('entry').selectAll().where('area', '=', head.area).where('seq', '>', after)
    const rows = room === 0 ? [] : await query.orderBy('seq').limit(room).execute()
    for (const row of rows) {
      // A certificate is read by who checks the ledger; phones know no such kind and would stop before it.
      if (row.kind !== CERTIFICATE) reply.entries.push({ entry: entryOf(row), personal: row.kind.startsWith('site.') ? personalOf(row, doors.keys) : null })
      reply.cursor[head.area] = row.seq
    }
    if (reply.cursor[head.area]! < head.seq) reply.more = true
  }
  return reply
}
