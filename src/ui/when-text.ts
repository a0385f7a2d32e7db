/** Times as the inspector reads them: always those of Asia/Shanghai, whatever the phone is set to. */

const SHANGHAI = { timeZone: 'Asia/Shanghai' } as const
const clock = new Intl.DateTimeFormat('zh-CN', { ...SHANGHAI, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const day = new Intl.DateTimeFormat('zh-CN', { ...SHANGHAI, month: 'numeric', day: 'numeric' })
const wholeDay = new Intl.DateTimeFormat('zh-CN', { ...SHANGHAI, year: 'numeric', month: 'numeric', day: 'numeric' })

function dayText(at: number): string {
  const part = Object.fromEntries(day.formatToParts(at).map(({ type, value }) => [type, value]))
  return `${part['month']}月${part['day']}日`
}

/** `10:32`. */
export function clockText(at: number): string {
  return clock.format(at)
}

/** `今天 10:32`, `昨天 10:32`, else `11月3日 10:32`. */
export function whenText(at: number, now: number): string {
  const same = (other: number) => wholeDay.format(at) === wholeDay.format(other)
  if (same(now)) return `今天 ${clockText(at)}`
  if (same(now - 86_400_000)) return `昨天 ${clockText(at)}`
  return `${dayText(at)} ${clockText(at)}`
}

/** How long something has been going on: `不到 1 分钟`, `25 分钟`, `2 小时 5 分`. */
export function spanText(ms: number): string {
  const minutes = Math.floor(ms / 60_000)
  if (minutes < 1) return '不到 1 分钟'
  if (minutes < 60) return `${minutes} 分钟`
  const rest = minutes % 60
  return rest === 0 ? `${Math.floor(minutes / 60)} 小时` : `${Math.floor(minutes / 60)} 小时 ${rest} 分`
}
