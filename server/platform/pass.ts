/** The check words of interface V3.0 (2.2.5, 2.2.6): MD5 of number, day and token. The day is Shanghai's, wherever the server stands. */
import { hash } from 'node:crypto'
import { MINUTE, compactDay, type Instant } from '#domain/time.ts'

/** The word of GetSAMInfo. `zjhm` exactly as it is sent; `day` as `yyyyMMdd`. 32 hex digits. */
export function samPass(zjhm: string, day: string, token: string, letterCase: 'lower' | 'upper' = 'lower'): string {
  const hex = hash('md5', `${zjhm}${day}${token}`, 'hex')
  return letterCase === 'upper' ? hex.toUpperCase() : hex
}

/** The word of the second GetWorkerImage. It holds no secret: whoever knows the number can reckon it. */
export function imagePass(zjhm: string, day: string, letterCase: 'lower' | 'upper' = 'lower'): string {
  return samPass(zjhm, day, '', letterCase)
}

const NEAR_MIDNIGHT = 10 * MINUTE

/** Within ten minutes of Shanghai midnight, the day on its other side (`yyyyMMdd`): the platform's clock may stand there. Else `null`. */
export function neighbourDay(now: Instant): string | null {
  const today = compactDay(now)
  return [compactDay(now - NEAR_MIDNIGHT), compactDay(now + NEAR_MIDNIGHT)].find((day) => day !== today) ?? null
}

/**
 * The day (`yyyyMMdd`) to reckon with. The platform's own clock decides when it is known; a clock that is off by more than ten minutes is
 * not believed, because it may be that of some machine in between.
 */
export function passDay(now: Instant, clockDifferenceMs: number | null): string {
  return compactDay(clockDifferenceMs !== null && Math.abs(clockDifferenceMs) <= NEAR_MIDNIGHT ? now + clockDifferenceMs : now)
}

/** The day to try after `refused`, near midnight only; else `null`. The platform's clock may have become known in between. */
export function otherPassDay(refused: string, now: Instant, clockDifferenceMs: number | null): string | null {
  return [passDay(now, clockDifferenceMs), compactDay(now), neighbourDay(now)].find((day) => day !== refused) ?? null
}
