import type { Unlocked } from '#device/doors.ts'
import type { Asking } from './lock-store.ts'
import type { SignInTrouble } from './session-store.ts'
import { signInText } from './sign-in-text.ts'

/** The sentence after a PIN that did not open. */
export function unlockText(tried: Exclude<Unlocked, { kind: 'open' }>): string {
  switch (tried.kind) {
    case 'wrong':
      return tried.left <= 5 ? `解锁码不对，还可以试 ${tried.left} 次。` : '解锁码不对，请再试。'
    case 'wait':
      return '请稍等再试。'
    case 'void':
      return '输错 10 次，解锁码已停用。'
  }
}

export function waitText(ms: number): string {
  const seconds = Math.ceil(ms / 1000)
  return seconds < 60 ? `输错次数多，请等 ${seconds} 秒再试。` : `输错次数多，请等 ${Math.floor(seconds / 60)} 分 ${seconds % 60} 秒再试。`
}

export function recoverText(trouble: SignInTrouble | 'unknown-here'): string {
  switch (trouble) {
    case 'unknown-here':
      return '这个账号打不开本机的记录：设解锁码以后，它没有在这部手机上登录过。请输入解锁码，或用登录过的账号。记录都还在。'
    case 'offline':
      return '现在没有网络。请到有信号的地方再试，记录都还在本机。'
    default:
      return signInText[trouble]
  }
}

export const askingText: Record<Asking, string> = {
  first: '设置 6 位解锁码',
  set: '设置 6 位解锁码',
  change: '更换解锁码',
  renew: '设置新的解锁码',
}

export const notSetText: Record<'locked' | 'no-space' | 'database', string> = {
  locked: '没有设成：另一个窗口刚设过，或手机已上锁。请重新打开再试。',
  'no-space': '没有设成：手机空间不足，请清理一些空间再试。',
  database: '没有设成：本机存储出了问题，请再试一次。',
}
