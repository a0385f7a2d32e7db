import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DAY, HOUR, shanghaiDay } from '#domain/time.ts'
import { demoProjects } from '../../../../server/platform/simulator/projects.ts'
import { call, jsonOf, NOW, projectParameters, startSimulator } from './call.ts'

const ID = '320581196010010008'
const PNG = 'iVBORw0KGgo='
const NOON = NOW + 12 * HOUR
const [{ dataNumber }] = demoProjects

let app: FastifyInstance
let now: number
beforeEach(async () => {
  now = NOON
  app = await startSimulator({ now: () => now })
})
afterEach(() => app.close())

const passage = (change: Record<string, string> = {}) => ({ ...projectParameters(dataNumber), zjhm: ID, kqsj: '2026-03-02 07:30:00', kqFlag: '1', ...change })
const upload = async (change: Record<string, string> = {}) => jsonOf(await call(app, 'UploadKqxx', { image: PNG, ...passage(change) }))
const ask = async (change: Record<string, string> = {}) => jsonOf(await call(app, 'GetKqxx', passage(change)))

describe('attendance at the simulated platform', () => {
  it('is taken, waits, and is then found valid', async () => {
    expect(await upload()).toEqual({ result: 1, success: true, msg: '上传成功' })
    now += 2_999
    expect(await ask()).toEqual({ result: 1, success: true, datastate: 0, msg: '该考勤数据还未处理' })
    now += 1
    expect(await ask()).toEqual({ result: 1, success: true, datastate: 1, msg: '该考勤数据为有效数据' })
  })

  it('is one record however often it is sent, and another for the other direction', async () => {
    await upload()
    now += 3_000
    await upload()
    expect(await ask()).toMatchObject({ datastate: 1 })
    expect(await ask({ kqFlag: '2' })).toEqual({ result: 1, success: false, ' msg': '未查询到该考勤数据' })
  })

  it.each<[string, Record<string, string>, string]>([
    ['older than ten days', { kqsj: `${shanghaiDay(NOON - 11 * DAY)} 12:00:00` }, '考勤的数据只针对10天内的考勤有效'],
    ['of the future', { kqsj: '2026-03-03 07:30:00' }, '考勤的数据只针对10天内的考勤有效'],
    ['of somebody without a photograph', { zjhm: '320581196405210004' }, '人证比对未通过'],
    ['of somebody whose term has ended', { zjhm: '320581196506260000' }, '考勤时间不在花名册有效日期内'],
    ['of somebody whose term is to come', { zjhm: '320581197301100008' }, '考勤时间不在花名册有效日期内'],
    ['of somebody who is not on the roster', { zjhm: '32058119870424000X' }, '考勤时间不在花名册有效日期内'],
  ])('is invalid when %s', async (_what, change, msg) => {
    expect(await upload(change)).toMatchObject({ success: true })
    now += 3_000
    expect(await ask(change)).toEqual({ result: 1, success: true, datastate: 2, msg })
  })

  it.each<[string, Record<string, string>, string]>([
    ['without the right bagsBH', { bagsBH: '91320581MA00001111' }, '参数【bsgsBH】没有上传权限'],
    ['without a picture', { image: '' }, '参数【image】为空或不是有效的图片'],
    ['with a picture that is none', { image: 'aGVsbG8=' }, '参数【image】为空或不是有效的图片'],
    ['with a time in another form', { kqsj: '2026/3/2 7:30' }, '参数【kqsj】格式错误'],
    ['on a day that does not exist', { kqsj: '2026-02-30 07:30:00' }, '参数【kqsj】格式错误'],
    ['in no direction', { kqFlag: '0' }, '参数【kqFlag】错误'],
    ['for a project that is not there', { dataNumber: '12345' }, '参数【dataNumber】无效'],
  ])('is refused %s', async (_what, change, msg) => {
    expect(await upload(change)).toEqual({ result: 1, success: false, ' msg': msg })
    if (change.bagsBH === undefined && change.image === undefined) expect(await ask(change)).toMatchObject({ success: false })
  })
})
