import { gunzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { request } from 'undici'
import { readXml } from '../../../../server/platform/xml.ts'
import type { DemoFault } from '../../../../server/platform/simulator/faults.ts'
import { demoPeople, faultPeople } from '../../../../server/platform/simulator/people.ts'
import { createSimulatorControl, type SimulatorControl } from '../../../../server/platform/simulator/plugin.ts'
import { demoProjects } from '../../../../server/platform/simulator/projects.ts'
import { call, jsonOf, projectParameters, requestFor, samParameters, startSimulator, type Style } from './call.ts'

let app: FastifyInstance
let control: SimulatorControl
let origin: string
beforeEach(async () => {
  control = createSimulatorControl()
  app = await startSimulator({ control })
  origin = await app.listen({ port: 0, host: '127.0.0.1' })
})
afterEach(() => app.close())

const post = async ({ url, headers, payload }: ReturnType<typeof requestFor>) => {
  const response = await request(origin + url, { method: 'POST', headers, body: payload })
  return { response, bytes: Buffer.from(await response.body.arrayBuffer()) }
}
const ask = async (fault: DemoFault, style: Partial<Style> = {}) => {
  const { response, bytes } = await post(requestFor('GetSAMInfo', samParameters(faultPeople.find((one) => one.fault === fault)!.idNumber), style))
  return { status: response.statusCode, headers: response.headers, bytes, text: bytes.toString('utf8') }
}

describe('a fault in how it is sent', () => {
  it.each<[DemoFault, number, string]>([
    ['html-500', 500, 'text/html; charset=utf-8'],
    ['html', 200, 'text/html; charset=gb2312'],
    ['redirect', 302, ''],
    ['busy', 503, 'text/html; charset=utf-8'],
    ['too-many', 429, 'text/plain; charset=utf-8'],
    ['soap-fault', 500, 'text/xml; charset=utf-8'],
    ['soap-fault-200', 200, 'text/xml; charset=utf-8'],
    ['empty-200', 200, 'text/xml; charset=utf-8'],
    ['truncated', 200, 'text/xml; charset=utf-8'],
    ['gzip', 200, 'text/xml; charset=utf-8'],
    ['huge', 200, 'text/xml; charset=utf-8'],
  ])('%s has status %i and the type "%s"', async (fault, status, type) => {
    const { headers, ...reply } = await ask(fault)
    expect([reply.status, headers['content-type'] ?? '']).toEqual([status, type])
  })

  it('is what it says', async () => {
    expect((await ask('html')).text).not.toContain('错误')
    const moved = String((await ask('redirect')).headers.location)
    expect((await app.inject(moved)).headers['content-type']).toBe('text/html; charset=utf-8')
    expect([(await ask('busy')).headers['retry-after'], (await ask('too-many')).headers['retry-after']]).toEqual(['2', '1'])
    for (const fault of ['soap-fault', 'soap-fault-200'] as const) expect((await ask(fault)).text).toContain('<soap:Fault>')
    expect((await ask('soap-fault', { speech: 'form' })).text).toBe('服务器无法处理请求。')
    expect((await ask('empty-200')).bytes).toHaveLength(0)
    expect(readXml((await ask('truncated')).text).kind).toBe('bad-xml')
    const { headers, bytes } = await ask('gzip')
    expect([headers['content-encoding'], readXml(gunzipSync(bytes).toString()).kind]).toEqual(['gzip', 'xml'])
  })

  it('huge is 20 MiB of well-formed XML', async () => {
    const { text } = await ask('huge')
    expect([text.length > 20 * 1024 * 1024, readXml(text.replaceAll(' '.repeat(64 * 1024), '')).kind]).toEqual([true, 'xml'])
  })

  it('the documents with a type of their own refer to what they define', async () => {
    const [external, bomb] = [(await ask('doctype')).text, (await ask('entity-bomb')).text]
    expect(external).toContain('<!ENTITY e SYSTEM "file:///')
    expect(bomb).toContain('<!ENTITY e9 "&e8;&e8;')
    for (const text of [external, bomb]) expect([text.includes('&e;</'), readXml(text)]).toEqual([true, { kind: 'bad-xml', reason: 'document type' }])
  })

  it('cuts the connection before the reply, and in its middle', async () => {
    await expect(ask('reset')).rejects.toThrow()
    await expect(ask('reset-mid-body')).rejects.toThrow()
  })

  it('drips: the head at once, a little each second', async () => {
    const { url, headers, payload } = requestFor('GetSAMInfo', samParameters(faultPeople.find((one) => one.fault === 'drip')!.idNumber))
    const { body, headers: replied } = await request(origin + url, { method: 'POST', headers, body: payload })
    const [first] = (await body[Symbol.asyncIterator]().next()).value ? [true] : [false]
    expect([first, Number(replied['content-length']) > 300]).toEqual([true, true])
    body.destroy()
  })

  it('leaves an upload undone where it strikes before, and only its reply lost where it strikes after', async () => {
    const [{ dataNumber }] = demoProjects
    const passage = (kqsj: string) => ({ ...projectParameters(dataNumber), zjhm: demoPeople[0]!.idNumber, kqsj, kqFlag: '1' })
    const upload = (kqsj: string) => post(requestFor('UploadKqxx', { ...passage(kqsj), image: 'iVBORw0KGgo=' }))
    control.setOutage('reset')
    await expect(upload('2026-03-01 07:00:00')).rejects.toThrow()
    control.setOutage('reset-mid-body')
    await expect(upload('2026-03-01 08:00:00')).rejects.toThrow()
    control.setOutage(null)
    expect(jsonOf(await call(app, 'GetKqxx', passage('2026-03-01 07:00:00')))).toMatchObject({ success: false })
    expect(jsonOf(await call(app, 'GetKqxx', passage('2026-03-01 08:00:00')))).toMatchObject({ datastate: 0 })
  })

  it('ends its waiting when the server stops', async () => {
    const waiting = Promise.allSettled([ask('hang'), ask('slow')])
    await new Promise((resolve) => setTimeout(resolve, 50))
    const began = performance.now()
    await app.close()
    await waiting
    expect(performance.now() - began).toBeLessThan(2_000)
  })
})
