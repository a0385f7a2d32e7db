/** What the inspector is told of a code that is not a 苏安码. Nothing in it is ever opened, and the worker is not at fault. */
import type { PayloadShape } from '#domain/payload.ts'

const NOT_OURS = '不是苏安码'

/** For payloads of kind `foreign` and `opaque`; the other shapes are here for a number that could not be used. */
export const payloadText: Record<PayloadShape, string> = {
  'id-number': '码里的身份证号不对，请改用手工输入核对。',
  json: '码里的身份证号不对，请改用手工输入核对。',
  link: '码里的身份证号不对，请改用手工输入核对。',
  pair: '码里的身份证号不对，请改用手工输入核对。',
  base64: '码里的身份证号不对，请改用手工输入核对。',
  'foreign-link': `这是一个网址码，${NOT_OURS}。本软件不会打开它。请工人出示苏安码，或手工输入身份证号。`,
  wifi: `这是无线网络（Wi-Fi）码，${NOT_OURS}。不会连接它。请工人出示苏安码。`,
  contact: `这是名片码，${NOT_OURS}。不会保存它。请工人出示苏安码。`,
  phone: `这是电话号码的码，${NOT_OURS}。不会拨打它。请工人出示苏安码。`,
  message: `这是短信码，${NOT_OURS}。不会发送它。请工人出示苏安码。`,
  mail: `这是邮件码，${NOT_OURS}。不会发送它。请工人出示苏安码。`,
  place: `这是地点或日程的码，${NOT_OURS}。不会打开它。请工人出示苏安码。`,
  payment: `这是微信或支付宝的付款码、好友码，${NOT_OURS}。不会打开它，也不会付款。请工人出示苏安码。`,
  binary: `这个码里是看不懂的数据，${NOT_OURS}。请工人出示苏安码，或手工输入身份证号。`,
  'too-long': `这个码里的内容太长，${NOT_OURS}。请工人出示苏安码，或手工输入身份证号。`,
  empty: '这个码里什么也没有。请工人刷新苏安码，或手工输入身份证号。',
  opaque: '二维码无法识别，请手工输入身份证号核验。这不说明工人没有苏安码。',
}
