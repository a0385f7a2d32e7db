/** The words of papers and signatures on the screens; those on the papers themselves are in `#domain/documents`. */
import type { MayIssue } from '#domain/documents/may-issue.ts'
import type { NoticePaperType } from '#domain/documents/paper.ts'
import type { NoticeState } from '#domain/notice-states.ts'
import type { SignerRole } from '#domain/entries/signature.ts'

/** What each paper is for, in one line. */
export const purposeText: Readonly<Record<NoticePaperType, string>> = {
  'inspection-notice': '把发现的情况告诉工地',
  'rectification-notice': '限期整改的问题，写明期限',
  'rectification-order': '由两名执法人员开具',
  'reinspection-opinion': '复查以后的结论',
  'stop-work-advice': '危险情况，建议马上停下来',
  'transfer-letter': '交给别的单位处理',
}

/** Why there is nothing to write such a paper about at this visit. */
export const nothingText: Readonly<Record<NoticePaperType, string>> = {
  'inspection-notice': '这次还没有记录问题。',
  'rectification-notice': '这次没有“限期整改”的问题。',
  'rectification-order': '这次没有“限期整改”或“停止作业”的问题。',
  'reinspection-opinion': '这次没有复查以前的问题。',
  'stop-work-advice': '这次没有“停止作业”的问题。',
  'transfer-letter': '这次还没有记录问题。',
}

export const mayNotText: Readonly<Record<Extract<MayIssue, { kind: 'may-not' }>['why'], string>> = {
  'officers-only': '只有执法人员能开，要两人签名并写证号。您可以开《整改告知书》，或把问题“上报处理”。',
  'supervisors-only': '由镇（街道）监管员办理。您可以把问题“上报处理”。',
  'second-officer': '还要另一名有证号的执法人员。',
}

export const noticeStateText: Readonly<Record<NoticeState, string>> = {
  draft: '待编号', numbered: '已编号', signed: '已签名', refused: '未签名，已记录', delivered: '已送达', superseded: '已被代替',
}
export const noticeStateTone: Readonly<Record<NoticeState, 'plain' | 'ok' | 'warn'>> = {
  draft: 'plain', numbered: 'plain', signed: 'ok', refused: 'warn', delivered: 'ok', superseded: 'plain',
}

export const signerText: Readonly<Record<SignerRole, string>> = { unit: '被检查单位代表', witness: '见证人', inspector: '巡查人员', recorder: '记录人' }
