/** Which areas an account sees. Every query for business rows carries this; a foreign area's row is as if it did not exist. */
import type { AreaCode } from '#domain/areas.ts'

/** The pattern for `where area like …`: the area itself, and for a county-level city everything within it. */
export function scopeOf(account: { area: AreaCode }): string {
  return account.area.length === 6 ? `${account.area}%` : account.area
}
