import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answerSchema } from '#domain/check.ts'
import type { IdNumber } from '#domain/identity.ts'
import * as v from 'valibot'
import { alarmsOf, readAnswer } from '../../../server/platform/answer.ts'
import { readBody } from '../../../server/platform/body.ts'
import { defaultMessageRules } from '../../../server/platform/message-rules.ts'
import { readValidUntil } from '../../../server/platform/wire-date.ts'

const ID = '32058119870424000X' as IdNumber
const AT = Date.parse('2026-11-22T02:00:00Z')
const row = { WorkerName: '周模拟', Zjhm: ID, codeType: '1', Yxq: '2027-02-20' }
const reply = (...rows: unknown[]) => ({ result: 1, success: true, msg: '获取成功', data: rows })
const read = (body: unknown) => readAnswer(body, ID, defaultMessageRules, AT)
const green = { kind: 'code', colour: 'green', validUntil: '2027-02-20', nameMasked: '周**', answeredAt: AT }
const doubt = (because: string) => ({ kind: 'doubt', doubt: because, answeredAt: AT })

describe('an answer about a person', () => {
  it('is green with its date and a masked name', () => {
    expect(read(reply(row))).toEqual(green)
  })

  it.each([['2', 'yellow'], ['3', 'red']])('with type %s is %s and has no date, even if one was sent', (codeType, colour) => {
    expect(read(reply({ ...row, codeType }))).toEqual({ ...green, colour, validUntil: null })
    expect(read(reply({ ...row, codeType, Yxq: null }))).toEqual({ ...green, colour, validUntil: null })
  })

  it.each([
    ['a number for the type', { codeType: 1 }],
    ['blanks around the type', { codeType: ' 1 ' }],
    ['a small x in the number', { Zjhm: ID.toLowerCase() }],
    ['a full-width number', { Zjhm: '３２０５８１１９８７０４２４０００Ｘ' }],
    ['slashes in the date', { Yxq: '2027/2/20' }],
  ])('is the same with %s', (_what, change) => {
    expect(read(reply({ ...row, ...change }))).toEqual(green)
  })

  it('is the same with blanks and other letter case in the keys and with truth told as text', () => {
    expect(read({ Result: '1', SUCCESS: 'True', ' msg': 'x', data: [{ workername: '周模拟', ' zjhm ': ID, CODETYPE: '1', yxq: '2027-02-20' }] })).toEqual(green)
  })

  it('has an empty name when the platform gives none', () => {
    expect(read(reply({ ...row, WorkerName: null }))).toEqual({ ...green, nameMasked: '' })
  })

  it.each([0, '0', 4, '4', '01', '1.0', '１', '绿码', 'green', '', null, undefined, true, [1], ['1'], { a: 1 }, 'constructor', '__proto__'])(
    'with type %j is in doubt, never green', (codeType) => {
      expect(read(reply({ ...row, codeType }))).toEqual(doubt('unknown-colour'))
      expect(read(reply(row, { ...row, codeType }))).toEqual(doubt('unknown-colour'))
    },
  )

  it.each(['', null, undefined, '0001-01-01', '1900-01-01', '0001-01-01T00:00:00', '9999-12-31', '长期', '2027-02-30', '20270220', '2027-02/20', 0, {}])(
    'that is green until %j is in doubt', (Yxq) => {
      expect(read(reply({ ...row, Yxq }))).toEqual(doubt('green-without-date'))
    },
  )

  it.each(['320581198312040009', '', null, `${ID} 1`, undefined])('whose row is of %j is in doubt', (Zjhm) => {
    expect(read(reply({ ...row, Zjhm }))).toEqual(doubt('id-mismatch'))
    expect(read(reply(row, { ...row, Zjhm }))).toEqual(doubt('id-mismatch'))
  })

  it('is in doubt when two rows disagree in colour, date or name, and whole when they agree', () => {
    expect(read(reply(row, row))).toEqual(green)
    expect(read(reply(row, { ...row, codeType: '3', Yxq: '' }))).toEqual(doubt('conflict'))
    expect(read(reply(row, { ...row, Yxq: '2027-02-21' }))).toEqual(doubt('conflict'))
    expect(read(reply(row, { ...row, WorkerName: '吴演示' }))).toEqual(doubt('conflict'))
    expect(read(reply(row, { ...row, Yxq: '' }))).toEqual(doubt('green-without-date'))
  })
})

describe('a failure', () => {
  it('is "no record" only with result 1, success false and a recognised message', () => {
    const message = { ' msg': '未查询到该人员的苏安码信息' }
    expect(read({ result: 1, success: false, ...message })).toEqual({ kind: 'no-record', answeredAt: AT })
    expect(read({ result: 1, success: false, ...message, data: null })).toEqual({ kind: 'no-record', answeredAt: AT })
    expect(read({ result: 0, success: false, ...message })).toMatchObject({ kind: 'trouble', fault: 'platform' })
    expect(read({ result: 1, ...message })).toMatchObject({ kind: 'trouble', fault: 'platform' })
    expect(read({ result: 1, success: false, ...message, data: [row] })).toEqual(doubt('conflict'))
  })

  it.each([
    ['校验密码错误', 'auth'],
    ['参数不能为空', 'param'],
    ['失败原因', 'platform'],
  ])('saying %s is our trouble: %s', (msg, fault) => {
    expect(read({ result: 1, success: false, ' msg': msg })).toMatchObject({ kind: 'trouble', fault })
  })

  it('puts neither number nor check word into the log', () => {
    const words = ['320581 19870424 000x', '３２０５８１１９８７０４２４０００Ｘ', '09da10aa591ceb2e41536d1f54799103']
    const reading = read({ result: 1, success: false, msg: `奇怪 ${words.join(' 和 ')}` })
    expect(reading).toMatchObject({ kind: 'trouble', detail: expect.stringContaining('奇怪') })
    for (const word of words) expect(JSON.stringify(reading)).not.toContain(word)
  })

  it.each([
    ['nothing', null], ['a list', []], ['a text', 'x'], ['success without rows', reply()], ['rows that are no list', { ...reply(), data: row }],
    ['a row that is no object', reply(row, 'x')], ['success said but result 0', { ...reply(row), result: 0 }], ['no word on success', { result: 1, data: [row] }],
    ['two types under one key', reply({ ...row, codetype: '3' })], ['two outcomes under one key', { ...reply(row), ' success': false }],
  ])('of the form "%s" is our trouble', (_what, body) => {
    expect(read(body).kind).toBe('trouble')
  })
})

describe('the administrator', () => {
  it.each([
    [{ codeType: '0' }, ['unknown-colour']], [{ Zjhm: '320581198312040009' }, ['id-mismatch']], [{ Yxq: '' }, []], [{}, []],
  ])('hears of a row with %j: %j', (change, alarms) => {
    const answer = read(reply({ ...row, ...change }))
    expect(answer.kind === 'trouble' ? null : alarmsOf(answer)).toEqual(alarms)
  })
})

describe('whatever the platform sends', () => {
  const odd = fc.oneof(fc.constantFrom('0', '1', '2', '3', '4', ' 1', 1, 2, 0, '', null, true, '绿码'), fc.string({ maxLength: 3 }), fc.integer())
  const date = fc.oneof(fc.constantFrom('2027-01-01', '2020/1/1', '0001-01-01', '', null), fc.string())
  const number = fc.oneof({ weight: 6, arbitrary: fc.constant<unknown>(ID) }, { weight: 1, arbitrary: fc.constantFrom('320581198312040009', null, '') })
  const oddRow = fc.record({ WorkerName: fc.constantFrom('周模拟', '', null), Zjhm: number, codeType: odd, Yxq: date })
  const flag = fc.constantFrom(1, 0, '1', true, false, 'true', null)
  const body = fc.record({ result: flag, success: flag, msg: fc.constantFrom('获取成功', '未查询到该人员', '失败'), data: fc.array(oddRow, { maxLength: 3 }) })

  it('green means: success, each row this person, each type 1, each with one and the same day', () => {
    fc.assert(fc.property(body, (sent) => {
      const answer = read(sent)
      if (answer.kind !== 'code' || answer.colour !== 'green') return
      expect(['1', 'true']).toContain(String(sent.result))
      expect(['1', 'true']).toContain(String(sent.success))
      expect(sent.data.length).toBeGreaterThan(0)
      for (const sentRow of sent.data) {
        expect(sentRow.Zjhm).toBe(ID)
        expect(String(sentRow.codeType).trim()).toBe('1')
        expect(readValidUntil(sentRow.Yxq)).toBe(answer.validUntil)
      }
    }), { numRuns: 5000 })
  })

  it('"no record" means: failure, said in recognised words, without rows', () => {
    fc.assert(fc.property(body, (sent) => {
      if (read(sent).kind !== 'no-record') return
      expect(sent.msg).toBe('未查询到该人员')
      expect(['0', 'false']).toContain(String(sent.success))
      expect(sent.data).toEqual([])
    }), { numRuns: 5000 })
  })

  it('every answer keeps the contract', () => {
    fc.assert(fc.property(body, (sent) => {
      const answer = read(sent)
      if (answer.kind !== 'trouble') v.parse(answerSchema, answer)
    }))
  })

  it('junk is never a code', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.base64String(), fc.json(), fc.json().map((text) => Buffer.from(text).toString('base64'))), (text) => {
      const body = readBody(text)
      if (body.kind === 'body') expect(read(body.value).kind).not.toBe('code')
    }), { numRuns: 3000 })
  })
})
