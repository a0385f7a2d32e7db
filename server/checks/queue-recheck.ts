/** Which checks are asked again: those that rest on no believable live answer, and those whose live answer this server never gave. */
import type { EntryOf } from '#domain/entries/kinds.ts'
import { DAY } from '#domain/time.ts'
import { needsRecheck, type Verdict } from '#domain/verdict.ts'
import type { Tx } from '../database/schema.ts'
import type { Purpose } from './lookup.ts'

/**
 * Queues the check of `entry`, about the person of `personKey`, where it has to be asked again. Nobody is asked about without a
 * visit that the check's author began: then the entry stands as it is.
 */
export async function queueRecheck(tx: Tx, entry: EntryOf<'check.made'>, personKey: string, receivedAt: number): Promise<void> {
  const { area, by, about, body } = entry
  if (about.visit === undefined || !(await beganVisit(tx, area, by, about.visit))) return
  const asked = { account: by, visit: about.visit, personKey }
  if (!needsRecheck(body.verdict) && (body.verdict.basis !== 'live' || (await isOnRecord(tx, asked, body.verdict)))) return
  const row = { area, checkId: about.check ?? entry.id, entryId: entry.id, visit: about.visit, createdAt: receivedAt, dueAt: receivedAt, attempts: 0, doneAt: null }
  await tx.insertInto('recheck').values(row).onConflict((oc) => oc.columns(['area', 'checkId']).doNothing()).execute()
}

async function beganVisit(tx: Tx, area: string, by: string, visit: string): Promise<boolean> {
  const start = tx.selectFrom('entry').select('id').where('kind', '=', 'visit.started').where('visit', '=', visit).where('area', '=', area).where('by', '=', by)
  return (await start.executeTakeFirst()) !== undefined
}

/** Whether a look-up of about that time had the outcome `verdict` claims. The phone's word alone would let anybody write a green code. */
async function isOnRecord(tx: Tx, { account, visit, personKey }: Purpose, verdict: Verdict): Promise<boolean> {
  const outcome = outcomeBehind(verdict)
  if (outcome === null || verdict.answeredAt === null) return false
  const row = await tx
    .selectFrom('lookup')
    .select('id')
    .where('account', '=', account)
    .where('at', '>', verdict.answeredAt - DAY)
    .where('at', '<', verdict.answeredAt + DAY)
    .where('visit', '=', visit)
    .where('personKey', '=', personKey)
    .where('outcome', '=', outcome)
    .executeTakeFirst()
  return row !== undefined
}

/** The outcome (as in the record of look-ups) on which a live `verdict` rests; `null` for verdicts that rest on none. */
function outcomeBehind(verdict: Verdict): string | null {
  switch (verdict.code) {
    case 'green-live':
    case 'green-expiring':
    case 'expired':
      return `green ${verdict.validUntil}`
    case 'yellow':
    case 'red':
      return verdict.code
    case 'no-code':
      return 'no-record'
    case 'green-remembered':
    case 'green-stale':
    case 'yellow-remembered':
    case 'red-remembered':
    case 'doubtful':
    case 'unverified':
      return null
  }
}
