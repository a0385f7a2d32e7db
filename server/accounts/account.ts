/** An account as the server knows it, and as it may be shown. */
import type { Account } from '#domain/contract.ts'
import type { Selectable } from 'kysely'
import type { Tables } from '../database/schema.ts'

export type AccountRow = Selectable<Tables['account']>

/** What leaves the server of an account. */
export function shownAccount({ id, username, name, role, area, demo, officerNo }: AccountRow): Account {
  return { id, username, name, role, area, demo: demo === 1, ...(officerNo === null ? {} : { officerNo }) }
}
