/** The words of the crew's list. */
import type { Check } from '#domain/fold.ts'
import { knownNow } from '#domain/finding-ground.ts'
import type { VerdictClass } from '#domain/verdict.ts'
import type { EntryOf } from '#domain/entries/kinds.ts'
import type { IconName } from '#ui/icons.ts'
import type { CrewRow } from './crew.ts'
import { verdictTitles } from './verdict-text.ts'

export type Tone = 'plain' | 'ok' | 'warn' | 'bad' | 'doubt'

/** The counters above the list, in this order. */
export const countLooks: readonly { of: VerdictClass | 'asking'; text: string; icon: IconName; tone: Tone }[] = [
  { of: 'asking', text: '核验中', icon: 'refresh', tone: 'plain' },
  { of: 'red', text: '红码', icon: 'cross', tone: 'bad' },
  { of: 'no-code', text: '无码', icon: 'none', tone: 'bad' },
  { of: 'yellow', text: '黄码', icon: 'alert', tone: 'warn' },
  { of: 'expired', text: '过期', icon: 'clock', tone: 'warn' },
  { of: 'unsettled', text: '待核', icon: 'question', tone: 'doubt' },
  { of: 'green', text: '绿码', icon: 'check', tone: 'ok' },
]

const subjects: Record<Check['subject'], string> = { person: '未取得姓名', unreadable: '读不出的码', 'declared-none': '工人表示没有码' }

/** `张**` or what stands for a name. */
export function nameText({ state }: CrewRow): string {
  if (state.kind === 'asking') return '正在核验'
  return state.check.nameMasked || subjects[state.check.subject]
}

/** `红码 张** 尾号 0008`: what is read out. */
export function rowSentence(row: CrewRow): string {
  const { state, lastFour } = row
  const tail = lastFour === '' ? '' : ` 尾号 ${lastFour}`
  if (state.kind === 'asking') return `已读到${tail}，正在核验`
  return `${verdictTitles[knownNow(state.check).code]} ${nameText(row)}${tail}`
}

type Body = EntryOf<'finding.raised'>['body']

const actions: Record<Body['action'], string> = { 'fixed-on-site': '当场整改', deadline: '限期整改', 'stop-work': '停止作业', report: '上报处理' }

/** What a finding that was just written says should happen. */
export function measureText({ action, deadline, draft }: Body): string {
  if (draft) return '草稿，等联网复核'
  return deadline === null ? actions[action] : `${actions[action]}，到 ${deadline}`
}
