/** The many: enough people for whole building sites, the same at every start. */
import { checkCharacter } from '#domain/identity.ts'
import { seededDraw } from './chance.ts'
import { origins } from './origins.ts'
import type { DemoPerson } from './person.ts'

const SURNAMES = [...'宋唐许韩冯邓曹彭曾萧田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万覃武戴']
/** Every name says that nobody is meant. */
const MARKS = ['演示', '示范', '样例', '模拟']
/** About one in five has no green code, as is told of a like scheme elsewhere. */
const TURNS = 20

/** `count` people, at most as many as there are names; every tenth is without a photograph. */
export function generatePeople(count: number, seed: number): DemoPerson[] {
  const draw = seededDraw(seed)
  return Array.from({ length: count }, (_, i) => {
    const name = `${SURNAMES[i % SURNAMES.length]}${MARKS[Math.floor(i / SURNAMES.length) % MARKS.length]}`
    return { idNumber: idNumber(draw), name, ...code(draw(TURNS), draw), photo: i % 10 !== 9 }
  })
}

/** Sequence 000, which is given to no one. */
function idNumber(draw: (below: number) => number): string {
  const two = (n: number): string => String(n).padStart(2, '0')
  const origin = origins[draw(origins.length)]!.prefix
  const first17 = `${origin}${1962 + draw(44)}${two(1 + draw(12))}${two(1 + draw(28))}000`
  return first17 + checkCharacter(first17)
}

function code(turn: number, draw: (below: number) => number): Pick<DemoPerson, 'colour' | 'validDays' | 'note'> {
  if (turn === 0) return { colour: 'red', validDays: null, note: '红码' }
  if (turn === 1) return { colour: 'yellow', validDays: null, note: '黄码' }
  if (turn === 2) return { colour: 'none', validDays: null, note: '平台无此人记录' }
  if (turn === 3) return { colour: 'green', validDays: -1 - draw(60), note: '绿码，已过期' }
  if (turn === 4) return { colour: 'green', validDays: draw(7), note: '绿码，即将到期' }
  return { colour: 'green', validDays: 20 + draw(340), note: '绿码' }
}
