/** Verdicts, measures and moments in the words of a paper. They are part of every template's version: what was signed must not change with the screens. */
import type { Action, Conclusion, Severity } from '../entries/finding.ts'
import type { SignerRole } from '../entries/signature.ts'
import type { VisitKind } from '../entries/visit.ts'
import type { Check } from '../fold.ts'
import { DAY, HOUR, MINUTE, shanghaiDay, type Day, type Instant } from '../time.ts'
import { useOf, type Verdict } from '../verdict.ts'

export const severityWords: Readonly<Record<Severity, string>> = { general: '一般', serious: '较大', major: '重大' }
export const actionWords: Readonly<Record<Action, string>> = { 'fixed-on-site': '当场整改', deadline: '限期整改', 'stop-work': '建议停止作业', report: '上报处理' }
export const conclusionWords: Readonly<Record<Conclusion, string>> = { fixed: '已整改', partly: '部分整改', 'not-fixed': '未整改' }
export const visitWords: Readonly<Record<VisitKind, string>> = { routine: '日常巡查', special: '专项检查', reinspection: '复查', report: '举报核查', random: '随机抽查' }
export const roleWords: Readonly<Record<SignerRole, string>> = { unit: '被检查单位代表', witness: '见证人', inspector: '巡查人员', recorder: '记录人' }

/** `2026年11月22日`. */
export function dayWords(day: Day): string {
  return `${day.slice(0, 4)}年${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`
}

/** `2026-11-22 10:31`, in Asia/Shanghai. */
export function momentWords(at: Instant): string {
  const sinceMidnight = (at + 8 * HOUR) % DAY
  const two = (n: number) => String(n).padStart(2, '0')
  return `${shanghaiDay(at)} ${two(Math.floor(sinceMidnight / HOUR))}:${two(Math.floor((sinceMidnight % HOUR) / MINUTE))}`
}

/** What was found of a person. Our own faults say that they are ours (promise 2). */
export function resultWords(verdict: Verdict): string {
  switch (verdict.code) {
    case 'green-live':
    case 'green-expiring':
      return `绿码，有效至 ${verdict.validUntil}`
    case 'green-remembered':
      return `绿码（脱网），有效至 ${verdict.validUntil}`
    case 'green-stale':
      return '旧绿码（脱网），仅供参考'
    case 'yellow':
      return '黄码'
    case 'red':
      return '红码'
    case 'yellow-remembered':
      return '黄码（脱网），待复核'
    case 'red-remembered':
      return '红码（脱网），待复核'
    case 'expired':
      return `绿码已过期，有效期至 ${verdict.validUntil}${useOf(verdict) === 'draft-finding' ? '（脱网，待复核）' : ''}`
    case 'no-code':
      return verdict.basis === 'live' ? '无码' : '无码（本人说明）'
    case 'doubtful':
      return '存疑，待复核'
    case 'unverified':
      return '未能核验，与工人无关'
  }
}

/** What a result rests on and how old that was. */
export function basisWords({ verdict, at, subject }: Pick<Check, 'verdict' | 'at' | 'subject'>): string {
  if (subject === 'declared-none') return `工人说明 ${momentWords(at)}`
  if (subject === 'unreadable') return `二维码读不出 ${momentWords(at)}`
  const { basis, answeredAt, ageMs } = verdict
  if (answeredAt === null || ageMs === null || basis === 'none') return `没有平台结果 ${momentWords(at)}`
  return basis === 'live' ? `实时核验 ${momentWords(answeredAt)}` : `脱网 ${ageWords(ageMs)}的结果，${momentWords(answeredAt)} 取得`
}

/** Rounded down, and in hours up to two days, so that half a day is not hidden. */
function ageWords(ms: number): string {
  if (ms < MINUTE) return '不到 1 分钟前'
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} 分钟前`
  return ms < 2 * DAY ? `${Math.floor(ms / HOUR)} 小时前` : `${Math.floor(ms / DAY)} 天前`
}

/** Whom a check was about: masked, with the last four of the number. */
export function personWords({ subject, nameMasked, lastFour }: Pick<Check, 'subject' | 'nameMasked' | 'lastFour'>): string {
  if (subject === 'declared-none') return '表示没有码的工人'
  if (subject === 'unreadable') return '读不出的码'
  return `${nameMasked || '未取得姓名'}${lastFour === '' ? '' : `（尾号 ${lastFour}）`}`
}
