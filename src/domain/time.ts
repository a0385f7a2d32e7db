/** Instants and calendar days. Every date rule of this product is a rule of Asia/Shanghai, wherever the code runs. */

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number

/** A calendar day in Asia/Shanghai, `YYYY-MM-DD`. Days compare correctly as strings. */
export type Day = string

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

// China has kept UTC+8 without daylight saving since 1992; no instant here is older.
const SHANGHAI_OFFSET = 8 * HOUR

/** The calendar day in Asia/Shanghai that holds `instant`. */
export function shanghaiDay(instant: Instant): Day {
  return new Date(instant + SHANGHAI_OFFSET).toISOString().slice(0, 10)
}

/** The same day as `yyyyMMdd`, the time stamp of interface V3.0 section 2.2.5. */
export function compactDay(instant: Instant): string {
  return shanghaiDay(instant).replaceAll('-', '')
}

/** The first instant of `day` in Asia/Shanghai. */
export function startOfDay(day: Day): Instant {
  return Date.parse(`${day}T00:00:00Z`) - SHANGHAI_OFFSET
}

/** The day `count` days after (before, when negative) `day`. */
export function addDays(day: Day, count: number): Day {
  return shanghaiDay(startOfDay(day) + count * DAY + HOUR)
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((startOfDay(to) - startOfDay(from)) / DAY)
}

/** Whether `text` is `YYYY-MM-DD` and names a day that exists. */
export function isDay(text: string): text is Day {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const at = Date.parse(`${text}T00:00:00Z`)
  return Number.isFinite(at) && new Date(at).toISOString().slice(0, 10) === text
}
