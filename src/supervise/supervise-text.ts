/** The supervisor's words for every code that entries keep. */
import type { InputMethod, SeenColour } from '#domain/check.ts'
import type { ColourHint } from '#domain/hints.ts'
import type { TwoSites } from '#domain/office-contract.ts'
import type { Action, PhotoRole, Severity } from '#domain/entries/finding.ts'
import type { Check, FindingState } from '#domain/fold.ts'
import type { VerdictClass } from '#domain/verdict.ts'
import type { IconName } from '#ui/icons.ts'

export type Tone = 'plain' | 'ok' | 'warn' | 'bad' | 'doubt' | 'primary'

export const classWords: Record<VerdictClass, { text: string; tone: Tone; icon: IconName }> = {
  green: { text: '绿码', tone: 'ok', icon: 'check' },
  yellow: { text: '黄码', tone: 'warn', icon: 'alert' },
  red: { text: '红码', tone: 'bad', icon: 'cross' },
  expired: { text: '过期', tone: 'warn', icon: 'clock' },
  'no-code': { text: '无码', tone: 'bad', icon: 'none' },
  unsettled: { text: '待核实', tone: 'doubt', icon: 'question' },
}

/** What the worker's own phone showed. */
export const seenWords: Record<SeenColour, string> = { green: '工人手机显示绿', yellow: '工人手机显示黄', red: '工人手机显示红', 'not-shown': '工人手机无法看' }

export const colourHintWords: Record<ColourHint, string> = {
  'shows-green': '提示：手机显示绿，平台不是绿码，宜再核验',
  differs: '提示：手机与平台颜色不一致，宜再核验',
}

/** A hint, and no accusation. */
export function twoSitesText({ site, km, minutes }: TwoSites): string {
  const when = minutes < 1 ? '同时' : `前后 ${minutes} 分钟内`
  return `提示：同一个码${when}在 ${km} 公里外的“${site}”也查验过，请核实人码是否一致`
}

export const severityWords: Record<Severity, { text: string; tone: Tone }> = {
  general: { text: '一般', tone: 'plain' },
  serious: { text: '较大', tone: 'warn' },
  major: { text: '重大', tone: 'bad' },
}

export const actionWords: Record<Action, string> = { 'fixed-on-site': '当场整改', deadline: '限期整改', 'stop-work': '停止作业', report: '上报处理' }

export const findingStateWords: Record<FindingState, { text: string; tone: Tone }> = {
  draft: { text: '草稿，待复核', tone: 'doubt' },
  open: { text: '待处理', tone: 'bad' },
  rectifying: { text: '整改中', tone: 'warn' },
  rectified: { text: '已反馈，待复查', tone: 'warn' },
  'not-fixed': { text: '复查未通过', tone: 'bad' },
  escalated: { text: '已上报督办', tone: 'bad' },
  fixed: { text: '已整改', tone: 'ok' },
  closed: { text: '已办结', tone: 'ok' },
  withdrawn: { text: '已撤回', tone: 'plain' },
}

export const photoRoleWords: Record<PhotoRole, string> = { before: '整改前', after: '整改后', scene: '现场' }

export const methodWords: Record<InputMethod, string> = { camera: '扫码', photo: '照片', typed: '手工输入' }

/** How a check without a number came about. */
/** Whom a check names nobody of. Every check of a person has the last four at first: without them, what named the person was erased. */
export const subjectWords: Record<Check['subject'], string> = { person: '已按期限清除', unreadable: '码扫不出来', 'declared-none': '工人表示无码' }

/** By the codes of `siteKinds` and `visitKinds`; an older or newer code is shown as it is. */
export const kindWords: Readonly<Record<string, string>> = {
  decoration: '装饰装修', 'self-built': '自建房', 'plant-repair': '厂房维修', pipeline: '管线施工', 'odd-job': '零星作业', temporary: '临时工程', other: '其他',
  routine: '日常巡查', special: '专项检查', reinspection: '复查', report: '举报核查', random: '随机抽查',
}
