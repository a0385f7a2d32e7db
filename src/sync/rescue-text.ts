/** The words of the rescue file, and its passphrase. */
import type { RescueImport } from '#device/doors.ts'
import { amountText } from './waiting-text.ts'

const GROUPS = 5
const DIGITS = 4

/**
 * Five groups of four digits, which anybody can copy and type on any phone: 66 bits, each of them 600,000 rounds dear to guess.
 * `bytes` gives random bytes.
 */
export function newPassphrase(bytes: (count: number) => Uint8Array): string {
  const digits: number[] = []
  // Of 256 values only 250 share out evenly among ten digits.
  while (digits.length < GROUPS * DIGITS) digits.push(...[...bytes(GROUPS * DIGITS)].filter((byte) => byte < 250).map((byte) => byte % 10))
  return Array.from({ length: GROUPS }, (_, i) => digits.slice(i * DIGITS, (i + 1) * DIGITS).join('')).join(' ')
}

/** `stamp`: `20261122-1432`. */
export function rescueFileName(stamp: string): string {
  return `苏安巡未送达记录-${stamp}.suanxun`
}

export function importText(outcome: RescueImport): { good: boolean; text: string } {
  if (outcome.kind === 'not-imported') return { good: false, text: refusalText[outcome.why] }
  const { entries, photos, known, photosDamaged } = outcome
  const amount = amountText(entries, photos)
  const text = [
    amount === '' ? '文件里的内容本机都已经有了，没有重复导入。' : `已导入 ${amount}，联网后自动上传，编号和时间都不变。`,
    amount !== '' && known > 0 ? `另有 ${known} 条本机已有，没有重复。` : '',
    photosDamaged > 0 ? `有 ${photosDamaged} 张照片在文件里已经损坏，没能导入。` : '',
  ].join('')
  return { good: photosDamaged === 0, text }
}

const refusalText: Record<Extract<RescueImport, { kind: 'not-imported' }>['why'], string> = {
  'no-rescue-file': '这不是苏安巡导出的文件，请重新选择。',
  'wrong-passphrase': '口令不对，或者文件已经损坏。请对照抄下的 20 位数字再输一次。',
  'newer-version': '文件来自更新的版本，请先更新本应用，再导入。',
  'own-chain': '文件来自这部手机，而且比手机里的记录更新。请不要在这部手机上继续登记，联系管理员处理。',
  'no-space': '手机空间不足，没有全部导入。请清理后再导入一次，不会重复。',
  database: '手机存储暂时写不进去，没有全部导入。请稍后再导入一次，不会重复。',
}
