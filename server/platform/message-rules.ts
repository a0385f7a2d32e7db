/**
 * What the platform's free-form failure messages mean. A message that no rule knows is a fault of the platform, never "no code":
 * a worker is blamed only on words that were recognised.
 */
import type { PlatformFault } from './trouble.ts'

export interface MessageRule {
  pattern: RegExp
  means: PlatformFault | 'no-record'
}

/**
 * In order, first match wins. The rules for our own mistakes stand before `no-record` because their messages borrow its words
 * ("未查询到该设备服务商"). No wording is published; these follow interface V3.0's terms and are widened by PLATFORM_NO_RECORD.
 */
export const defaultMessageRules: readonly MessageRule[] = [
  { pattern: /时间戳|(密码|pass)[^，。,]{0,4}(过期|失效)/i, means: 'clock' },
  { pattern: /密码|口令|token|令牌|服务商|标识码|鉴权|认证|授权|权限|签名/i, means: 'auth' },
  { pattern: /参数|不能为空|缺少|必填|格式|位数|(身份证|证件|zjhm)[^，。,]{0,6}(错误|有误|无效|不正确|不合法|非法)/i, means: 'param' },
  { pattern: /频繁|频率|次数|限流|过多|超出限制/, means: 'rate' },
  { pattern: /异常|故障|出错|超时|维护|繁忙|稍后|数据库|连接|接口|服务器|配置|exception|timeout|error/i, means: 'platform' },
  { pattern: /(未|没有?)(能)?(查询|查找|查|找)到[^，。,]{0,8}(人员|工人|苏安码)/, means: 'no-record' },
  { pattern: /查无此人|(人员|工人|苏安码)(信息|记录)?不存在|(未|没有?)(申领|申请|办理|领取)[^，。,]{0,4}苏安码|(无|没有)苏安码/, means: 'no-record' },
]

/** The meaning of `message` by the first rule that knows it; `platform` when none does. */
export function meaningOf(message: string, rules: readonly MessageRule[]): MessageRule['means'] {
  return rules.find((rule) => rule.pattern.test(message))?.means ?? 'platform'
}
