import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HOUR } from '#domain/time.ts'
import { createSimulatorControl, SIMULATOR_PATH, type SimulatorControl, type SimulatorOptions } from '../../../../server/platform/simulator/plugin.ts'
import { samPass } from '../../../../server/platform/pass.ts'
import { demoProjects } from '../../../../server/platform/simulator/projects.ts'
import { call, jsonOf, NAMESPACE, NOW, projectParameters, requestFor, samParameters, startSimulator } from './call.ts'

const ID = '320581196010010008'
const [{ dataNumber }] = demoProjects
const right = samParameters(ID)
const MISSING = { result: 1, success: false, ' msg': '参数不能为空' }

let app: FastifyInstance
let control: SimulatorControl
const start = async (options: Partial<SimulatorOptions> = {}) => {
  await app?.close()
  app = await startSimulator({ control, ...options })
}
beforeEach(async () => {
  control = createSimulatorControl()
  await start()
})
afterEach(() => app.close())

const ask = async (parameters: Record<string, string>, style = {}) => jsonOf(await call(app, 'GetSAMInfo', parameters, style))

describe('the simulated platform', () => {
  it('answers in the wire spelling of interface V3.0, with a date that counts from today', async () => {
    expect(await ask(right)).toEqual({ result: 1, success: true, msg: '获取成功', data: [{ WorkerName: '张演示', Zjhm: ID, codeType: '1', Yxq: '2027-03-02' }] })
  })

  it.each(['1.1', '1.2', 'form'] as const)('speaks %s with every method', async (speech) => {
    expect(await ask(right, { speech })).toMatchObject({ success: true })
    for (const method of ['GetProject', 'GetEnterprises', 'GetWorkers', 'GetWorkerHmc']) {
      expect((await call(app, method, projectParameters(dataNumber), { speech })).text).toContain('<DataTable>')
    }
    expect((await call(app, 'GetWorkerImage', { zjhm: ID, ...projectParameters(dataNumber) }, { speech })).text).toContain('<Image>iVBORw0KGgo')
    expect(jsonOf(await call(app, 'GetWorkerImage1', { Zjhm: ID, Pass: samPass(ID, '20260302', '') }, { speech }))).toMatchObject({ success: true })
    const passage = { ...projectParameters(dataNumber), zjhm: ID, kqsj: '2026-03-01 07:30:00', kqFlag: '1' }
    expect(jsonOf(await call(app, 'GetKqxx', passage, { speech }))).toMatchObject({ success: false })
    expect(jsonOf(await call(app, 'UploadKqxx', { ...passage, image: 'iVBORw0KGgo=' }, { speech }))).toMatchObject({ success: true })
  })

  it.each([
    ['http://host.example:5445/', undefined],
    ['urn:platform', 'urn:action#'],
  ])('listens in the namespace %s when it is told to', async (namespace, soapActionBase) => {
    await start({ namespace, ...(soapActionBase === undefined ? {} : { soapActionBase }) })
    const action = `${soapActionBase ?? namespace}GetSAMInfo`
    expect(await ask(right, { namespace, action })).toMatchObject({ success: true })
    expect(await ask(right, { namespace: NAMESPACE, action })).toEqual(MISSING)
    const wsdl = (await app.inject({ method: 'GET', url: `${SIMULATOR_PATH}?wsdl` })).body
    expect([wsdl.includes(`targetNamespace="${namespace}"`), wsdl.includes(`soapAction="${action}"`)]).toEqual([true, true])
  })

  it('takes its switches', async () => {
    control.setColour(ID, 'red')
    expect(await ask(right)).toMatchObject({ data: [{ codeType: '3', Yxq: '' }] })
    control.setColour(ID, 'none')
    expect(await ask(right)).toEqual({ result: 1, success: false, ' msg': '未查询到该人员的苏安码信息' })
    control.setColour(ID, null)
    expect(await ask(right)).toMatchObject({ data: [{ codeType: '1' }] })
  })

  it('checks pass and token', async () => {
    expect(await ask({ ...right, pass: samPass(ID, '20260301', 'T') })).toEqual({ result: 1, success: false, ' msg': '校验密码错误' })
    expect(await ask({ ...right, token: 'U' })).toMatchObject({ success: false })
  })

  it('checks the pass of the second GetWorkerImage, which holds no token', async () => {
    const image = async (Pass: string) => jsonOf(await call(app, 'GetWorkerImage1', { Zjhm: ID, Pass }))
    expect(await image(samPass(ID, '20260302', ''))).toMatchObject({ data: [{ FaceImage: expect.stringMatching(/^iVBORw0KGgo/) as string }] })
    expect(await image(samPass(ID, '20260302', 'T'))).toMatchObject({ success: false, ' msg': '校验密码错误' })
  })

  it('tells the time by its own clock, and judges the day by it', async () => {
    await start({ dateOffsetMs: -HOUR })
    expect((await call(app, 'GetSAMInfo', right)).headers.date).toBe('Sun, 01 Mar 2026 15:00:00 GMT')
    expect(await ask(right)).toMatchObject({ ' msg': '校验密码错误' })
    expect(await ask(samParameters(ID, NOW - HOUR))).toMatchObject({ success: true })
  })

  it('reads a misspelt parameter or namespace as null, as .asmx does', async () => {
    const { zjhm: Zjhm, ...rest } = right
    expect(await ask({ Zjhm: Zjhm!, ...rest })).toEqual(MISSING)
    expect(await ask(right, { namespace: 'http://tempuri.org', action: `${NAMESPACE}GetSAMInfo` })).toEqual(MISSING)
    expect(await ask({ ...right, extra: 'x' })).toMatchObject({ success: true })
    expect(jsonOf(await call(app, 'GetProject', { dataNumber, bsgsBH: projectParameters(dataNumber).bagsBH! }))).toEqual(MISSING)
  })

  it('finds a form’s fields whatever their case, and refuses one that lacks some', async () => {
    const { zjhm: ZJHM, token: Token, pass } = right
    expect(await ask({ ZJHM: ZJHM!, Token: Token!, pass: pass! }, { speech: 'form' })).toMatchObject({ success: true })
    expect(await call(app, 'GetSAMInfo', { zjhm: ID }, { speech: 'form' })).toMatchObject({ status: 500, body: '缺少参数: token。' })
    expect(await call(app, 'GetNothing', {}, { speech: 'form' })).toMatchObject({ status: 500 })
  })

  it('lets the first GetWorkerImage swallow the parameters of the second', async () => {
    const pass = samPass(ID, '20260302', '')
    expect(await call(app, 'GetWorkerImage', { Zjhm: ID, Pass: pass })).toMatchObject({ status: 200, text: '<DataTable></DataTable>' })
  })

  it('answers a wrong SOAPAction or an unreadable envelope with a SOAP fault and 500', async () => {
    const { url, headers, payload } = requestFor('GetSAMInfo', right)
    for (const wrong of [{ headers: { ...headers, soapaction: '""' }, payload }, { headers, payload: '<x' }]) {
      const response = await app.inject({ method: 'POST', url, ...wrong })
      expect([response.statusCode, response.body.includes('soap:Fault')]).toEqual([500, true])
    }
    expect(await call(app, 'GetSAMInfo', right, { speech: '1.2', action: '"urn:other"' })).toMatchObject({ status: 500, kind: 'soap-fault' })
    expect(await call(app, 'GetKqxx', { ...projectParameters(dataNumber), zjhm: ID, kqsj: '2026-03-01 07:30:00', kqFlag: '进' })).toMatchObject({ status: 500, kind: 'soap-fault' })
  })

  it('says on its page that it is made up', async () => {
    expect((await app.inject({ method: 'GET', url: SIMULATOR_PATH })).body).toContain('演示数据')
  })

  it('keeps its reading of XML bodies, and its clock, to itself', async () => {
    app.post('/elsewhere', async () => 'read')
    const response = await app.inject({ method: 'POST', url: '/elsewhere', headers: { 'content-type': 'text/xml' }, payload: '<x/>' })
    expect([response.statusCode, response.headers.date]).not.toContain('Sun, 01 Mar 2026 16:00:00 GMT')
    expect(response.statusCode).toBe(415)
  })
})
