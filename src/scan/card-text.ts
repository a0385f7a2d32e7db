/** What the inspector is told when an NFC card gives no person to check. */
import type { NfcTrouble } from '#device/nfc.ts'

export const cardText: Record<NfcTrouble | 'no-text', string> = {
  denied: '没有允许读卡。点网址左边的图标，允许 NFC 后再点“碰卡”；或手工输入号码。',
  'switched-off': '手机的 NFC 没有打开。请在手机设置里打开 NFC，再点“碰卡”；或手工输入号码。',
  failed: '现在读不了卡。请改用扫码或手工输入号码。',
  unreadable: '这张卡读不出来，不说明工人没有苏安码。请再贴一次，或手工输入号码。',
  'no-text': '这张卡里没有能查验的内容，不说明工人没有苏安码。请扫码或手工输入号码。',
}
