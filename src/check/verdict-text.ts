/** Verdicts and their reasons in plain words. What is our own fault says so, and never speaks of the worker having no code. */
import { daysBetween, shanghaiDay, type Instant } from '#domain/time.ts'
import { useOf, type Verdict, type VerdictCode, type VerdictReason } from '#domain/verdict.ts'
import { ageText } from './age-text.ts'

/** The words that stand largest on the verdict's screen. */
export const verdictTitles: Record<VerdictCode, string> = {
  'green-live': '绿码',
  'green-expiring': '绿码 · 快到期',
  'green-remembered': '脱网绿码',
  'green-stale': '旧绿码',
  yellow: '黄码',
  red: '红码',
  'yellow-remembered': '脱网黄码',
  'red-remembered': '脱网红码',
  expired: '绿码已过期',
  'no-code': '无码',
  doubtful: '存疑',
  unverified: '未能核验',
}

export interface ReasonWords {
  /** What was found, or why nothing was. */
  why: string
  /** What the inspector does next. */
  todo: string
}

const later = '不用做什么，联网后自动复核。急需时可先看工人的其他证件。'
const ours = (why: string, todo: string = later): ReasonWords => ({ why: `${why}与工人无关。`, todo })
const doubt = (why: string): ReasonWords => ({ why, todo: '请核对工人身份证，号码无误就等自动复核。现在不能作为问题。' })

export const reasonWords: Record<VerdictReason, ReasonWords> = {
  valid: { why: '平台查到绿码，在有效期内。', todo: '可以进场作业。' },
  'expires-soon': { why: '绿码有效，但快到期了。', todo: '可以进场作业，请提醒工人尽早续期。' },
  remembered: { why: '连不上平台，这是本机记下的上次结果。', todo: '可以先作业，联网后自动复核。' },
  'remembered-stale': { why: '本机记下的结果已超过一天，只能参考。', todo: '不能作为依据，联网后自动复核。' },
  'yellow-code': { why: '这名工人的苏安码是黄码。', todo: '请工人离开作业面，按提示补齐材料后再进场。' },
  'red-code': { why: '这名工人的苏安码是红码。', todo: '请工人立即停止作业，并联系用工单位处理。' },
  'past-valid-date': { why: '这名工人的绿码已过有效期。', todo: '请工人续期，变回绿码后再进场。' },
  'no-record': { why: '平台查不到这名工人的苏安码。', todo: '请工人申领：扫码、手机端、电脑端都可以办。' },
  'declared-none': { why: '工人表示没有苏安码。', todo: '请工人申领：扫码、手机端、电脑端都可以办。' },
  'id-mismatch': doubt('平台返回的是另一个人的资料。'),
  conflict: doubt('平台返回了互相矛盾的资料。'),
  'green-without-date': doubt('平台说是绿码，却没有给有效期。'),
  'unknown-colour': doubt('平台返回的码色不认识。'),
  'seen-colour-differs': doubt('工人手机上的颜色与平台不一致，可能是旧截图或刚刚变化。'),
  'clock-untrusted': ours('手机时间不准或没有校对过，无法判断结果新旧。', '请在手机设置中打开“自动设置时间”，联网后再查一次。'),
  auth: ours('平台没有认可本系统的凭证。', '已记下，请告诉系统管理员。联网后自动复核。'),
  param: ours('平台没有接受这次提问的格式。', '已记下，请告诉系统管理员。联网后自动复核。'),
  timeout: ours('等太久没有等到回答。'),
  tls: ours('与平台的安全连接没有建立。', '已记下，请告诉系统管理员。联网后自动复核。'),
  http: ours('平台网站出错。'),
  'soap-fault': ours('平台接口报错。'),
  'bad-xml': ours('平台的回答读不懂。'),
  'bad-base64': ours('平台的回答读不懂。'),
  'bad-json': ours('平台的回答读不懂。'),
  rate: ours('平台正忙，限制了查询次数。'),
  clock: ours('服务器与平台的时间对不上。', '已记下，请告诉系统管理员。联网后自动复核。'),
  platform: ours('平台没有给出可用的回答。'),
  'breaker-open': ours('平台连续出错，系统暂停向它提问。'),
  offline: ours('手机没有网络，本机也没有这个人的近期结果。'),
  'server-unreachable': ours('连不上苏安巡服务器。'),
  'signed-out': ours('登录已过期。', '已记下，重新登录后自动复核。'),
  quota: ours('今天的查询次数已用完。', '已记下，请告诉系统管理员。之后自动复核。'),
  'answer-too-old': ours('本机记下的结果太旧，不能再用。'),
  unreadable: ours('二维码读不出来，可能是屏幕太暗、破损或反光。', '可请工人调亮屏幕再扫，或手工输入号码。'),
}

/** The words of this very verdict. What rests on memory only may have changed, so it asks nothing of the worker yet. */
export function wordsOf(verdict: Verdict): ReasonWords {
  const words = reasonWords[verdict.reason]
  return useOf(verdict) === 'draft-finding' ? { why: `连不上平台，上次查到的是：${words.why}`, todo: '可能已经变了，联网后自动复核，复核前只能记为草稿。' } : words
}

/** The line under the title: until when, or how old, or whose fault. */
export function underTitle(verdict: Verdict, now: Instant): string {
  switch (verdict.code) {
    case 'green-live':
      return `有效至 ${verdict.validUntil}`
    case 'green-expiring':
      return `有效至 ${verdict.validUntil}，${daysLeftText(verdict.validUntil, now)}`
    case 'green-remembered':
    case 'yellow-remembered':
    case 'red-remembered':
      return `脱网 · ${ageText(verdict.ageMs)}的结果`
    case 'green-stale':
      return `仅供参考 · ${ageText(verdict.ageMs)}`
    case 'yellow':
    case 'red':
      return '平台实时结果'
    case 'expired':
      return verdict.basis === 'live' ? `有效期到 ${verdict.validUntil}` : `脱网 · ${ageText(verdict.ageMs)}的结果，有效期到 ${verdict.validUntil}`
    case 'no-code':
      return verdict.basis === 'live' ? '平台实时结果' : '工人自己说明'
    case 'doubtful':
      return '需要复核，不算问题'
    case 'unverified':
      return '非工人原因'
  }
}

function daysLeftText(validUntil: string, now: Instant): string {
  const days = daysBetween(shanghaiDay(now), validUntil)
  return days <= 0 ? '今天到期' : `还剩 ${days} 天`
}

/** Where a verdict's answer came from. */
export const basisWords: Record<Verdict['basis'], string> = { live: '平台实时', remembered: '本机记忆', none: '没有平台结果' }
