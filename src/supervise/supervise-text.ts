/** The supervisor's and the administrator's words for every code that entries, replies and faults keep. */
import type { Reply } from '#device/doors.ts'
import type { Fault, InputMethod } from '#domain/check.ts'
import type { Status } from '#domain/contract.ts'
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
  fixed: { text: '已整改', tone: 'ok' },
  withdrawn: { text: '已撤回', tone: 'plain' },
}

export const photoRoleWords: Record<PhotoRole, string> = { before: '整改前', after: '整改后', scene: '现场' }

export const methodWords: Record<InputMethod, string> = { camera: '扫码', photo: '照片', typed: '手工输入' }

/** How a check without a number came about. */
export const subjectWords: Record<Check['subject'], string> = { person: '查验人员', unreadable: '码扫不出来', 'declared-none': '工人表示无码' }

/** By the codes of `siteKinds` and `visitKinds`; an older or newer code is shown as it is. */
export const kindWords: Readonly<Record<string, string>> = {
  decoration: '装饰装修', 'self-built': '自建房', 'plant-repair': '厂房维修', pipeline: '管线施工', 'odd-job': '零星作业', temporary: '临时工程', other: '其他',
  routine: '日常巡查', special: '专项检查', reinspection: '复查', report: '举报核查', random: '随机抽查',
}

export const faultWords: Record<Fault, string> = {
  auth: '平台不认可凭证（检查账号和令牌）',
  param: '平台不接受参数（检查接口设置）',
  timeout: '平台超时',
  tls: '安全连接失败（检查证书和地址）',
  http: '平台网站出错',
  'soap-fault': '平台接口报错',
  'bad-xml': '回答不是有效的 XML',
  'bad-base64': '回答的编码无效',
  'bad-json': '回答的内容无效',
  rate: '平台限流',
  clock: '与平台时间不一致（检查服务器时钟）',
  platform: '平台没有给出可用的回答',
  'breaker-open': '连续出错，暂停提问',
  offline: '手机无网络',
  'server-unreachable': '手机连不上服务器',
  'signed-out': '登录已过期',
  quota: '查询次数用完',
}

export const platformWords: Record<Status['platform']['kind'], string> = { simulator: '模拟平台（演示数据）', endpoint: '正式平台' }

export const breakerWords: Record<Status['platform']['breaker'], { text: string; tone: Tone }> = {
  closed: { text: '正常', tone: 'ok' },
  'half-open': { text: '试探恢复中', tone: 'warn' },
  open: { text: '已暂停提问', tone: 'bad' },
}

/** Why the page could not be refreshed; what was shown before stays. */
export function troubleSentence(reply: Exclude<Reply<unknown>, { kind: 'ok' }>): string {
  if (reply.kind === 'refused') {
    if (reply.refusal.code === 'signed-out') return '登录已过期，请重新登录。'
    if (reply.refusal.code === 'forbidden' || reply.refusal.code === 'not-found') return '没有这条记录，或不在您的辖区内。'
    return '服务器正忙，稍后会自动再试。'
  }
  switch (reply.why) {
    case 'offline':
      return '现在没有网络，显示的是断网前的内容，连上后自动更新。'
    case 'timeout':
    case 'network':
    case 'not-ours':
      return '暂时连不上服务器，显示的是之前的内容，会自动再试。'
  }
}
