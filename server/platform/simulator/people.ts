/**
 * The people of the simulator. They belong to nobody: sequence 000 is given to no one, and every name says 演示, 示范, 样例 or 模拟.
 * Dates of validity count from the day of the question, so that the same person is always in the same state.
 */
import type { Colour } from '#domain/check.ts'

export interface DemoPerson {
  idNumber: string
  name: string
  /** `none`: the platform has no record of this person. */
  colour: Colour | 'none'
  /** For green: days from today to the last valid day, negative when past. `null` for the others. */
  validDays: number | null
  note: string
}

const green = (idNumber: string, name: string, validDays: number, note = '绿码'): DemoPerson => ({ idNumber, name, colour: 'green', validDays, note })
const other = (idNumber: string, name: string, colour: 'yellow' | 'red' | 'none', note: string): DemoPerson => ({ idNumber, name, colour, validDays: null, note })

export const demoPeople: readonly DemoPerson[] = [
  green('320581196010010008', '张演示', 365, '绿码，有效期一年'),
  green('320581196102060002', '李示范', 340),
  green('320581196203110005', '王样例', 300),
  green('320581196304160001', '赵模拟', 250),
  green('320581196405210004', '陈演示', 200),
  green('320581196506260000', '刘示范', 180),
  green('320581197301100008', '杨样例', 120),
  green('32058119870424000X', '周模拟', 90, '绿码，号码末位为 X'),
  green('342201197511120004', '吴演示', 60, '绿码，外省号码'),
  green('329003198303030003', '徐示范', 45, '绿码，旧行政区划号码'),
  green('810000198501010002', '何样例', 150, '绿码，港澳台居民居住证'),
  green('65900119880808000X', '阿卜杜·模拟', 30, '绿码，姓名带间隔号'),
  green('320581197605250005', '欧阳演示', 8, '绿码，8 天后到期，尚不提醒'),
  green('320581197706020006', '孙示范', 3, '绿码，3 天后到期'),
  green('320581197807070002', '马样例', 0, '绿码，今天到期'),
  green('320581197908120005', '朱模拟', -1, '绿码，昨天到期'),
  green('320581198009170003', '胡演示', -100, '绿码，早已到期'),
  other('320581198110220001', '郭示范', 'yellow', '黄码'),
  other('320581198211270008', '林样例', 'yellow', '黄码'),
  other('32058119951208000X', '高模拟', 'yellow', '黄码，号码末位为 X'),
  other('320581198312040009', '罗演示', 'red', '红码'),
  other('320581198401090008', '郑示范', 'red', '红码'),
  other('320581198502140000', '梁样例', 'none', '平台无此人记录'),
  other('32058119730210000X', '谢模拟', 'none', '平台无此人记录，号码末位为 X'),
]

export type DemoFault =
  | 'html-500' | 'soap-fault' | 'garbage-base64' | 'other-person' | 'code-type-0' | 'code-type-4' | 'green-without-date' | 'slow' | 'hang' | 'reset'
  | 'gb18030' | 'blank-code-type' | 'tolerant-json' | 'empty-result' | 'plain-json' | 'rows-disagree' | 'lower-case-x'

/** Numbers whose question always meets the same trouble or oddity. The worker behind each has a green code for 100 days. */
export const faultPeople: readonly { idNumber: string; fault: DemoFault; note: string }[] = [
  { idNumber: '320581198603190007', fault: 'html-500', note: '平台返回网页错误页（500）' },
  { idNumber: '320581198805010000', fault: 'soap-fault', note: '平台返回 SOAP 错误' },
  { idNumber: '320581198906060007', fault: 'garbage-base64', note: '平台返回乱码' },
  { idNumber: '320581199007110001', fault: 'other-person', note: '平台返回了别人的信息' },
  { idNumber: '320581199108160008', fault: 'code-type-0', note: '码类型为 0' },
  { idNumber: '320581199209210000', fault: 'code-type-4', note: '码类型为 4' },
  { idNumber: '320581199310260002', fault: 'green-without-date', note: '绿码但没有有效期' },
  { idNumber: '320581199411030003', fault: 'slow', note: '平台 10 秒后才答复' },
  { idNumber: '320581199601130005', fault: 'hang', note: '平台不答复' },
  { idNumber: '320581199702180001', fault: 'reset', note: '平台中断连接' },
  { idNumber: '320581199803230004', fault: 'gb18030', note: '正常绿码，答复为国标编码' },
  { idNumber: '320581199904280000', fault: 'blank-code-type', note: '正常绿码，码类型两侧带空格' },
  { idNumber: '320581197403150006', fault: 'tolerant-json', note: '正常绿码，答复使用全角标点和注释' },
  { idNumber: '320581197504200009', fault: 'empty-result', note: '平台返回空结果' },
  { idNumber: '320581197201050007', fault: 'plain-json', note: '正常绿码，答复未经 BASE64 编码' },
  { idNumber: '320581197112280003', fault: 'rows-disagree', note: '平台返回两条互相矛盾的信息' },
  { idNumber: '32058119870301000X', fault: 'lower-case-x', note: '正常绿码，平台登记的号码末位为小写 x' },
]
