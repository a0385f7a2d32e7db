/** What administrators changed, who did it and when. Rows are only ever added. */
import { uuidv7 } from '#domain/uuid.ts'
import type { AdminAction } from '../database/schema.ts'
import type { Doors } from '../doors.ts'

/** Puts on record that `account` did `action` to `subject`. */
export async function recordEvent({ db, now, random }: Pick<Doors, 'db' | 'now' | 'random'>, account: string, action: AdminAction, subject: string): Promise<void> {
  const at = now()
  await db.insertInto('adminEvent').values({ id: uuidv7(at, random(10)), at, account, action, subject }).execute()
}
