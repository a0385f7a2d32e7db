/** What the inspector is told while typing an identity number, in place of "wrong". */
import { normaliseIdText, type IdProblem } from '#domain/identity.ts'
import type { Slip } from './typing-slips.ts'

const LENGTH = 18

/** A sentence for each problem; `identitySentence` fills in how many characters are missing. */
export const identityText: Record<IdProblem, string> = {
  empty: '请输入身份证号，共 18 位。',
  'too-short': '身份证号没有输完，应为 18 位。',
  'fifteen-digits': '这是 15 位的旧身份证号，查不了。请看新证，输入 18 位号码。',
  'too-long': '身份证号多了，应为 18 位。请看看是不是多按了数字。',
  characters: '身份证号里只有数字，只有最后一位可以是 X。请看看有没有别的字。',
  'ask-x': '最后一位是字母 X 吗？如果是，请点“X”键；“×”和“*”都不行。',
  'birth-date': '第 7 到 14 位是出生日期，现在这个日期不存在。请对着证件核对。',
  'born-in-future': '第 7 到 14 位是出生日期，现在这个日期还没有到。请核对证件，也看看手机的日期对不对。',
  'check-digit': '号码对不上（最后一位是校验位）：多半有一位输错了，请对着证件从头核对。',
}

/** The sentence for `problem` of the typed `text`, with the number of characters still to come. */
export function identitySentence(problem: IdProblem, text: string): string {
  const length = normaliseIdText(text).length
  if (problem === 'too-short') return `还差 ${LENGTH - length} 位（共 18 位）。`
  if (problem === 'too-long') return `多了 ${length - LENGTH} 位（共 18 位）。请看看是不是多按了数字。`
  return identityText[problem]
}

/** Which place of the typed `text` to compare with the card; asked, never said. */
export function slipSentence({ kind, from, to }: Slip, text: string): string {
  const there = normaliseIdText(text).slice(from, to)
  switch (kind) {
    case 'swapped':
      return `第 ${from + 1}、${to} 位“${there}”是不是按反了？`
    case 'doubled':
      return `第 ${from + 1} 位“${there[0]}”是不是多按了一次？`
    case 'year':
      return `出生年份“${there}”不对，请看证件。`
    case 'month':
      return `出生月份“${there}”不对，请看证件。`
    case 'day':
      return `出生日“${there}”不对，请看证件。`
  }
}
