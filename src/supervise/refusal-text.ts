/** What a supervisor or an administrator is told when the server does not do what was asked. */
import type { Reply } from '#device/doors.ts'
import { ATTENDANCE_DAYS } from '#domain/attendance.ts'
import type { Refusal, RefusalCode } from '#domain/contract.ts'
import { faultWords } from './admin-text.ts'

type Failed = Exclude<Reply<unknown>, { kind: 'ok' }>

const refusalWords: Record<RefusalCode, string> = {
  'bad-request': '填写的内容不完整或格式不对，请检查后再试。',
  'signed-out': '登录已过期，请重新登录。',
  'wrong-password': '账号或密码不对。',
  'locked-out': '密码错误次数太多，账号暂时锁定，请稍后再试。',
  'account-disabled': '账号已停用，请联系系统管理员。',
  forbidden: '您的账号不能做这件事。',
  'not-found': '没有这条记录，或不在您的辖区内。',
  'too-large': '内容太大，请换一张小一些的照片。',
  'too-many': '操作太快，请稍等一会儿再试。',
  'no-visit': '没有进行中的巡查。',
  quota: '今天的查询次数用完了，请明天再试。',
  offset: '照片传送中断，请再试一次。',
  hash: '照片在传送中损坏，请再试一次。',
  busy: '服务器正忙，请稍后再试。',
  internal: '服务器出了问题，请稍后再试。',
  'not-enabled': '这项功能没有启用，请联系系统管理员。',
  platform: '平台没有给出可用的回答，请稍后再试。',
  'no-project': '平台上没有这个指纹的项目，请核对后再试。',
  future: '考勤时间还没有到，请改时间。',
  'too-old': `考勤时间超过 ${ATTENDANCE_DAYS} 天，平台不再接收。`,
  'off-roster': '这个人在那一天不在花名册有效期内。',
  'other-key': '这台设备的签名密钥变了，请联系系统管理员。',
  'bad-photo': '照片不能用，请重新拍一张。',
}

/** Why the server refused, and what to do. With `platform`, what went wrong on the way to it. */
export function refusalSentence(refusal: Refusal): string {
  if (refusal.code === 'platform' && refusal.fault !== undefined) return `平台没有给出可用的回答：${faultWords[refusal.fault]}。请稍后再试。`
  const incident = refusal.incident === undefined ? '' : `（编号 ${refusal.incident}）`
  return refusalWords[refusal.code] + incident
}

/** Why something that was asked for did not happen. Not for polling, which tries again by itself. */
export function failureSentence(reply: Failed): string {
  if (reply.kind === 'refused') return refusalSentence(reply.refusal)
  return reply.why === 'offline' ? '现在没有网络，请连上后再试一次。' : '暂时连不上服务器，不知道有没有送到，请再试一次。'
}

/** Why a page that refreshes by itself could not be refreshed. */
export function troubleSentence(reply: Failed): string {
  if (reply.kind === 'refused') {
    const { code } = reply.refusal
    return code === 'busy' || code === 'internal' || code === 'too-many' ? '服务器正忙，稍后会自动再试。' : refusalSentence(reply.refusal)
  }
  switch (reply.why) {
    case 'offline':
      return '现在没有网络，连上后自动更新。'
    case 'timeout':
    case 'network':
    case 'not-ours':
      return '暂时连不上服务器，会自动再试。'
  }
}
