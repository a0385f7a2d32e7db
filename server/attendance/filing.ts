/** A filing as the server keeps it, and as it may be shown: the number and the project's fingerprint stay sealed. */
import type { Filing } from '#domain/attendance.ts'
import type { Selectable } from 'kysely'
import type { Tables } from '../database/schema.ts'
import type { Keys } from '../ledger/keys.ts'

export type FilingRow = Selectable<Tables['attendanceFiling']>

/** What of a filing names a person or opens a project. The fingerprint is that of the day of filing, whatever the site is tied to later. */
export interface SealedPart {
  idNumber: string
  nameMasked: string
  lastFour: string
  dataNumber: string
}

export function sealPart(part: SealedPart, id: string, { seal }: Pick<Keys, 'seal'>): string {
  return seal.close(JSON.stringify(part), `filing ${id}`)
}

export function openPart({ id, sealed }: Pick<FilingRow, 'id' | 'sealed'>, { seal }: Pick<Keys, 'seal'>): SealedPart {
  return JSON.parse(seal.open(sealed, `filing ${id}`)) as SealedPart
}

/** `photo` is base64. */
export function sealPhoto(photo: string, id: string, { seal }: Pick<Keys, 'seal'>): string {
  return seal.close(photo, `filing photo ${id}`)
}

export function openPhoto(sealed: string, id: string, { seal }: Pick<Keys, 'seal'>): Uint8Array {
  return Buffer.from(seal.open(sealed, `filing photo ${id}`), 'base64')
}

/** `filedBy` is the account's name. Whom it was about is empty once it was erased. */
export function shownFiling(row: FilingRow, filedBy: string, keys: Pick<Keys, 'seal'>): Filing {
  const { id, site, at, direction, state, message, filedAt, changedAt } = row
  const { nameMasked, lastFour } = row.sealed === '' ? { nameMasked: '', lastFour: '' } : openPart(row, keys)
  return { id, site, nameMasked, lastFour, at, direction, state, message, filedBy, filedAt, changedAt }
}
