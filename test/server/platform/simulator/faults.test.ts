import type { FastifyInstance } from 'fastify'
import iconv from 'iconv-lite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { compactDay } from '#domain/time.ts'
import { samPass } from '../../../../server/platform/pass.ts'
import { isSendingFault, listFaults, type DemoFault } from '../../../../server/platform/simulator/faults.ts'
import { demoPeople, faultPeople } from '../../../../server/platform/simulator/people.ts'
import { createSimulatorControl, type SimulatorControl } from '../../../../server/platform/simulator/plugin.ts'
import { demoProjects } from '../../../../server/platform/simulator/projects.ts'
import { call, jsonOf, NOW, projectParameters, samParameters, startSimulator, TOKEN } from './call.ts'

const [small, middle] = demoProjects
const numberOf = (fault: DemoFault) => faultPeople.find((person) => person.fault === fault)!.idNumber
/** What a person behind a fault would get without it. */
const plain = { WorkerName: '钱演示', codeType: '1', Yxq: '2026-06-10' }

let app: FastifyInstance
let control: SimulatorControl
beforeEach(async () => {
  control = createSimulatorControl()
  app = await startSimulator({ control })
})
afterEach(() => app.close())

const ask = (fault: DemoFault) => call(app, 'GetSAMInfo', samParameters(numberOf(fault)))
const row = async (fault: DemoFault) => (jsonOf(await ask(fault)).data as object[])[0]

describe('a fault in what is said', () => {
  it.each<[DemoFault, object]>([
    ['code-type-0', { codeType: '0' }],
    ['code-type-4', { codeType: '4' }],
    ['code-type-null', { codeType: null }],
    ['code-type-word', { codeType: '绿码' }],
    ['code-type-number', { codeType: 1 }],
    ['blank-code-type', { codeType: ' 1 ' }],
    ['green-without-date', { Yxq: '' }],
    ['yxq-null', { Yxq: null }],
    ['yxq-0001', { Yxq: '0001-01-01' }],
    ['yxq-1900', { Yxq: '1900-01-01' }],
    ['yxq-impossible', { Yxq: '2026-02-30' }],
    ['yxq-json-date', { Yxq: `/Date(${Date.parse('2026-06-10T00:00:00+08:00')})/` }],
    ['yxq-slashes', { Yxq: '2026/06/10' }],
    ['yxq-dots', { Yxq: '2026.06.10' }],
    ['yxq-with-time', { Yxq: '2026-06-10 00:00:00' }],
  ])('%s changes the row to %j', async (fault, change) => {
    expect(await row(fault)).toEqual({ ...plain, Zjhm: numberOf(fault), ...change })
  })

  it.each<[DemoFault, object]>([
    ['no-rows', { success: true, data: [] }],
    ['data-null', { success: true, data: null }],
    ['data-object', { success: true, data: { codeType: '1' } }],
    ['other-person', { data: [{ Zjhm: demoPeople[0]!.idNumber }] }],
    ['mixed-rows', { data: [plain, { Zjhm: demoPeople[0]!.idNumber }] }],
    ['rows-disagree', { data: [plain, { codeType: '3' }] }],
    ['names-disagree', { data: [plain, { ...plain, WorkerName: '冒演示' }] }],
    ['equal-rows', { data: [plain, plain] }],
    ['result-0', { result: 0, success: true, data: [plain] }],
    ['failure-0', { result: 0, success: false, ' msg': '未查询到该人员的苏安码信息' }],
    ['text-flags', { result: '1', success: 'true' }],
    ['msg-without-blank', { result: 1, success: false, msg: '未查询到该人员的苏安码信息' }],
    ['auth-refused', { success: false, ' msg': '设备服务商唯一标识码无效' }],
    ['system-busy', { success: false, ' msg': '系统繁忙，请稍后再试' }],
    ['rate-refused', { success: false, ' msg': '访问过于频繁' }],
    ['unknown-words', { success: false, ' msg': '操作失败' }],
  ])('%s changes the reply to %j', async (fault, reply) => {
    expect(jsonOf(await ask(fault))).toMatchObject(reply)
  })

  it('everybody gives everybody', async () => {
    expect((jsonOf(await ask('everybody')).data as object[]).length).toBeGreaterThan(150)
  })

  it('lower-case-x knows the small letter only', async () => {
    const capital = numberOf('lower-case-x')
    expect(jsonOf(await ask('lower-case-x'))).toMatchObject({ success: false })
    const zjhm = capital.toLowerCase()
    expect(jsonOf(await call(app, 'GetSAMInfo', samParameters(zjhm)))).toMatchObject({ data: [{ ...plain, Zjhm: zjhm }] })
  })

  it('upper-case-md5 takes the upper-case pass only', async () => {
    expect(jsonOf(await ask('upper-case-md5'))).toMatchObject({ ' msg': '校验密码错误' })
    const zjhm = numberOf('upper-case-md5')
    const pass = samPass(zjhm, compactDay(NOW), TOKEN, 'upper')
    expect(jsonOf(await call(app, 'GetSAMInfo', { zjhm, token: TOKEN, pass }))).toMatchObject({ data: [plain] })
  })
})

describe('a fault in how it is written', () => {
  it.each<[DemoFault, RegExp | '']>([
    ['garbage-base64', /^@@/],
    ['empty-result', ''],
    ['plain-json', /^\{"result":1,/],
    ['base64-wrapped', /^[A-Za-z0-9+/]{76}\r?\n[A-Za-z0-9+/]/],
    ['base64-url', /^[\w-]+={0,2}$/],
    ['base64-unpadded', /[^=]$/],
    ['blank-for-plus', /^[A-Za-z0-9/ ]+={0,2}$/],
  ])('%s', async (fault, pattern) => {
    const { text } = await ask(fault)
    if (pattern === '') expect(text).toBe('')
    else expect(text).toMatch(pattern)
  })

  it('missing and nil are told apart', async () => {
    expect([(await ask('missing-result')).kind, (await ask('nil-result')).kind]).toEqual(['missing', 'nil'])
  })

  it('the older character set, the mark and the printed form are inside the base64', async () => {
    const bytes = async (fault: DemoFault) => Buffer.from((await ask(fault)).text ?? '', 'base64')
    expect(iconv.decode(await bytes('gb18030'), 'gb18030')).toContain('钱演示')
    expect((await bytes('gb18030')).toString('utf8')).not.toContain('钱演示')
    expect([...(await bytes('bom')).subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    expect((await bytes('tolerant-json')).toString('utf8')).toContain('"codeType"："1"， // 1 代表绿码')
  })
})

describe('an outage', () => {
  it('can be any fault, for everybody, and ends when it is switched off', async () => {
    const green = samParameters(demoPeople[0]!.idNumber)
    const before = (await call(app, 'GetSAMInfo', green)).body
    const unchanged: DemoFault[] = []
    for (const { fault } of listFaults().filter((one) => !isSendingFault(one.fault))) {
      control.setOutage(fault)
      if ((await call(app, 'GetSAMInfo', green)).body === before) unchanged.push(fault)
    }
    // These show only where there is no record, where the number ends in X, or where base64 happens to need padding or a sign.
    expect(unchanged.filter((fault) => !['base64-url', 'base64-unpadded', 'blank-for-plus'].includes(fault))).toEqual(['msg-without-blank', 'lower-case-x'])
    control.setOutage(null)
    expect((await call(app, 'GetSAMInfo', green)).body).toBe(before)
  })

  it('reaches the rosters: refusals as JSON, another project’s or everybody’s rows, the older character set', async () => {
    const workers = () => call(app, 'GetWorkers', projectParameters(small.dataNumber))
    control.setOutage('system-busy')
    expect(jsonOf(await workers())).toMatchObject({ success: false })
    control.setOutage('other-person')
    expect((await call(app, 'GetProject', projectParameters(small.dataNumber))).text).toContain(middle.number)
    control.setOutage('everybody')
    expect((await workers()).text?.match(/<Worker>/g)).toHaveLength(202)
    control.setOutage('garbage-base64')
    expect((await workers()).text).toBe('@@不是编码@@')
    control.setOutage('gb18030')
    expect((await workers()).headers['content-type']).toBe('text/xml; charset=gb2312')
  })

  it('reaches attendance: a refusal leaves nothing behind', async () => {
    const passage = { ...projectParameters(small.dataNumber), zjhm: demoPeople[0]!.idNumber, kqsj: '2026-03-01 07:30:00', kqFlag: '1' }
    control.setOutage('auth-refused')
    expect(jsonOf(await call(app, 'UploadKqxx', { ...passage, image: 'iVBORw0KGgo=' }))).toMatchObject({ success: false })
    control.setOutage(null)
    expect(jsonOf(await call(app, 'GetKqxx', passage))).toMatchObject({ ' msg': '未查询到该考勤数据' })
  })
})
