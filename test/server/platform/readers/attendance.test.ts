import { describe, expect, it } from 'vitest'
import { defaultMessageRules as rules } from '../../../../server/platform/message-rules.ts'
import { readJudgement, readUpload } from '../../../../server/platform/readers/attendance.ts'

const value = (kind: string, message: string) => ({ kind: 'value', value: { kind, message }, alarms: [] })
const fault = (name: string) => expect.objectContaining({ kind: 'trouble', fault: name })
const failure = (msg: string, result: unknown = 1) => ({ result, success: false, ' msg': msg })

describe('a record sent to the platform', () => {
  it('is taken when the platform says so', () => {
    expect(readUpload({ result: 1, success: true, msg: '上传成功' }, rules)).toEqual(value('taken', '上传成功'))
    expect(readUpload({ Result: '1', Success: 'True' }, rules)).toEqual(value('taken', ''))
  })

  it.each(['参数【image】 为空或不是有效的图片', '该考勤已上传，请勿重复提交', '不在花名册有效期 2026-01-01 至 2026-06-30 内', '未查询到该人员'])('is refused with "%s", in its words', (message) => {
    expect(readUpload(failure(message), rules)).toEqual(value('refused', message))
  })

  it.each([
    ['参数【bsgsBH】 没有上传权限', 'auth'], ['参数【bagsBH】没有上传权限', 'auth'], ['参数不能为空', 'param'], ['系统繁忙', 'platform'], ['', 'platform'],
  ])('that fails with "%s" fails for our reasons: %s', (message, name) => {
    expect(readUpload(failure(message), rules)).toEqual(fault(name))
  })

  it('is not refused by a reply in disorder', () => {
    expect(readUpload(failure('该考勤已上传', 0), rules)).toEqual(fault('platform'))
    expect(readUpload({ msg: '该考勤已上传' }, rules)).toEqual(fault('platform'))
    expect(readUpload(null, rules)).toEqual(fault('bad-json'))
  })
})

describe('what became of a record', () => {
  it.each([[0, 'pending'], ['0', 'pending'], [1, 'valid'], [' 1 ', 'valid'], [2, 'invalid']])('with datastate %j is %s', (datastate, kind) => {
    expect(readJudgement({ result: 1, success: true, datastate, msg: '具体结果信息' }, rules)).toEqual(value(kind, '具体结果信息'))
  })

  it.each([null, undefined, '', 3, -1, true, false, '有效', [0]])('with datastate %j is not known to us', (datastate) => {
    expect(readJudgement({ result: 1, success: true, datastate }, rules)).toEqual(fault('platform'))
  })

  it('is "unknown" when the platform has no such record', () => {
    expect(readJudgement(failure('未查询到该考勤记录'), rules)).toEqual(value('unknown', '未查询到该考勤记录'))
    expect(readJudgement(failure('未查询到该人员的考勤信息'), rules)).toEqual(value('unknown', '未查询到该人员的考勤信息'))
  })

  it.each([[failure('失败原因'), 'platform'], [failure('未查询到该考勤记录', 0), 'platform'], [failure('校验密码错误'), 'auth'], [{ ...failure('x'), datastate: 2 }, 'platform'], [[], 'bad-json']])(
    'is not told by %j: %s', (body, name) => {
      expect(readJudgement(body, rules)).toEqual(fault(name))
    },
  )

  it('is shown without numbers', () => {
    const said = { result: 1, success: true, datastate: 2, msg: '人员 32058119870424000X（13000000001）\n人证比对未通过' }
    expect(readJudgement(said, rules)).toEqual(value('invalid', '人员 …（…） 人证比对未通过'))
  })
})
