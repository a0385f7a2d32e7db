/**
 * All that real services of this kind have been seen to do wrong, or differently. Each fault belongs to one special number
 * (`fault-numbers.ts`) and can be switched on for everybody (`SimulatorControl`). The notes are shown to an administrator.
 */

/** In how the reply is sent. They can befall every method. */
export const sendingFaults = {
  'html-500': '平台返回网页错误页（500）',
  html: '平台返回国标编码的网页（200）',
  redirect: '平台转到错误网页（302）',
  busy: '平台忙，请稍后再来（503）',
  'too-many': '平台嫌查询过于频繁（429）',
  'soap-fault': '平台返回 SOAP 错误',
  'soap-fault-200': '平台返回 SOAP 错误，状态却是 200',
  slow: '平台 10 秒后才答复',
  hang: '平台不答复',
  reset: '平台中断连接',
  'reset-mid-body': '平台答复到一半中断连接',
  drip: '平台答复一点一点来，30 秒才完',
  huge: '平台答复有 20 MB 之多',
  gzip: '正常绿码，答复擅自压缩',
  'empty-200': '平台返回空白（200）',
  truncated: '平台的答复缺了后半截',
  doctype: '平台的答复引用外部文件',
  'entity-bomb': '平台的答复会无限膨胀',
} as const satisfies Record<string, string>

/** In how the result's text is written. */
export const writingFaults = {
  'garbage-base64': '平台返回乱码',
  'empty-result': '平台返回空结果',
  'missing-result': '平台的答复没有结果',
  'nil-result': '平台的结果标为空',
  'plain-json': '正常绿码，答复未经 BASE64 编码',
  'base64-wrapped': '正常绿码，BASE64 分成多行',
  'base64-url': '正常绿码，BASE64 使用网址字母',
  'base64-unpadded': '正常绿码，BASE64 没有补位',
  'blank-for-plus': '正常绿码，BASE64 的加号变成空格',
  gb18030: '正常绿码，答复为国标编码',
  bom: '正常绿码，答复以字节序标记开头',
  'tolerant-json': '正常绿码，答复使用全角标点和注释',
} as const satisfies Record<string, string>

/** The platform refuses, in words that are about ourselves or about it, never about the worker. */
export const refusals = {
  'auth-refused': '设备服务商唯一标识码无效',
  'system-busy': '系统繁忙，请稍后再试',
  'rate-refused': '访问过于频繁',
  'unknown-words': '操作失败',
} as const satisfies Record<string, string>

/** In what is said. Those about a row concern GetSAMInfo; those about whose rows come, the rosters as well. */
export const sayingFaults = {
  'other-person': '平台返回了别人的信息',
  everybody: '平台返回了所有人的信息',
  'mixed-rows': '平台在本人之外还返回了别人的信息',
  'rows-disagree': '平台返回两条互相矛盾的信息',
  'names-disagree': '平台返回两个不同的姓名',
  'equal-rows': '正常绿码，平台返回两条相同的信息',
  'no-rows': '平台说成功，却没有信息',
  'data-null': '平台说成功，信息却为空值',
  'data-object': '平台的信息不是列表',
  'code-type-0': '码类型为 0',
  'code-type-4': '码类型为 4',
  'code-type-null': '码类型为空值',
  'code-type-word': '码类型为“绿码”二字',
  'code-type-number': '正常绿码，码类型是数字而非文字',
  'blank-code-type': '正常绿码，码类型两侧带空格',
  'green-without-date': '绿码但没有有效期',
  'yxq-null': '绿码，有效期为空值',
  'yxq-0001': '绿码，有效期为 0001-01-01',
  'yxq-1900': '绿码，有效期为 1900-01-01',
  'yxq-impossible': '绿码，有效期是不存在的日子',
  'yxq-json-date': '正常绿码，有效期写成 /Date(…)/',
  'yxq-slashes': '正常绿码，有效期以斜线分隔',
  'yxq-dots': '正常绿码，有效期以点分隔',
  'yxq-with-time': '正常绿码，有效期带时刻',
  'result-0': '平台有信息，却说接口失败（result 0）',
  'failure-0': '平台说无记录，也说接口失败（result 0）',
  'text-flags': '正常绿码，成功标志是文字而非数字',
  'msg-without-blank': '平台无此人记录，失败原因的字段名不带空格',
  'lower-case-x': '正常绿码，平台登记的号码末位为小写 x',
  'upper-case-md5': '平台只认大写的校验密码',
} as const satisfies Record<string, string>

export type SendingFault = keyof typeof sendingFaults
export type WritingFault = keyof typeof writingFaults
export type Refusal = keyof typeof refusals
export type SayingFault = keyof typeof sayingFaults
export type DemoFault = SendingFault | WritingFault | Refusal | SayingFault

const refusalNotes = Object.fromEntries(Object.entries(refusals).map(([fault, words]) => [fault, `平台答复“${words}”`])) as Record<Refusal, string>

/** What each fault is, in plain Chinese. */
export const faultNotes: Readonly<Record<DemoFault, string>> = { ...sendingFaults, ...writingFaults, ...refusalNotes, ...sayingFaults }

/** Every fault that can be switched on, for the administrator's page. */
export function listFaults(): { fault: DemoFault; note: string }[] {
  return Object.entries(faultNotes).map(([fault, note]) => ({ fault: fault as DemoFault, note }))
}

export function isDemoFault(text: string): text is DemoFault {
  return Object.hasOwn(faultNotes, text)
}

export function isSendingFault(fault: DemoFault | null): fault is SendingFault {
  return fault !== null && Object.hasOwn(sendingFaults, fault)
}

export function isRefusal(fault: DemoFault | null): fault is Refusal {
  return fault !== null && Object.hasOwn(refusals, fault)
}
