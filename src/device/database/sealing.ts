/** What of a row is sealed, and what each sealed part is bound to so that it cannot be moved to another row. */
import type { Personal } from '#domain/entries/envelope.ts'
import type { Entry } from '#domain/entries/kinds.ts'
import type { Parcel } from '#domain/contract.ts'
import type { Vault } from '../vault.ts'
import type { LedgerRow, Sealed } from './schema.ts'

export async function sealPersonal(vault: Vault, entry: Entry, personal: Personal | null): Promise<Sealed | null> {
  return personal === null ? null : vault.sealJson(personal, personalBound(entry))
}

/** The row as it travels. `personal` is `null` also when the key that sealed it is gone: the chain stays whole without it. */
export async function openParcel(vault: Vault, row: LedgerRow): Promise<Parcel> {
  const personal = row.personal === null ? null : await vault.openJson(row.personal, personalBound(row.entry))
  // What we sealed ourselves, and authenticated, has the shape we gave it.
  return { entry: row.entry, personal: personal as Personal | null, ...(row.sig === undefined ? {} : { sig: row.sig }) }
}

export function photoBound(sha256: string): string {
  return `photo ${sha256}`
}

export function personalBound(entry: Entry): string {
  return `personal ${entry.id} ${entry.kind} ${entry.v}`
}

/** Whether both are the same sealed bytes: every sealing has an `iv` of its own. */
export function isSameSeal(one: Sealed | null, other: Sealed | null): boolean {
  if (one === null || other === null) return one === other
  const [a, b] = [new Uint8Array(one.iv), new Uint8Array(other.iv)]
  return a.every((byte, i) => byte === b[i])
}
