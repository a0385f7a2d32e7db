/** The crew of the small project, written down one by one: every colour, a code that ends soon, one that has ended, and nobody's code. */
import { demoFirms, type DemoFirm } from './firms.ts'
import { writtenPeople } from './people-data.ts'
import type { DemoEngagement } from './project.ts'

type Row = readonly [name: string, firm: DemoFirm, team: string, post: string | null, tradeClass: string | null, trade: string | null, fromDays: number, toDays: number]

const { repair, scaffold } = demoFirms

const rows: readonly Row[] = [
  ['张演示', repair, '项目部', '项目经理', null, null, -40, 80],
  ['李示范', repair, '项目部', '安全员', null, null, -40, 80],
  ['王样例', repair, '屋面班', null, '建筑', '防水工', -30, 60],
  ['赵模拟', repair, '屋面班', null, '建筑', '防水工', -30, 60],
  ['陈演示', repair, '屋面班', null, '建筑', '瓦工', -30, 60],
  ['孙示范', repair, '屋面班', null, '建筑', '瓦工', -30, 60],
  ['朱模拟', repair, '屋面班', null, '建筑', '普工', -30, 60],
  ['郭示范', scaffold, '架子班', null, '特种作业', '架子工', -20, 30],
  ['罗演示', scaffold, '架子班', null, '特种作业', '架子工', -20, 30],
  ['梁样例', scaffold, '架子班', null, '建筑', '普工', -20, 30],
  ['刘示范', scaffold, '架子班', null, '特种作业', '架子工', -60, -5],
  ['杨样例', repair, '屋面班', null, '特种作业', '电工', 7, 60],
]

export const smallCrew: readonly DemoEngagement[] = rows.map(([name, firm, team, post, tradeClass, trade, fromDays, toDays], i) => {
  const person = writtenPeople.find((one) => one.name === name)
  if (person === undefined) throw new Error(`nobody is called ${name}`)
  return { person, firm, team, post, tradeClass, trade, fromDays, toDays, workNumber: String(i + 1).padStart(4, '0') }
})
