/** The words of a visit for every code that entries keep. */
import type { Check, FindingState } from '#domain/fold.ts'
import type { Action, Severity } from '#domain/entries/finding.ts'
import type { Place, SiteKind } from '#domain/entries/site.ts'
import type { AnswerValue, VisitKind } from '#domain/entries/visit.ts'
import type { CreditCodeProblem } from '#domain/credit-code.ts'
import type { VerdictClass } from '#domain/verdict.ts'
import type { Written } from '#device/doors.ts'

export const siteKindText: Record<SiteKind, string> = {
  decoration: '装饰装修',
  'self-built': '自建房',
  'plant-repair': '厂房维修',
  pipeline: '管线施工',
  'odd-job': '零星作业',
  temporary: '临时工程',
  other: '其他',
}

export const visitKindText: Record<VisitKind, string> = {
  routine: '日常巡查',
  special: '专项检查',
  reinspection: '复查',
  report: '举报核查',
  random: '随机抽查',
}

export const severityText: Record<Severity, string> = { general: '一般', serious: '较大', major: '重大' }

export const actionText: Record<Action, string> = {
  'fixed-on-site': '当场整改',
  deadline: '限期整改',
  'stop-work': '停止作业',
  report: '上报处理',
}

export const answerText: Record<AnswerValue, string> = { conform: '符合', 'not-conform': '不符合', 'not-applicable': '不适用' }

export const findingStateText: Record<FindingState, string> = {
  draft: '草稿，待联网复核',
  open: '待处理',
  rectifying: '整改中',
  rectified: '已反馈，待复查',
  'not-fixed': '复查未通过',
  escalated: '已上报督办',
  fixed: '已整改',
  closed: '已办结',
  withdrawn: '已撤回',
}

export const findingStateTone: Record<FindingState, 'plain' | 'ok' | 'warn' | 'bad' | 'doubt'> = {
  draft: 'doubt',
  open: 'bad',
  rectifying: 'warn',
  rectified: 'warn',
  'not-fixed': 'bad',
  escalated: 'bad',
  fixed: 'ok',
  closed: 'ok',
  withdrawn: 'plain',
}

export const classText: Record<VerdictClass, string> = {
  green: '绿码',
  yellow: '黄码',
  red: '红码',
  expired: '过期',
  'no-code': '无码',
  unsettled: '待核',
}

/** Whom a check was about, as far as it is known: never a whole name. Whose last four are gone, too, was let go of or met by another phone. */
export function whoText({ subject, nameMasked, lastFour }: Pick<Check, 'subject' | 'nameMasked' | 'lastFour'>): string {
  switch (subject) {
    case 'unreadable':
      return '读不出的码'
    case 'declared-none':
      return '工人表示没有码'
    case 'person':
      return nameMasked || (lastFour === '' ? '姓名未存本机' : '未取得姓名')
  }
}

const NAMED = 3

/** Whom a finding is about: the first few by masked name and last four, then their number; empty for a finding about the site. */
export function peopleText(checks: readonly Pick<Check, 'subject' | 'nameMasked' | 'lastFour'>[]): string {
  const first = checks.slice(0, NAMED).map((check) => `${whoText(check)}${check.lastFour === '' ? '' : ` 尾号 ${check.lastFour}`}`)
  return `${first.join('、')}${checks.length > NAMED ? ` 等 ${checks.length} 人次` : ''}`
}

/** How a visit stands: findings, else codes that call for one, else nothing. */
export function resultText(findings: number, unaddressed: number): string {
  if (findings > 0) return `有 ${findings} 个问题`
  return unaddressed > 0 ? `${unaddressed} 人次有问题未记录` : '无问题'
}

type NoPlace = Extract<Place, { kind: 'none' }>['reason']

/** Why a site has no point, and that it may be registered all the same. */
export const noPlaceText: Record<NoPlace, string> = {
  denied: '没有定位权限。可在手机设置中允许本应用定位，也可以不定位直接保存。',
  unavailable: '手机暂时定不了位。到室外再试一次，也可以不定位直接保存。',
  timeout: '十秒内没有定到位。到室外再试一次，也可以不定位直接保存。',
  unsupported: '这部手机或浏览器不支持定位，可以不定位直接保存。',
  'not-asked': '还没有定位，可以不定位直接保存。',
}

export const creditCodeText: Record<CreditCodeProblem, string> = {
  length: '统一社会信用代码应为 18 位，请核对。',
  characters: '代码里不会出现字母 I、O、S、V、Z，请看看是不是数字 1、0、5、2。',
  'check-character': '最后一位对不上，可能抄错了一位，请核对。',
}

type NotWritten = Extract<Written, { kind: 'not-written' }>['why']

/** Nothing was kept of this act; what was typed is still on the screen. */
export const notWrittenText: Record<NotWritten, string> = {
  'no-space': '手机空间不足，没有保存。请清理手机空间后再点一次，已填的内容还在。',
  database: '没有保存成功。请再点一次；如果还不行，请关闭其他页面后重新打开本应用，已填的内容还在。',
  'signed-out': '登录状态已失效，没有保存。请重新登录后再点一次，已填的内容还在。',
}
