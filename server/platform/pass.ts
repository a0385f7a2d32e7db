/** The check word of GetSAMInfo (interface V3.0, 2.2.5): MD5 of number, day and token. The day is Shanghai's, wherever the server stands. */
import { createHash } from 'node:crypto'
import { MINUTE, compactDay, type Instant } from '#domain/time.ts'

/** `zjhm` exactly as it is sent; `day` as `yyyyMMdd`. 32 hex digits. */
export function samPass(zjhm: string, day: string, token: string, letterCase: 'lower' | 'upper' = 'lower'): string {
  const hex = createHash('md5').update(`${zjhm}${day}${token}`, 'utf8').digest('hex')
  return letterCase === 'upper' ? hex.toUpperCase() : hex
}

const NEAR_MIDNIGHT = 10 * MINUTE

/** Within ten minutes of Shanghai midnight, the day on its other side (`yyyyMMdd`): the platform's clock may stand there. Else `null`. */
export function neighbourDay(now: Instant): string | null {
  const today = compactDay(now)
  return [compactDay(now - NEAR_MIDNIGHT), compactDay(now + NEAR_MIDNIGHT)].find((day) => day !== today) ?? null
}
