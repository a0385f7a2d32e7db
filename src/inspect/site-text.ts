/** The words of sites: their particulars, how far and how long ago, and what became of them. */
import type { Filing, Place, SiteClosing } from '#domain/entries/site.ts'
import type { Site } from '#domain/fold.ts'
import { daysBetween, shanghaiDay, type Instant } from '#domain/time.ts'
import { siteKindText } from './inspect-text.ts'
import type { ClosingProblem } from './amend-site.ts'
import type { OwnerKind } from './site-form.ts'
import type { Change, NamedField, ShownField, Who } from './site-history.ts'
import type { SiteOrder } from './site-list.ts'

export const filingText: Record<Filing, string> = { filed: '已备案', 'not-filed': '未备案', 'not-needed': '不需要备案', unknown: '不清楚' }

export const ownerKindText: Record<OwnerKind, string> = { firm: '单位', individual: '个人', unknown: '不清楚' }

export const siteClosingText: Record<SiteClosing, string> = { finished: '已完工', 'not-found': '找不到工地', duplicate: '重复登记', mistake: '登记错误' }

export const siteStatusText: Record<Site['status'], string> = { active: '在建', suspended: '停工', closed: '已关闭' }

export const siteOrderText: Record<SiteOrder, string> = { near: '离我最近', urgent: '有问题的', newest: '最近登记' }

export const closingProblemText: Record<ClosingProblem, string> = { 'no-reason': '请选择关闭的原因。', 'no-remaining-site': '请选择保留的那个工地。' }

/** Kinds that only a newer app knows keep their code. */
export function kindText(kind: string): string {
  return (siteKindText as Record<string, string>)[kind] ?? kind
}

/** `不到 50 米`, `约 320 米`, `约 1.4 公里`, `约 12 公里`. */
export function distanceText(metres: number): string {
  if (metres < 50) return '不到 50 米'
  if (metres < 995) return `约 ${Math.round(metres / 10) * 10} 米`
  return metres < 9_950 ? `约 ${(metres / 1_000).toFixed(1)} 公里` : `约 ${Math.round(metres / 1_000)} 公里`
}

/** When somebody last came to a site. */
export function visitedText(visitedAt: Instant | null, now: Instant): string {
  if (visitedAt === null) return '还没有查过'
  const days = daysBetween(shanghaiDay(visitedAt), shanghaiDay(now))
  if (days <= 0) return '今天查过'
  if (days === 1) return '昨天查过'
  return days < 60 ? `${days} 天前查过` : `${Math.floor(days / 30)} 个月前查过`
}

type NoPlace = Extract<Place, { kind: 'none' }>['reason']

/** Why there is no list of what is near, and what to do about it. */
export const noNearbyText: Record<NoPlace, string> = {
  denied: '没有定位权限，看不出哪个工地离您近。可到手机的设置里允许本应用定位；也可以直接按名称查找。',
  unavailable: '手机暂时定不了位。到室外再试一次，也可以直接按名称查找。',
  timeout: '十秒内没有定到位。到室外再试一次，也可以直接按名称查找。',
  unsupported: '这部手机或浏览器不能定位，请按名称查找。',
  'not-asked': '点一下，按距离列出附近的工地。只定位这一次，不记录行踪，位置不上传。',
}

/** Why a site has no point. */
export const placeMissingText: Record<NoPlace, string> = {
  denied: '未定位（没有权限）', unavailable: '未定位（当时定不到）', timeout: '未定位（当时定不到）', unsupported: '未定位（手机不支持）', 'not-asked': '未定位',
}

export function placeText(place: Site['place']): string {
  if (place.kind === 'none') return (placeMissingText as Record<string, string>)[place.reason] ?? '未定位'
  return `已定位，误差约 ${Math.round(place.accuracyM)} 米`
}

export const fieldText: Record<ShownField | NamedField, string> = {
  status: '状态',
  name: '名称',
  kind: '工程类型',
  address: '地址',
  place: '定位',
  contractor: '施工单位',
  creditCode: '施工单位信用代码',
  owner: '建设单位',
  ownerCreditCode: '建设单位信用代码',
  headcount: '大约人数',
  filing: '备案情况',
  filingNo: '备案编号',
  prjNumber: '项目编号',
  plannedStart: '计划开工',
  plannedEnd: '计划完工',
  areaSqm: '面积',
  costWan: '造价',
  ownerName: '业主姓名',
  ownerPhone: '业主电话',
  foremanName: '班组长姓名',
  foremanPhone: '班组长电话',
  contactName: '联系人姓名',
  contactPhone: '联系电话',
}

const NOTHING = '（空）'

/** A changed field before and after, in words; a point only by whether and how exactly it is known. */
export function changeText(change: Change): { before: string; after: string } {
  const { before, after } = change
  const moved = change.field === 'place' && change.before.kind === 'point' && change.after.kind === 'point'
  return { before: valueText(change.field, before), after: moved ? `重新定位，${valueText('place', after)}` : valueText(change.field, after) }
}

function valueText(field: ShownField, value: Change['before']): string {
  if (value === null || value === '') return NOTHING
  if (typeof value === 'object') return placeText(value)
  switch (field) {
    case 'kind':
      return kindText(String(value))
    case 'status':
      return siteStatusText[value as Site['status']]
    case 'filing':
      return filingText[value as Filing]
    case 'headcount':
      return `${value} 人`
    case 'areaSqm':
      return `${value} 平方米`
    case 'costWan':
      return `${value} 万元`
    default:
      return String(value)
  }
}

export const whoText: Record<Who, string> = { self: '我', system: '系统', other: '其他人员' }
