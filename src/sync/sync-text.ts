/** The words of the sync centre. They say what waits and what to do, never what is in a record. */
import type { EntryKind } from '#domain/entries/kinds.ts'
import type { QuarantineReason } from '#domain/outbox.ts'
import type { Waiting } from '#device/doors.ts'
import { timeOfDay, whenText } from '#ui/moment-text.ts'
import type { SyncEnd } from './sync-outcome.ts'

export const entryKindText: Record<EntryKind, string> = {
  'site.registered': '登记工地',
  'visit.started': '开始巡查',
  'visit.answered': '检查清单',
  'visit.ended': '结束巡查',
  'visit.voided': '作废巡查',
  'check.made': '苏安码查验',
  'check.rechecked': '联网复核',
  'finding.raised': '记录问题',
  'finding.rectified': '当场整改',
  'finding.confirmed': '问题确认',
  'finding.withdrawn': '撤回问题',
  'attachment.added': '照片说明',
  'site.amended': '更正工地资料',
  'site.closed': '工地完工',
  'finding.amended': '更正问题',
  'finding.reinspected': '复查问题',
  'finding.escalated': '上报督办',
  'finding.closed': '办结问题',
  'notice.issued': '出具文书',
  'notice.numbered': '文书编号',
  'notice.delivered': '送达文书',
  'bulletin.listed': '列入通报',
  'credit.suggested': '信用扣分建议',
  'credit.reviewed': '扣分审核',
  'credit.entered': '扣分录入',
  'case.transferred': '移送',
  'signature.taken': '签名',
  'signature.refused': '拒绝签名',
}

/** Why the server kept a record apart. It is on the phone and on the server's side of the fence, never lost. */
export const quarantineText: Record<QuarantineReason, string> = {
  shape: '服务器还不认识这种格式，更新应用后再提交',
  hash: '记录校验没有通过，请联系管理员',
  chain: '记录的先后顺序对不上，请联系管理员',
  rights: '当前账号没有这项权限，请联系管理员',
  area: '记录不在您负责的区域，请联系管理员',
  kind: '这类记录只能由服务器生成，请联系管理员',
  'conflict-of-bytes': '与服务器上的同号记录不一致，请联系管理员',
  'account-disabled': '账号已停用，请联系管理员恢复后再提交',
  signature: '记录的手机签名没有通过核对，请联系管理员',
}

export const syncEndText: Record<SyncEnd['kind'], string> = {
  done: '已全部完成。',
  incomplete: '有记录这次没有传完，会自动再试。记录都在本机，不会丢失。',
  busy: '另一个页面正在上传。',
  'sign-in-needed': '登录已过期。记录都在本机，重新登录后继续上传。',
  unreachable: '连不上服务器，会自动再试。记录都在本机，不会丢失。',
  'history-changed': '服务器做过恢复，正在重新核对，会自动再试。',
  'phone-trouble': '手机存储暂时读写不了，会自动再试。手机空间不足时请先清理。',
  refused: '服务器暂时没有接收，会自动再试。记录都在本机，不会丢失。',
}

/** `3 条记录、2 张照片`; empty when nothing waits. */
export function amountText(entries: number, photos: number): string {
  return [entries > 0 ? `${entries} 条记录` : '', photos > 0 ? `${photos} 张照片` : ''].filter((part) => part !== '').join('、')
}

/** The line that the home screen always shows. */
export function waitingText(waiting: Waiting, now: number): string {
  const amount = amountText(waiting.entries, waiting.photos)
  if (amount === '') return waiting.quarantined > 0 ? '其余已全部送达' : '全部已送达'
  if (waiting.oldestAt === null) return `${amount}待上传`
  const since = now - waiting.oldestAt < 12 * 3_600_000 ? timeOfDay(waiting.oldestAt) : whenText(waiting.oldestAt, now)
  return `${amount}待上传，最早 ${since}`
}
