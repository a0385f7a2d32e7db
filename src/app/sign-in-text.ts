import type { SignInTrouble } from './session-store.ts'

export const signInText: Record<SignInTrouble, string> = {
  'wrong-password': '账号或密码不对，请核对后再试。',
  'locked-out': '输错次数过多，账号已临时锁定。请 15 分钟后再试，或联系管理员。',
  'account-disabled': '该账号已停用，请联系管理员。本机未上传的记录仍然保留。',
  offline: '现在没有网络。首次登录需要联网，请到有信号的地方再试。',
  unreachable: '连不上服务器，请稍后再试。不是账号的问题。',
  'too-many': '操作太频繁，请稍等一分钟再试。',
  'no-device-key': '这个浏览器太旧，不能给记录签名，因此不能巡查。请更新浏览器，或换用 Chrome、Safari 再登录。',
  other: '登录没有成功，请稍后再试。',
}
