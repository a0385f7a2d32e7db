/** The people who are written down one by one: tests and the demonstration know them by name. The rest is in `people-generate.ts`. */
import type { DemoPerson } from './person.ts'

const green = (idNumber: string, name: string, validDays: number, note = '绿码'): DemoPerson => ({ idNumber, name, colour: 'green', validDays, note, photo: true })
const other = (idNumber: string, name: string, colour: 'yellow' | 'red', note: string): DemoPerson => ({ idNumber, name, colour, validDays: null, note, photo: true })
const unknown = (idNumber: string, name: string, note: string): DemoPerson => ({ idNumber, name, colour: 'none', validDays: null, note, photo: false })

export const writtenPeople: readonly DemoPerson[] = [
  green('320581196010010008', '张演示', 365, '绿码，有效期一年'),
  green('320581196102060002', '李示范', 340),
  green('320581196203110005', '王样例', 300),
  green('320581196304160001', '赵模拟', 250),
  { ...green('320581196405210004', '陈演示', 200, '绿码，平台没有其照片'), photo: false },
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
  unknown('320581198502140000', '梁样例', '平台无此人记录'),
  unknown('32058119730210000X', '谢模拟', '平台无此人记录，号码末位为 X'),
]
