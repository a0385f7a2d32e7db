/**
 * The books beside the ledger: look-ups, views of photographs and filed attendance. Who asked when, for which visit and with what outcome
 * stays on record; about whom does not.
 */
import type { FilingState } from '#domain/attendance.ts'
import type { Database } from '../database/schema.ts'

/** Filings at their end; the others end by themselves within days. */
const ended: readonly FilingState[] = ['valid', 'invalid', 'refused', 'given-up']

/** Erases whom the lines before `limit` (epoch ms) were about; returns how many lines that was. */
export async function eraseBooks(db: Database, limit: number): Promise<number> {
  const lines = [
    await db.updateTable('lookup').set({ personKey: '' }).where('at', '<', limit).where('personKey', '<>', '').executeTakeFirst(),
    await db.updateTable('faceView').set({ personKey: '' }).where('at', '<', limit).where('personKey', '<>', '').executeTakeFirst(),
    await db
      .updateTable('attendanceFiling')
      // The key of the record is made of the person's number, too; the filing's own name takes its place, because it has to be another each time.
      .set((eb) => ({ personKey: '', recordKey: eb.ref('id'), sealed: '', photoSealed: null }))
      .where('changedAt', '<', limit)
      .where('sealed', '<>', '')
      .where('state', 'in', ended)
      .executeTakeFirst(),
  ]
  return lines.reduce((sum, { numUpdatedRows }) => sum + Number(numUpdatedRows), 0)
}
