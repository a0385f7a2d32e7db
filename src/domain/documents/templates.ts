/**
 * The words of every paper, as versioned data. A template that was used is never edited: another wording is another version. What only
 * an authority can say (its mark in a number, articles of law, the authority a matter goes to) is left blank for the pen or set here.
 */
import type { AreaCode } from '../areas.ts'
import type { SignerRole } from '../entries/signature.ts'
import type { NoticePaperType, PaperType } from './paper.ts'

/** Who signs where; `certificate` leaves room for the number of an officer's certificate (证号). */
export interface Slot {
  role: SignerRole
  label: string
  certificate?: true
}

export interface Template {
  id: PaperType
  version: string
  title: string
  /** `{day}` 2026年11月22日, `{site}` name of the works, `{issuer}` who issues it, `{deadline}` the last day given. */
  opening: string
  closing: readonly string[]
  slots: readonly Slot[]
  copies: string
}

const noticeOf2020 = '《关于进一步深化建筑施工领域“苏安码”监管工作的通知》（苏住建质〔2020〕42号）'
const bothSides = [{ role: 'unit', label: '被检查单位代表' }, { role: 'witness', label: '见证人' }, { role: 'inspector', label: '巡查人员' }] as const
const twoOfficers = [
  { role: 'unit', label: '被检查单位负责人' },
  { role: 'witness', label: '见证人' },
  { role: 'inspector', label: '执法人员', certificate: true },
  { role: 'inspector', label: '执法人员', certificate: true },
] as const
const twoCopies = '本文书一式两份，一份交被检查单位，一份留存。'

export const templates: readonly Template[] = [
  {
    id: 'inspection-record',
    version: '2026-11',
    title: '现场巡查记录单',
    opening: `依照${noticeOf2020}，对本工地务工人员“苏安码”（绿码）持有情况和现场安全情况进行了巡查。查验前已向在场人员说明查验的目的和用途。`,
    closing: ['本记录经被检查单位代表核对。拒绝签名的，由巡查人员注明情况。'],
    slots: [...bothSides, { role: 'recorder', label: '记录人' }],
    copies: twoCopies,
  },
  {
    id: 'inspection-notice',
    version: '2026-11',
    title: '现场巡查告知单',
    opening: '{day}，巡查人员在你单位“{site}”工地巡查时发现下列情况，现告知如下：',
    closing: [
      `依照${noticeOf2020}，小型（临时）建设工程的务工人员持“苏安码”（绿码）方可进入施工现场。没有“苏安码”的，可通过扫码、手机端、PC端三种方式申领。`,
      '如对上述情况有异议，可向巡查单位说明。',
    ],
    slots: bothSides,
    copies: twoCopies,
  },
  {
    id: 'rectification-notice',
    version: '2026-11',
    title: '整改告知书',
    opening: '{day}，巡查人员在你单位“{site}”工地巡查时发现下列问题。请你单位逐项整改，最迟于{deadline}前完成：',
    closing: ['整改完成后请告知巡查单位，以便复查。逾期未整改的，将上报住建部门依法依规处理。'],
    slots: bothSides,
    copies: twoCopies,
  },
  {
    id: 'rectification-order',
    version: '2026-11',
    title: '责令限期整改指令书',
    opening: '经查，你单位“{site}”工地存在下列问题。现责令你单位对下列问题逐项整改，最迟于{deadline}前整改完毕，达到有关法律法规规章和标准规定的要求：',
    closing: ['法律依据（由执法机关填写）：', '救济途径（由执法机关填写）：'],
    slots: twoOfficers,
    copies: twoCopies,
  },
  {
    id: 'reinspection-opinion',
    version: '2026-11',
    title: '整改复查意见书',
    opening: '{day}，对你单位“{site}”工地原先要求整改的事项进行了复查，提出复查意见如下：',
    closing: [],
    slots: [
      { role: 'unit', label: '被复查单位负责人' },
      { role: 'witness', label: '见证人' },
      { role: 'inspector', label: '复查人员', certificate: true },
      { role: 'inspector', label: '复查人员', certificate: true },
    ],
    copies: '本文书一式两份，一份由复查单位备案，一份交被复查单位。',
  },
  {
    id: 'stop-work-advice',
    version: '2026-11',
    title: '停止作业建议书',
    opening: '{day}，巡查人员在你单位“{site}”工地巡查时发现下列危险情况。建议你单位立即停止相关作业，撤出作业人员：',
    closing: ['危险消除之前，请不要恢复相关作业。本建议将上报住建部门，是否责令停止作业由有执法权的机关决定。'],
    slots: bothSides,
    copies: twoCopies,
  },
  {
    id: 'transfer-letter',
    version: '2026-11',
    title: '案件移送书',
    opening: '在对“{site}”工地的巡查中发现下列情况，不属于本单位职权范围或者需要由你单位处理，现移送你单位：',
    closing: ['处理结果请及时反馈本单位。'],
    slots: [{ role: 'inspector', label: '承办人', certificate: true }, { role: 'inspector', label: '承办人', certificate: true }, { role: 'witness', label: '接收人' }],
    copies: '本文书一式两份，一份交接收单位，一份附卷。',
  },
]

/** The newest template of a type, which new papers are made with. */
export function newestTemplate(type: PaperType): Template {
  const all = templates.filter((template) => template.id === type)
  return all[all.length - 1]!
}

/** The template a paper was made with; `null` when it is newer than this app. */
export function templateOf({ id, version }: { id: string; version: string }): Template | null {
  return templates.find((template) => template.id === id && template.version === version) ?? null
}

/** What stands in a number for each type. */
export const typeMarks: Readonly<Record<NoticePaperType, string>> = {
  'inspection-notice': '巡告',
  'rectification-notice': '整改',
  'rectification-order': '责改',
  'reinspection-opinion': '复查',
  'stop-work-advice': '停建',
  'transfer-letter': '移送',
}

/** The official mark (机关代字) of an authority, once it has given one; until then the area's own name stands in its numbers. */
export const issuerMarks: Readonly<Record<AreaCode, string>> = {}
