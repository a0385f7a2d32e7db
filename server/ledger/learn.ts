/** Entries that this server could not read when they came, of a kind or version newer than itself, enter the ledger once it can. */
import type { Doors } from '../doors.ts'
import { push } from './push.ts'
import { openAside } from './quarantine.ts'
import { readParcel } from './read-parcel.ts'

/** Offers what was kept aside for its shape once more where its shape fits now; returns how many entries entered. */
export async function takeLearned(doors: Pick<Doors, 'db' | 'keys' | 'now' | 'random'>): Promise<number> {
  const rows = await doors.db
    .selectFrom('quarantine')
    .selectAll()
    .where('reason', '=', 'shape')
    .where('chained', '=', 1)
    .where('releasedAt', 'is', null)
    .where('erasedBy', 'is', null)
    .orderBy('device')
    .orderBy('deviceSeq')
    .execute()
  let entered = 0
  for (const row of rows) {
    const raw = openAside(row, doors.keys)
    const account = await doors.db.selectFrom('account').selectAll().where('id', '=', row.account).executeTakeFirst()
    if (account === undefined || row.device === null || readParcel(raw).content.kind === 'unfit') continue
    const results = await push(doors, account, row.device, [raw])
    entered += results.filter((result) => result.outcome === 'stored').length
  }
  return entered
}
