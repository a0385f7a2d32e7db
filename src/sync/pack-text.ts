/** The words of 今日离线包: how old it is, what is in it, and what to do when it cannot be fetched. */
import { shanghaiDay, type Instant } from '#domain/time.ts'
import type { TakenPack } from '#device/doors.ts'
import { timeOfDay, whenText } from '#ui/moment-text.ts'
import type { PackOutcome, PackPart, PackProgress, PackTrouble } from './pack.ts'

export function isOfToday({ at }: Pick<TakenPack, 'at'>, now: Instant): boolean {
  return shanghaiDay(at) === shanghaiDay(now)
}

/** The line of the home screen, and what stands below it. */
export function packLine(last: TakenPack | null, now: Instant): { text: string; below: string } {
  if (last === null) return { text: '还没有下载今天的离线包', below: '出门前下载，没有信号也能查' }
  if (!isOfToday(last, now)) return { text: '还没有下载今天的离线包', below: `上次 ${whenText(last.at, now)}` }
  return { text: `离线包：今天 ${timeOfDay(last.at)}`, below: `工地 ${last.sites} 个 · 已知人员 ${last.knownPeople} 人` }
}

/** What is in a pack, and what it takes on the phone. */
export function contentsOf({ sites, openFindings, rosterPeople, knownPeople, bytes }: TakenPack): { label: string; value: string }[] {
  return [
    { label: '工地', value: `${sites} 个` },
    { label: '未整改问题', value: `${openFindings} 个` },
    { label: '花名册', value: `${rosterPeople} 人` },
    { label: '已知人员', value: `${knownPeople} 人` },
    { label: '占用空间', value: `约 ${bytesText(bytes)}` },
  ]
}

/** `860 KB`, `1.2 MB`. */
export function bytesText(bytes: number): string {
  const kilobytes = Math.max(1, Math.round(bytes / 1024))
  return kilobytes < 1024 ? `${kilobytes} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`
}

export const packPartText: Record<PackPart, string> = {
  ledger: '工地和问题',
  rosters: '工地花名册',
  answers: '已知人员的核验结果',
}

/** How far a part is: `已收到 320 条`, `第 3 份，共 12 份`; empty while there is nothing to count. */
export function progressText({ part, done, of }: PackProgress): string {
  if (part === 'ledger' && done > 0) return `已收到 ${done} 条`
  return part === 'rosters' && of !== null ? `第 ${done + 1} 份，共 ${of} 份` : ''
}

export const packTroubleText: Record<PackTrouble, string> = {
  offline: '现在没有网络。到有信号的地方再点一次。',
  unreachable: '连不上服务器。换个信号好的地方再点一次。',
  'sign-in-needed': '登录已过期。重新登录后再下载。',
  refused: '服务器暂时不能提供。过几分钟再点一次。',
  busy: '另一个页面正在下载，请稍等。',
  'history-changed': '服务器做过恢复，正在重新核对。过一分钟再点一次。',
  'no-space': '手机空间不足，没有下载完。清理手机空间后再点一次。',
  'phone-trouble': '手机存储暂时读写不了。关闭其他页面后再点一次。',
}

/** What came of fetching. What was there before stays usable whatever happened. */
export function outcomeText(outcome: PackOutcome): string {
  if (outcome.kind === 'broken-off') {
    const kept = outcome.part === 'ledger' ? '' : '已经下载的部分留在本机，再点会接着下载。'
    return `没有下载完。${packTroubleText[outcome.why]}${kept}`
  }
  return outcome.unread ? '已下载。有些记录要更新应用后才能看到。' : '已下载完，可以出门了。'
}
