/** The words of the sync centre. They say what waits and what to do, never what is in a record. */
import type { EntryKind } from '#domain/entries/kinds.ts'
import type { QuarantineReason } from '#domain/outbox.ts'
import type { Loss, VisitDelivery } from '#device/doors.ts'
import { whenText } from '#ui/moment-text.ts'
import type { SyncEnd } from './sync-outcome.ts'
import { amountText } from './waiting-text.ts'

export const entryKindText: Record<EntryKind, string> = {
  'site.registered': '登记工地',
  'visit.started': '开始巡查',
  'visit.answered': '检查清单',
  'visit.ended': '结束巡查',
  'visit.voided': '作废巡查',
  'check.made': '苏安码查验',
  'check.rechecked': '联网复核',
  'check.colour-seen': '工人手机码色',
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

/** Why the server kept a record apart, and the way out. It is on the phone and on the server's side of the fence, never lost. */
export const quarantineText: Record<QuarantineReason, { why: string; what: string }> = {
  shape: { why: '服务器还不认识这种格式', what: '更新应用，或等服务器更新后重新提交' },
  hash: { why: '记录内容与校验码对不上', what: '请联系管理员查看，不要重复登记' },
  chain: { why: '记录的先后顺序对不上', what: '请联系管理员查看，不要重复登记' },
  rights: { why: '账号没有写这条记录的权限', what: '请管理员核对账号权限，然后重新提交' },
  area: { why: '记录不在账号现在负责的区域', what: '调动以前写的请管理员处理；登记错了区域请告诉管理员' },
  kind: { why: '这类记录只能由服务器生成', what: '请联系管理员查看' },
  'conflict-of-bytes': { why: '与服务器上同号的记录不一致', what: '请联系管理员查看，两份都留着' },
  'account-disabled': { why: '账号已停用', what: '请管理员恢复账号，然后重新提交' },
  signature: { why: '记录的手机签名没有通过核对', what: '在本机重新登录一次再提交；仍不行请联系管理员' },
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

/** How a run ended, with what to do where the server says more than that it did not take it now. */
export function endText(end: SyncEnd): string {
  if (end.kind !== 'refused') return syncEndText[end.kind]
  switch (end.refusal.code) {
    case 'account-disabled':
      return '账号已停用。写好的记录都在本机，服务器也会先替您留着，请联系管理员。'
    case 'forbidden':
      return '服务器没有认出这部手机。记录都在本机，请联系管理员。'
    default:
      return syncEndText.refused
  }
}

/** `300 KB`, `1.2 MB`, `2.4 GB`. */
export function sizeText(bytes: number): string {
  if (bytes < 1024 * 1024) return `${Math.ceil(bytes / 1024)} KB`
  if (bytes < 1024 ** 3) return `${(bytes / 1024 ** 2).toFixed(1)} MB`
  return `${(bytes / 1024 ** 3).toFixed(1)} GB`
}

/** How far a visit has come: `已送达` only when every part has its receipt. */
export function visitText({ records, photos, signatures, quarantined }: VisitDelivery): { whole: boolean; text: string; left: string | null } {
  const missing = signatures.total - signatures.delivered
  const left = amountText(records.total - records.delivered + missing, photos.total - photos.delivered, missing)
  const text = amountText(records.total + signatures.total, photos.total, signatures.total)
  if (left === '') return { whole: true, text, left: null }
  return { whole: false, text, left: quarantined > 0 ? `${left}未送达，其中 ${quarantined} 条服务器暂存` : `${left}未送达` }
}

/** What became of the phone's storage and of the work in it. */
export function lossText(loss: Loss, now: number): string {
  return `${whenText(loss.at, now)} 打开时发现，手机里的存储被清空或退回到了以前的样子。${foundText(loss)}${stillLeftText(loss)}${goneText(loss)}`
}

/** Whether nothing is known to be missing any more. */
export function isMadeGood({ entries, photos, restored = NOTHING_YET }: Loss): boolean {
  return restored.left === 0 && restored.entries >= entries && restored.photos >= photos
}

const NOTHING_YET: NonNullable<Loss['restored']> = { entries: 0, photos: 0, left: 0, noSpace: false }

function foundText({ entries, photos, restored = NOTHING_YET }: Loss): string {
  const found = amountText(restored.entries, restored.photos)
  if (found !== '') return `已从本机备份找回 ${found}，会照常上传。`
  return amountText(entries, photos) === '' && restored.left === 0 ? '此前的记录当时都已送达，没有丢失。' : ''
}

function stillLeftText({ restored = NOTHING_YET }: Loss): string {
  if (restored.left === 0) return ''
  const what = `本机备份里还有 ${restored.left} 条记录`
  return restored.noSpace ? `${what}，手机空间不足，放不下。请清理手机空间，再退出登录、重新登录。` : `${what}。请写这些记录的人在本机退出登录、重新登录，即可找回。`
}

function goneText({ entries, photos, restored = NOTHING_YET }: Loss): string {
  // How many photographs belong to what is left is not known.
  const gone = amountText(entries - restored.entries - restored.left, restored.left > 0 ? 0 : photos - restored.photos)
  return gone === '' ? '' : `${restored.entries + restored.left > 0 ? '另有' : '此前本机还有'} ${gone}没有送达，本机已经没有或不完整。如果导出过“未送达记录”文件，请导入；否则请对照服务器补登。`
}
