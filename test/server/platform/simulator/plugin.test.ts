import Fastify, { type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeRequest } from '../../../../server/platform/envelope.ts'
import { readXml } from '../../../../server/platform/xml.ts'
import { createSimulatorControl, SIMULATOR_PATH, simulatorPlugin, type SimulatorControl } from '../../../../server/platform/simulator/plugin.ts'
import { samPass } from '../../../../server/platform/pass.ts'

const NOW = Date.parse('2026-03-01T16:00:00Z')
const ID = '320581196010010008'
const style = { namespace: 'http://tempuri.org/', soapActionBase: 'http://tempuri.org/', soapVersion: '1.1' } as const

let app: FastifyInstance
let control: SimulatorControl
beforeEach(async () => {
  app = Fastify()
  control = createSimulatorControl()
  await app.register(simulatorPlugin, { now: () => NOW, token: 'T', control })
})
afterEach(() => app.close())

async function ask(parameters: Record<string, string>, change: { namespace?: string } = {}) {
  const { headers, body } = writeRequest('GetSAMInfo', parameters, { ...style, ...change })
  const response = await app.inject({ method: 'POST', url: SIMULATOR_PATH, headers, payload: body })
  const result = /<GetSAMInfoResult>(.*)<\/GetSAMInfoResult>/.exec(response.body)?.[1] ?? ''
  return JSON.parse(Buffer.from(result, 'base64').toString('utf8')) as object
}
const right = { zjhm: ID, token: 'T', pass: samPass(ID, '20260302', 'T') }

describe('the simulated platform', () => {
  it('answers in the wire spelling of interface V3.0, with a date that counts from today', async () => {
    expect(await ask(right)).toEqual({ result: 1, success: true, msg: '获取成功', data: [{ WorkerName: '张演示', Zjhm: ID, codeType: '1', Yxq: '2027-03-02' }] })
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

  it('reads a misspelt parameter or namespace as null, as .asmx does', async () => {
    const missing = { result: 1, success: false, ' msg': '参数不能为空' }
    expect(await ask({ Zjhm: ID, token: 'T', pass: right.pass })).toEqual(missing)
    expect(await ask(right, { namespace: 'http://tempuri.org' })).toEqual(missing)
    expect(await ask({ ...right, extra: 'x' })).toMatchObject({ success: true })
  })

  it('answers a wrong SOAPAction or an unreadable envelope with a SOAP fault and 500', async () => {
    const { headers, body } = writeRequest('GetSAMInfo', right, style)
    for (const wrong of [{ headers: { ...headers, soapaction: '""' }, payload: body }, { headers, payload: '<x' }]) {
      const response = await app.inject({ method: 'POST', url: SIMULATOR_PATH, ...wrong })
      expect([response.statusCode, response.body.includes('soap:Fault')]).toEqual([500, true])
    }
  })

  it('publishes a WSDL that is XML, and says on its page that it is made up', async () => {
    const wsdl = await app.inject({ method: 'GET', url: `${SIMULATOR_PATH}?wsdl` })
    expect(readXml(wsdl.body)).toMatchObject({ kind: 'xml', root: { name: 'definitions' } })
    expect((await app.inject({ method: 'GET', url: SIMULATOR_PATH })).body).toContain('演示数据')
  })

  it('keeps its reading of XML bodies to itself', async () => {
    app.post('/elsewhere', async () => 'read')
    const response = await app.inject({ method: 'POST', url: '/elsewhere', headers: { 'content-type': 'text/xml' }, payload: '<x/>' })
    expect(response.statusCode).toBe(415)
  })
})
