/** The town supervisor's words for filings of attendance and for what stands against one. */
import { ATTENDANCE_DAYS, type Attendance, type FilingState } from '#domain/attendance.ts'
import type { IconName } from '#ui/icons.ts'
import type { Field, Obstacle } from './attendance-draft.ts'
import type { Tone } from './supervise-text.ts'

export const directionWords: Record<Attendance['direction'], string> = { in: '进场', out: '出场' }

export const filingStateWords: Record<FilingState, { text: string; tone: Tone; icon: IconName; meaning: string }> = {
  waiting: { text: '等待发送', tone: 'warn', icon: 'clock', meaning: '会自动发给平台；平台没有接通时会自动再发，不用重填。' },
  unsure: { text: '正在核对', tone: 'doubt', icon: 'question', meaning: '发送时中断，正在向平台核对有没有收到，核对清楚前不会重发。' },
  pending: { text: '平台审核中', tone: 'primary', icon: 'clock', meaning: '平台已经收到，还没有给出结果。' },
  valid: { text: '有效', tone: 'ok', icon: 'check', meaning: '平台认定这条考勤有效。' },
  invalid: { text: '无效', tone: 'bad', icon: 'cross', meaning: '平台认定这条考勤无效。' },
  refused: { text: '平台不收', tone: 'bad', icon: 'none', meaning: '平台没有接收这条考勤。' },
  'given-up': { text: '没有查到结果', tone: 'warn', icon: 'alert', meaning: '在期限内没有从平台查到结果，不再自动查询，请直接到平台上核对。' },
}

export const obstacleWords: Record<Obstacle, string> = {
  future: '这个时间还没有到，请改时间。',
  'too-old': `超过 ${ATTENDANCE_DAYS} 天，平台不再接收，不能补报。`,
  'off-roster': '这一天不在此人的花名册有效期内，不能补报。',
}

/** What is asked for where a field is still empty. */
export const missingWords: Record<Field, string> = {
  site: '请选工地。',
  person: '请选要补报的人。',
  moment: '请选考勤时间。',
  direction: '请选进场或出场。',
  photo: '请拍一张照片。',
}

/** From when to when somebody is engaged, as it stands on the roster. */
export function termText({ from, to }: { from: string | null; to: string | null }): string {
  return from === null && to === null ? '有效期不限' : `${from ?? '不限'} 至 ${to ?? '长期'}`
}
