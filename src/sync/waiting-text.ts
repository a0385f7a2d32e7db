/** The words of what waits, as the home screen says it: apart from those of the sync centre, which the first screen does not need. */
import { DAY } from '#domain/time.ts'
import type { Waiting } from '#device/doors.ts'
import { timeOfDay, whenText } from '#ui/moment-text.ts'

/** `3 条记录、2 张照片、1 个签名`; empty when there is nothing. Signatures are counted apart from the records. */
export function amountText(entries: number, photos: number, signatures = 0): string {
  const records = entries - signatures
  return [records > 0 ? `${records} 条记录` : '', photos > 0 ? `${photos} 张照片` : '', signatures > 0 ? `${signatures} 个签名` : ''].filter((part) => part !== '').join('、')
}

/** The line that the home screen always shows. */
export function waitingText(waiting: Waiting, now: number): string {
  const amount = amountText(waiting.entries, waiting.photos)
  if (amount === '') return waiting.quarantined > 0 ? '其余已全部送达' : '全部已送达'
  if (waiting.oldestAt === null) return `${amount}待上传`
  const since = now - waiting.oldestAt < 12 * 3_600_000 ? timeOfDay(waiting.oldestAt) : whenText(waiting.oldestAt, now)
  return `${amount}待上传，最早 ${since}`
}

/** What to do about work that has waited long, `null` while it has not. `deletedAfterDays`: when the system clears what is kept here. */
export function longWaitText({ entries, photos, oldestAt }: Waiting, now: number, deletedAfterDays: number | null): string | null {
  if (entries + photos === 0 || oldestAt === null || now - oldestAt < DAY) return null
  const days = Math.floor((now - oldestAt) / DAY)
  const since = `有记录已经 ${days} 天没有送达。请尽快连上网络，打开本页上传。`
  return deletedAfterDays === null ? since : `${since}苹果手机上 ${deletedAfterDays} 天不打开，系统会清空没有添加到主屏幕的应用，请先添加到主屏幕。`
}
