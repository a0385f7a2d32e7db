/** Instants as a person reads them on a screen, always in the time of Asia/Shanghai, wherever the phone thinks it is. */

/** UTC+8 without daylight saving. By sum and not by `Intl`, whose formatter alone takes a tenth of the app's start on a slow phone. */
const SHANGHAI_OFFSET = 8 * 3_600_000

function read(instant: number) {
  const text = new Date(instant + SHANGHAI_OFFSET).toISOString()
  return {
    year: text.slice(0, 4), month: text.slice(5, 7), day: text.slice(8, 10), hour: text.slice(11, 13), minute: text.slice(14, 16), second: text.slice(17, 19),
  }
}

/** `14:05`. */
export function timeOfDay(instant: number): string {
  const { hour, minute } = read(instant)
  return `${hour}:${minute}`
}

/** `14:05:09`, for "updated at". */
export function timeWithSeconds(instant: number): string {
  const { hour, minute, second } = read(instant)
  return `${hour}:${minute}:${second}`
}

/** `12月3日 14:05`; with the year when it is not that of `now`. */
export function dayAndTime(instant: number, now: number): string {
  const { year, month, day, hour, minute } = read(instant)
  const thisYear = year === read(now).year
  return `${thisYear ? '' : `${year}年`}${Number(month)}月${Number(day)}日 ${hour}:${minute}`
}

/** `今天 10:32`, `昨天 10:32`, else `11月3日 10:32`. */
export function whenText(instant: number, now: number): string {
  const dayOf = (other: number) => {
    const { year, month, day } = read(other)
    return `${year}-${month}-${day}`
  }
  if (dayOf(instant) === dayOf(now)) return `今天 ${timeOfDay(instant)}`
  if (dayOf(instant) === dayOf(now - 86_400_000)) return `昨天 ${timeOfDay(instant)}`
  return dayAndTime(instant, now)
}

/** `20261203-1405`, for the name of a file. */
export function fileStamp(instant: number): string {
  const { year, month, day, hour, minute } = read(instant)
  return `${year}${month}${day}-${hour}${minute}`
}

/** How long something has been going on: `不到 1 分钟`, `25 分钟`, `2 小时 5 分`. */
export function spanText(ms: number): string {
  const minutes = Math.floor(ms / 60_000)
  if (minutes < 1) return '不到 1 分钟'
  if (minutes < 60) return `${minutes} 分钟`
  const rest = minutes % 60
  return rest === 0 ? `${Math.floor(minutes / 60)} 小时` : `${Math.floor(minutes / 60)} 小时 ${rest} 分`
}
