/** How old an answer is, in words. Rounded down, so hours are kept up to two days: "1 天前" would hide half of them. */
import { DAY, HOUR, MINUTE } from '#domain/time.ts'

/** `刚刚`, `5 分钟前`, `30 小时前`, `2 天前`; `ageMs` in milliseconds. */
export function ageText(ageMs: number): string {
  if (ageMs < MINUTE) return '刚刚'
  if (ageMs < HOUR) return `${Math.floor(ageMs / MINUTE)} 分钟前`
  if (ageMs < 2 * DAY) return `${Math.floor(ageMs / HOUR)} 小时前`
  return `${Math.floor(ageMs / DAY)} 天前`
}
