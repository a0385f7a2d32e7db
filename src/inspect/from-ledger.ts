import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'
import type { LedgerDoor } from '#device/doors.ts'

/** What `read` finds in the ledger, read again after every change of it; `undefined` until the first reading is in. */
export function useFromLedger<T>(ledger: LedgerDoor, read: () => Promise<T>): Readonly<ShallowRef<T | undefined>> {
  const found = shallowRef<T>()
  let asked = 0
  const refresh = async () => {
    const mine = ++asked
    const value = await read()
    // A slower, older reading must not replace a newer one.
    if (mine === asked) found.value = value
  }
  void refresh()
  onScopeDispose(ledger.onChange(() => void refresh()))
  return found
}
