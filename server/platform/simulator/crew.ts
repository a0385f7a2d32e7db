/** Puts generated people into the firms, teams and terms of a project, the same at every start. */
import { seededDraw } from './chance.ts'
import type { DemoFirm } from './firms.ts'
import type { DemoPerson } from './person.ts'
import type { DemoEngagement } from './project.ts'

const POSTS = ['项目经理', '技术负责人', '安全员', '施工员', '质量员']
const TRADES = [
  ['木工班', '建筑', '木工'], ['钢筋班', '建筑', '钢筋工'], ['泥工班', '建筑', '砌筑工'], ['架子班', '特种作业', '架子工'],
  ['电工班', '特种作业', '电工'], ['焊工班', '特种作业', '焊工'], ['油漆班', '装饰', '油漆工'], ['杂工班', '建筑', '普工'],
] as const
const TURNS = 10

/** One engagement for each of `people`, the first few as managers of the first firm; the last of them works for a second team as well. */
export function crewOf(people: readonly DemoPerson[], firms: readonly [DemoFirm, ...DemoFirm[]], seed: number): DemoEngagement[] {
  const draw = seededDraw(seed)
  const crew = people.map((person, i) => engagement(person, i, firms, draw))
  const last = crew.at(-1)
  return last === undefined ? [] : [...crew, { ...last, team: '夜班抢修班', trade: '普工', workNumber: String(crew.length + 1).padStart(4, '0') }]
}

function engagement(person: DemoPerson, i: number, firms: readonly [DemoFirm, ...DemoFirm[]], draw: (below: number) => number): DemoEngagement {
  const post = POSTS[i] ?? null
  const [team, tradeClass, trade] = post === null ? TRADES[draw(TRADES.length)]! : ['项目部', null, null]
  const firm = post === null ? firms[draw(firms.length)]! : firms[0]
  return { person, firm, team, post, tradeClass, trade, ...term(draw), workNumber: String(i + 1).padStart(4, '0') }
}

/** Eight in ten are engaged today, one in ten was, one in ten will be. */
function term(draw: (below: number) => number): { fromDays: number; toDays: number } {
  const turn = draw(TURNS)
  if (turn === 0) return { fromDays: -120 - draw(60), toDays: -1 - draw(60) }
  if (turn === 1) return { fromDays: 1 + draw(30), toDays: 90 + draw(120) }
  return { fromDays: -draw(200), toDays: draw(300) }
}
