import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'
import iconv from 'iconv-lite'
import { afterEach, describe, expect, it } from 'vitest'
import type { IdNumber } from '#domain/identity.ts'
import { platformCalls } from '#domain/platform-health.ts'
import { MINUTE } from '#domain/time.ts'
import { publishedCalls } from '../../../server/platform/calls.ts'
import { writeEnvelope } from '../../../server/platform/envelope.ts'
import { createGateway, type PlatformGateway } from '../../../server/platform/gateway.ts'
import { imagePass, samPass } from '../../../server/platform/pass.ts'
import type { AttendanceRecord } from '../../../server/platform/results.ts'
import { simulatorSettings, SIMULATOR_TOKEN, type PlatformSettings } from '../../../server/platform/settings.ts'
import { demoPeople } from '../../../server/platform/simulator/people.ts'
import { demoProjects } from '../../../server/platform/simulator/projects.ts'
import { SIMULATOR_PATH, simulatorPlugin, type SimulatorOptions } from '../../../server/platform/simulator/plugin.ts'
import type { Trouble } from '../../../server/platform/trouble.ts'

const NOON = Date.parse('2026-11-22T04:00:00Z')
const ID = '32058119730210000X' as IdNumber
const RECORD: AttendanceRecord = { idNumber: ID, at: NOON, direction: 'in' }
const PHOTO = new Uint8Array([0xff, 0xd8, 0xff, 0xe0])
const { dataNumber } = demoProjects[0]

const open: (() => unknown)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

function gatewayTo(endpoint: string, change: Partial<PlatformSettings> = {}, now = () => NOON) {
  const reports: Trouble[] = []
  const gateway = createGateway({ ...simulatorSettings(endpoint), ...change }, { now, report: (trouble) => reports.push(trouble) })
  open.push(() => gateway.close())
  return { gateway, reports }
}

async function simulator(options: Partial<SimulatorOptions> = {}): Promise<string> {
  const app = Fastify({ forceCloseConnections: true })
  await app.register(simulatorPlugin, { now: () => NOON, ...options })
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  open.push(() => app.close())
  return address + SIMULATOR_PATH
}

/** A platform that answers as `handler` says; `seen` are the bodies that it was sent. */
async function platform(handler: (body: string, ...args: Parameters<RequestListener>) => void): Promise<{ endpoint: string; seen: string[] }> {
  const seen: string[] = []
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request)
    seen.push(body)
    response.setHeader('date', new Date(NOON).toUTCString())
    handler(body, request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push(() => server.closeAllConnections(), () => server.close())
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, seen }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  return body
}

const result = (text: string) => writeEnvelope('1.1', `<a><b>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</b></a>`)
const failure = (msg: string) => result(Buffer.from(JSON.stringify({ result: 1, success: false, ' msg': msg })).toString('base64'))

const everyCall: [string, (gateway: PlatformGateway) => Promise<{ kind: string }>][] = [
  ['GetProject', (g) => g.project(dataNumber)],
  ['GetEnterprises', (g) => g.enterprises(dataNumber)],
  ['GetWorkers', (g) => g.workers(dataNumber)],
  ['GetWorkerHmc', (g) => g.engagements(dataNumber)],
  ['GetWorkerImage-project', (g) => g.cardImage(dataNumber, ID)],
  ['GetWorkerImage-person', (g) => g.faceImage(ID)],
  ['UploadKqxx', (g) => g.uploadAttendance(dataNumber, RECORD, PHOTO)],
  ['GetKqxx', (g) => g.attendance(dataNumber, RECORD)],
]

describe('every call of the interface', () => {
  it.each(['soap-1.1', 'soap-1.2', 'form'] as const)('is understood over %s, under a namespace of the service’s own', async (protocol) => {
    const namespace = 'http://platform.invalid:5445/'
    const { gateway } = gatewayTo(await simulator({ namespace }), { namespace, soapActionBase: namespace, protocol })
    const project = await gateway.project(dataNumber)
    const [firms, workers, engagements] = [await gateway.enterprises(dataNumber), await gateway.workers(dataNumber), await gateway.engagements(dataNumber)]
    if (project.kind === 'fault' || firms.kind === 'fault' || workers.kind === 'fault' || engagements.kind === 'fault') throw new Error('fault')
    expect(firms.value.every((firm) => firm.projectNumber === project.value?.number)).toBe(true)
    expect(workers.value.length).toBeGreaterThan(5)
    const people = new Set(workers.value.map((worker) => worker.idNumber))
    expect(engagements.value.every((engagement) => people.has(engagement.idNumber))).toBe(true)

    const images = await Promise.all([...people].map((id) => gateway.cardImage(dataNumber, id as IdNumber)))
    expect(images.every((image) => image.kind === 'ok')).toBe(true)
    expect(images.some((image) => image.kind === 'ok' && image.value !== null)).toBe(true)
    const faces = await Promise.all([...people].map((id) => gateway.faceImage(id as IdNumber)))
    expect(faces.every((face) => face.kind === 'ok')).toBe(true)
    expect(faces.some((face) => face.kind === 'ok' && face.value !== null)).toBe(true)
    expect(gateway.stats().byCall.map(({ call, faults }) => [call, faults])).toEqual(
      ['GetProject', 'GetEnterprises', 'GetWorkers', 'GetWorkerHmc', 'GetWorkerImage-project', 'GetWorkerImage-person'].map((call) => [call, 0]))
  })

  it('about a project that nobody knows finds nothing, or is refused; it is no fault of the site', async () => {
    const { gateway } = gatewayTo(await simulator())
    const project = await gateway.project('00000000-0000-4000-8000-00000000000020260101')
    expect(project.kind === 'fault' || project.value === null).toBe(true)
  })

  it('is not made when the settings do not allow it', async () => {
    const { endpoint, seen } = await platform((_body, _q, r) => r.end(result('')))
    const { gateway } = gatewayTo(endpoint, { bagsBH: null, calls: publishedCalls })
    expect(platformCalls.filter((call) => gateway.enabled(call))).toEqual(['GetSAMInfo'])
    for (const [, make] of everyCall) expect(await make(gateway)).toMatchObject({ kind: 'fault', fault: 'param' })
    const { gateway: closed } = gatewayTo(endpoint, { enabledCalls: ['GetProject'] })
    expect(platformCalls.filter((call) => closed.enabled(call))).toEqual(['GetProject'])
    expect(await closed.ask(ID)).toEqual({ kind: 'fault', fault: 'param', answeredAt: NOON })
    expect(seen).toEqual([])
  })

  it.each(everyCall)('never rejects, and names no person in its report: %s', async (call, make) => {
    for (const [handler, fault] of [
      [(_b, _q, r) => r.writeHead(500).end('<html>'), 'http'],
      [(_b, _q, r) => r.end('<'), 'bad-xml'],
      [(b, _q, r) => r.end(failure(`设备服务商 ${SIMULATOR_TOKEN} 无权限 ${b.replace(/<[^>]*>/g, ' ')}`)), 'auth'],
    ] as [Parameters<typeof platform>[0], string][]) {
      const { gateway, reports } = gatewayTo((await platform(handler)).endpoint, { retries: 0 })
      expect(await make(gateway)).toEqual({ kind: 'fault', fault, answeredAt: NOON })
      expect(reports.map((report) => report.fault)).toEqual([fault])
      expect(JSON.stringify([reports, gateway.samples().map(({ why, text }) => why + text)])).not.toMatch(/\d{11}|SIMULATED|32058119/)
      expect(gateway.stats().byCall).toMatchObject([{ call, faults: 1 }])
      expect(gateway.samples()).toMatchObject([{ call }])
    }
  })
})

describe('attendance', () => {
  it('is sent with the time of Shanghai and the photograph, under the names of the signature and in its order', async () => {
    const { endpoint, seen } = await platform((_body, _q, r) => r.end(result('{"result":1,"success":true,"msg":"已接收"}')))
    const { gateway } = gatewayTo(endpoint)
    expect(await gateway.uploadAttendance('D', RECORD, PHOTO)).toEqual({ kind: 'ok', value: { kind: 'taken', message: '已接收' }, answeredAt: NOON })
    await gateway.uploadAttendance('D', { ...RECORD, direction: 'out' }, PHOTO)
    expect(seen[0]).toContain(`<dataNumber>D</dataNumber><zjhm>${ID}</zjhm><kqsj>2026-11-22 12:00:00</kqsj><kqFlag>1</kqFlag><image>/9j/4A==</image><bagsBH>`)
    expect(seen[1]).toContain('<kqFlag>2</kqFlag>')
  })

  it('is never sent twice by itself, whatever happens on the way, while a call that only reads is', async () => {
    for (const handler of [
      (_b: string, _q: unknown, r: Parameters<RequestListener>[1]) => r.writeHead(503, { 'retry-after': '0' }).end(),
      (_b: string, q: IncomingMessage) => q.socket.destroy(),
    ]) {
      const { endpoint, seen } = await platform(handler)
      const { gateway } = gatewayTo(endpoint)
      expect(await gateway.uploadAttendance('D', RECORD, PHOTO)).toMatchObject({ kind: 'fault', fault: 'http' })
      expect(seen).toHaveLength(1)
      expect(await gateway.attendance('D', RECORD)).toMatchObject({ kind: 'fault', fault: 'http' })
      expect(seen).toHaveLength(3)
    }
  })

  it('of a platform that is silent ends with the deadline', async () => {
    const { endpoint } = await platform(() => undefined)
    const { gateway } = gatewayTo(endpoint, { deadlineMs: 200 })
    expect(await gateway.uploadAttendance('D', RECORD, PHOTO)).toMatchObject({ kind: 'fault', fault: 'timeout' })
  })
})

describe('a lost connection', () => {
  it('costs the inspector nothing when the second try succeeds', async () => {
    let first = true
    const none = failure('查无此人')
    const { endpoint, seen } = await platform((_body, request, response) => {
      if (first) request.socket.destroy()
      else response.end(none)
      first = false
    })
    const { gateway, reports } = gatewayTo(endpoint)
    expect(await gateway.ask('320581199001010019' as IdNumber)).toMatchObject({ kind: 'no-record' })
    expect([seen.length, reports.length, gateway.stats().calls]).toEqual([2, 0, 2])
  })
})

describe('the platform’s clock', () => {
  const BEFORE = Date.parse('2026-11-22T15:55:00Z')

  it('decides near midnight which day a check word is for, once it is known', async () => {
    const { gateway } = gatewayTo(await simulator({ now: () => BEFORE, dateOffsetMs: 8 * MINUTE }), {}, () => BEFORE)
    await gateway.project(dataNumber)
    expect(gateway.stats()).toMatchObject({ clockDifferenceMs: 8 * MINUTE, alarms: [{ alarm: 'clock-off', count: 1 }] })
    expect(await gateway.ask(demoPeople[0]?.idNumber as IdNumber)).toMatchObject({ kind: 'code' })
    expect(gateway.stats().calls).toBe(2)
  })

  it('is not believed when it is hours away: then our own day comes first', async () => {
    const words: string[] = []
    const { endpoint } = await platform((body, _q, r) => {
      words.push(/<pass>(.*)<\/pass>/.exec(body)?.[1] ?? '')
      r.setHeader('date', new Date(BEFORE + 300 * MINUTE).toUTCString()).end(failure('校验密码错误'))
    })
    const { gateway } = gatewayTo(endpoint, {}, () => BEFORE)
    expect(await gateway.ask(ID)).toMatchObject({ fault: 'auth' })
    expect(words).toEqual(['20261122', '20261123'].map((day) => samPass(ID, day, SIMULATOR_TOKEN)))
  })

  it('is asked for a photograph as for a code', async () => {
    const words: string[] = []
    const { endpoint } = await platform((body, _q, r) => {
      words.push(/<Pass>(.*)<\/Pass>/.exec(body)?.[1] ?? '')
      r.end(failure('校验密码错误'))
    })
    const { gateway } = gatewayTo(endpoint, { md5Case: 'upper' }, () => BEFORE)
    expect(await gateway.faceImage(ID)).toMatchObject({ fault: 'auth' })
    expect(words).toEqual(['20261122', '20261123'].map((day) => imagePass(ID, day, 'upper')))
  })
})

describe('alarms', () => {
  it('tell of everybody’s data in place of one project', async () => {
    const document = `<DataTable><Projects>${'<Project><PrjNumber>1</PrjNumber></Project>'.repeat(20)}</Projects></DataTable>`
    const { endpoint } = await platform((_body, _q, r) => r.end(result(document)))
    const { gateway } = gatewayTo(endpoint, { maxRows: 10 })
    expect(await gateway.project(dataNumber)).toMatchObject({ kind: 'fault', fault: 'platform' })
    expect(gateway.stats().alarms).toEqual([{ alarm: 'too-many-rows', count: 1, lastAt: NOON }])
    expect(gateway.samples()).toMatchObject([{ why: 'too-many-rows' }])
  })

  it('tell once of a reply whose envelope and content are both in the older character set', async () => {
    const none = iconv.encode(JSON.stringify({ result: 1, success: false, msg: '查无此人' }), 'gb18030').toString('base64')
    const { endpoint } = await platform((_body, _q, r) => r.end(iconv.encode(result(none).replace('<a>', '<a 名="中">'), 'gb18030')))
    const { gateway } = gatewayTo(endpoint)
    expect(await gateway.ask('320581199001010019' as IdNumber)).toMatchObject({ kind: 'no-record' })
    expect(gateway.stats().alarms).toEqual([{ alarm: 'charset', count: 1, lastAt: NOON }])
    expect(gateway.samples()).toMatchObject([{ why: 'charset', text: '{"result":1,"success":false,"msg":"查无此人"}' }])
  })
})
