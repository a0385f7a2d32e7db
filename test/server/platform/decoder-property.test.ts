import iconv from 'iconv-lite'
import { expect, it } from 'vitest'
import { readBody } from '../../../server/platform/body.ts'

const BODIES = 200_000

/** Mulberry32: the same bodies in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

const next = numbers(42)
const pick = <T>(values: readonly T[]): T => values[next(values.length)] as T
const from = (first: number, last: number) => String.fromCodePoint(first + next(last - first + 1))
const times = (count: number, make: () => string) => Array.from({ length: count }, make).join('')

// GB 2312's and GBK's hanzi are two bytes in GB18030; those of Extension A and of the supplementary planes are four.
const common = () => from(0x4e00, 0x9fa5)
const rare = () => from(0x3400, 0x4db5)
const supplementary = () => from(0x20000, 0x2a6d6)
const hanzi = () => pick([common, common, common, common, common, common, rare, supplementary])()
const latin = () => pick([...'AZaz·-. \\"/&<+=~{}[]:,'])
const digit = () => String(next(10))

const name = () => pick([() => times(1 + next(4), hanzi), () => times(2 + next(2), common), () => `${times(2, common)}·${times(3, common)}`, () => times(next(12), latin), () => ''])()
const message = () => pick([() => '获取成功', () => `未查询到${times(1 + next(6), hanzi)}的信息`, () => `失败：${times(next(20), () => pick([hanzi, latin, digit])())}`])()
const row = () => ({ WorkerName: name(), Zjhm: times(17, digit) + pick([...'0123456789Xx']), codeType: pick(['1', '2', '3', '', '绿码', ' 1']), Yxq: pick(['2027-01-01', '', '长期', null]) })
const reply = () => ({ result: next(2), success: next(2) === 1, [pick(['msg', ' msg'])]: message(), data: Array.from({ length: next(3) }, row) })

it(`the decoder gives back each of ${BODIES} random replies exactly, in UTF-8 and in GB18030, without being told which`, () => {
  let wrong = 0
  for (let i = 0; i < BODIES; i++) {
    const json = JSON.stringify(reply())
    for (const [bytes, alarms] of [[Buffer.from(json), 0], [iconv.encode(json, 'gb18030'), 1]] as const) {
      const body = readBody(bytes.toString('base64'))
      if (body.kind !== 'body' || JSON.stringify(body.value) !== json || body.alarms.length !== alarms) wrong++
    }
  }
  expect(wrong).toBe(0)
}, 120_000)
