/** Why a check could not be written on the phone, and what to do. The verdict stays on the screen meanwhile. */
import type { KeepTrouble } from './crew.ts'

export const keepTroubleWords: Record<KeepTrouble, string> = {
  'no-space': '没有保存：手机空间不够。请删掉一些照片或软件，再点“再保存”。',
  database: '没有保存：本机存储暂时打不开。请再点一次；还不行就关掉其他苏安巡页面再试。',
  'signed-out': '没有保存：还没有登录。请重新登录后再查一次。',
}
