import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'
import { afterEach, describe, expect, it } from 'vitest'
import { answerSchema } from '#domain/check.ts'
import type { IdNumber } from '#domain/identity.ts'
import { platformHealthSchema } from '#domain/platform-health.ts'
import { MINUTE } from '#domain/time.ts'
import * as v from 'valibot'
import { callForm, publishedCalls } from '../../../server/platform/calls.ts'
import { writeEnvelope } from '../../../server/platform/envelope.ts'
import { createGateway } from '../../../server/platform/gateway.ts'
import { simulatorSettings, type PlatformSettings } from '../../../server/platform/settings.ts'
import { createSimulatorControl } from '../../../server/platform/simulator/control.ts'
import { demoPeople, faultPeople, type DemoFault } from '../../../server/platform/simulator/people.ts'
import { SIMULATOR_PATH, simulatorPlugin } from '../../../server/platform/simulator/plugin.ts'
import type { Trouble } from '../../../server/platform/trouble.ts'

const NOON = Date.parse('2026-11-22T04:00:00Z')
const [GREEN, SECOND, THIRD] = demoPeople.map((p) => p.idNumber) as [IdNumber, IdNumber, IdNumber]
const numberOf = (fault: DemoFault) => faultPeople.find((p) => p.fault === fault)?.idNumber as IdNumber
const colourless = (colour: string) => demoPeople.find((p) => p.colour === colour)?.idNumber as IdNumber

const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

/** The simulator on a real loopback port and a gateway towards it; `clock` is the gateway's time, `platformClock` the simulator's. */
async function start(change: Partial<PlatformSettings> = {}, { tolerant = true } = {}) {
  const clock = { now: NOON }
  const platformClock = { now: NOON }
  const control = createSimulatorControl()
  const app = Fastify({ forceCloseConnections: true })
  await app.register(simulatorPlugin, { now: () => platformClock.now, control })
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  open.push(() => app.close())
  const settings: PlatformSettings = {
    ...simulatorSettings(address + SIMULATOR_PATH),
    deadlineMs: 5000,
    breaker: { faultsInARow: tolerant ? 1000 : 3, halfOpenAfterMs: 150 },
    retries: 0,
    ...change,
  }
  const reports: Trouble[] = []
  const gateway = createGateway(settings, { now: () => clock.now, report: (trouble) => reports.push(trouble) })
  open.push(() => gateway.close())
  return { gateway, control, clock, platformClock, reports }
}

/** A gateway towards a platform that fails with `message(zjhm)`, or with status 503 where that is `null`. */
async function startRefusing(message: (zjhm: string) => string | null) {
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      const msg = message(/<zjhm>(.*)<\/zjhm>/.exec(body)?.[1] ?? '')
      const result = Buffer.from(JSON.stringify({ result: 1, success: false, ' msg': msg })).toString('base64')
      response.writeHead(msg === null ? 503 : 200).end(writeEnvelope('1.1', `<a><b>${result}</b></a>`))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push(async () => void server.close())
  const reports: Trouble[] = []
  const settings = simulatorSettings(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  const gateway = createGateway(settings, { now: () => NOON, report: (trouble) => reports.push(trouble) })
  open.push(() => gateway.close())
  return { gateway, reports }
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

describe('asking the platform', () => {
  it('gives each demonstration person the state that the register says', async () => {
    const { gateway } = await start()
    for (const person of demoPeople) {
      const answer = v.parse(answerSchema, await gateway.ask(person.idNumber as IdNumber))
      if (person.colour === 'none') expect(answer).toEqual({ kind: 'no-record', answeredAt: NOON })
      else expect(answer).toMatchObject({ kind: 'code', colour: person.colour })
    }
  })

  it.each(['soap-1.2', 'form'] as const)('speaks %s as well', async (protocol) => {
    const { gateway } = await start({ protocol })
    expect(await gateway.ask(GREEN)).toEqual({ kind: 'code', colour: 'green', validUntil: '2027-11-22', nameMasked: '张**', answeredAt: NOON })
  })

  it.each<[DemoFault, object]>([
    ['html-500', { kind: 'fault', fault: 'http' }],
    ['soap-fault', { kind: 'fault', fault: 'soap-fault' }],
    ['garbage-base64', { kind: 'fault', fault: 'bad-base64' }],
    ['slow', { kind: 'fault', fault: 'timeout' }],
    ['hang', { kind: 'fault', fault: 'timeout' }],
    ['reset', { kind: 'fault', fault: 'http' }],
    ['empty-result', { kind: 'fault', fault: 'platform' }],
    ['other-person', { kind: 'doubt', doubt: 'id-mismatch' }],
    ['code-type-0', { kind: 'doubt', doubt: 'unknown-colour' }],
    ['code-type-4', { kind: 'doubt', doubt: 'unknown-colour' }],
    ['green-without-date', { kind: 'doubt', doubt: 'green-without-date' }],
    ['rows-disagree', { kind: 'doubt', doubt: 'conflict' }],
    ['gb18030', { kind: 'code', colour: 'green', nameMasked: '钱**' }],
    ['blank-code-type', { kind: 'code', colour: 'green' }],
    ['tolerant-json', { kind: 'code', colour: 'green', nameMasked: '钱**' }],
    ['plain-json', { kind: 'code', colour: 'green' }],
    ['lower-case-x', { kind: 'code', colour: 'green' }],
  ])('about the person "%s" gives %j', async (fault, expected) => {
    const { gateway } = await start(fault === 'slow' || fault === 'hang' ? { deadlineMs: 200 } : {})
    expect(await gateway.ask(numberOf(fault))).toMatchObject(expected)
  })

  it.each<[string, Partial<PlatformSettings>, string]>([
    ['a wrong token', { token: 'WRONG' }, 'auth'],
    ['a wrong element name', { calls: { ...publishedCalls, GetSAMInfo: callForm('GetSAMInfo', 'GetSAMInfo', { zjhm: 'Zjhm' }) } }, 'param'],
    ['a wrong namespace', { namespace: 'http://tempuri.org' }, 'param'],
    ['a wrong SOAPAction', { soapActionBase: 'urn:other/' }, 'soap-fault'],
    ['an address where nobody is', { endpoint: 'http://127.0.0.1:1/x' }, 'http'],
  ])('with %s blames nobody: %s', async (_what, change, fault) => {
    const { gateway } = await start(change)
    expect(await gateway.ask(GREEN)).toEqual({ kind: 'fault', fault, answeredAt: NOON })
    expect(await gateway.ask(colourless('none'))).toMatchObject({ kind: 'fault', fault })
  })

  it('never rejects in any outage, and reports without number or token', async () => {
    const { gateway, control, reports } = await start({ deadlineMs: 500 })
    for (const outage of ['html-500', 'hang', 'reset', 'soap-fault'] as const) {
      control.setOutage(outage)
      expect((await gateway.ask(GREEN)).kind).toBe('fault')
    }
    expect(reports.map((r) => r.fault)).toEqual(['http', 'timeout', 'http', 'soap-fault'])
    expect(JSON.stringify(reports)).not.toMatch(/\d{17}|SIMULATED/)
    control.setOutage(null)
    expect((await gateway.ask(GREEN)).kind).toBe('code')
  })
})

describe('sparing the platform', () => {
  it('sends one question for many askers of one person', async () => {
    const { gateway } = await start()
    const answers = await Promise.all(Array.from({ length: 20 }, () => gateway.ask(GREEN)))
    expect(new Set(answers.map((a) => JSON.stringify(a))).size).toBe(1)
    expect(gateway.stats().calls).toBe(1)
  })

  it('gives a code again for a minute, with the time at which it was told', async () => {
    const { gateway, clock, control } = await start()
    await gateway.ask(GREEN)
    control.setColour(GREEN, 'red')
    clock.now += MINUTE - 1
    expect(await gateway.ask(GREEN)).toMatchObject({ colour: 'green', answeredAt: NOON })
    clock.now += 1
    expect(await gateway.ask(GREEN)).toMatchObject({ colour: 'red', answeredAt: NOON + MINUTE })
    expect(gateway.stats().calls).toBe(2)
  })

  it('does not trust its memory when the clock went back', async () => {
    const { gateway, clock } = await start()
    await gateway.ask(GREEN)
    clock.now -= 1
    await gateway.ask(GREEN)
    expect(gateway.stats().calls).toBe(2)
  })

  it('remembers neither "no record", nor a doubt, nor a fault', async () => {
    const { gateway, control } = await start()
    const none = colourless('none')
    expect((await gateway.ask(none)).kind).toBe('no-record')
    control.setColour(none, 'green')
    expect((await gateway.ask(none)).kind).toBe('code')
    const before = gateway.stats().calls
    for (const fault of ['code-type-0', 'html-500'] as const) {
      await gateway.ask(numberOf(fault))
      await gateway.ask(numberOf(fault))
    }
    expect(gateway.stats().calls).toBe(before + 4)
  })

  it('keeps the deadline for those who wait for their turn, and calls too long a queue our fault', async () => {
    const { gateway, control } = await start({ concurrency: 1, queue: 2, deadlineMs: 300 })
    control.setOutage('hang')
    const started = performance.now()
    const people = demoPeople.slice(0, 4).map((p) => p.idNumber as IdNumber)
    const answers = await Promise.all(people.map((id) => gateway.ask(id)))
    expect(answers.map((a) => a.kind === 'fault' && a.fault)).toEqual(['timeout', 'timeout', 'timeout', 'rate'])
    expect(performance.now() - started).toBeLessThan(700)
  })
})

describe('the breaker', () => {
  it('stops asking after faults in a row, tries one question later, and closes when that is answered', async () => {
    const { gateway, control } = await start({ deadlineMs: 500 }, { tolerant: false })
    control.setOutage('html-500')
    for (let i = 0; i < 3; i++) expect(await gateway.ask(GREEN)).toMatchObject({ fault: 'http' })
    expect(gateway.stats().breaker).toBe('open')
    expect(await gateway.ask(GREEN)).toEqual({ kind: 'fault', fault: 'breaker-open', answeredAt: NOON })
    expect(gateway.stats().calls).toBe(3)

    await wait(170)
    control.setOutage('hang')
    let probed = false
    const probe = gateway.ask(GREEN).finally(() => (probed = true))
    await wait(20)
    expect(gateway.stats().breaker).toBe('half-open')
    expect(await gateway.ask(SECOND)).toMatchObject({ fault: 'breaker-open' })
    expect(probed).toBe(false)
    expect(await probe).toMatchObject({ fault: 'timeout' })
    expect(gateway.stats()).toMatchObject({ breaker: 'open', calls: 4 })

    await wait(170)
    control.setOutage(null)
    expect(await gateway.ask(THIRD)).toMatchObject({ kind: 'code' })
    expect(gateway.stats()).toMatchObject({ breaker: 'closed', calls: 5 })
  })

  it('does not open for answers, doubts and refusals of a platform that is alive', async () => {
    const { gateway } = await start({ token: 'WRONG' }, { tolerant: false })
    for (let i = 0; i < 5; i++) expect(await gateway.ask(GREEN)).toMatchObject({ fault: 'auth' })
    const other = await start({}, { tolerant: false })
    for (let i = 0; i < 5; i++) await other.gateway.ask(numberOf('code-type-0'))
    for (let i = 0; i < 5; i++) await other.gateway.ask(colourless('none'))
    expect([gateway.stats().breaker, other.gateway.stats().breaker]).toEqual(['closed', 'closed'])
  })
})

describe('second tries', () => {
  const BEFORE = Date.parse('2026-11-22T15:55:00Z')
  const AFTER = Date.parse('2026-11-22T16:05:00Z')

  it.each([[BEFORE, AFTER], [AFTER, BEFORE]])('near midnight the platform may already or still live on the other day', async (ours, theirs) => {
    const { gateway, clock, platformClock } = await start()
    clock.now = ours
    platformClock.now = theirs
    expect(await gateway.ask(GREEN)).toMatchObject({ kind: 'code', colour: 'green', answeredAt: ours })
    expect(gateway.stats().calls).toBe(2)
  })

  it('far from midnight a wrong day is a fault, asked once', async () => {
    const { gateway, platformClock } = await start()
    platformClock.now = NOON + 24 * 60 * MINUTE
    expect(await gateway.ask(GREEN)).toMatchObject({ fault: 'auth' })
    expect(gateway.stats().calls).toBe(1)
  })

  it('near midnight a wrong token is tried twice, not for ever', async () => {
    const { gateway, clock } = await start({ token: 'WRONG' })
    clock.now = BEFORE
    expect(await gateway.ask(GREEN)).toMatchObject({ fault: 'auth' })
    expect(gateway.stats().calls).toBe(2)
  })

  it('a person with X is "without record" only when both spellings have none', async () => {
    const { gateway } = await start()
    const none = demoPeople.find((p) => p.colour === 'none' && p.idNumber.endsWith('X'))?.idNumber as IdNumber
    expect(await gateway.ask(none)).toEqual({ kind: 'no-record', answeredAt: NOON })
    expect(gateway.stats().calls).toBe(2)
  })

  it.each([
    ['refuses the small x as such', '身份证号码格式不正确', { kind: 'no-record' }],
    ['cannot be reached for the second try', null, { kind: 'fault', fault: 'http' }],
    ['says something unknown to the small x', '操作失败', { kind: 'fault', fault: 'platform' }],
  ])('a platform that has no record of X and %s', async (_what, toSmallX, expected) => {
    const { gateway } = await startRefusing((zjhm) => (zjhm.endsWith('x') ? toSmallX : '未查询到该人员'))
    expect(await gateway.ask('32058119730210000X' as IdNumber)).toMatchObject(expected)
  })

  it('a platform that repeats token and number in its message does not bring them into the log', async () => {
    const { gateway, reports } = await startRefusing((zjhm) => `Token SIMULATED-TOKEN 不可查询 ${zjhm}`)
    expect(await gateway.ask(GREEN)).toMatchObject({ fault: 'auth' })
    expect(reports).toEqual([{ kind: 'trouble', fault: 'auth', detail: 'message: Token … 不可查询 …' }])
  })
})

describe('the figures for the administrator', () => {
  it('count calls, answers and faults as the contract says', async () => {
    const { gateway } = await start()
    await gateway.ask(GREEN)
    await gateway.ask(GREEN)
    await gateway.ask(numberOf('html-500'))
    await gateway.ask(numberOf('html-500'))
    await gateway.ask(numberOf('code-type-0'))
    expect(v.parse(platformHealthSchema, gateway.stats())).toEqual({
      kind: 'simulator', breaker: 'closed', calls: 4, answered: 2, faults: [{ fault: 'http', count: 2, lastAt: NOON }], medianMs: 0,
      byCall: [{ call: 'GetSAMInfo', calls: 4, answered: 2, faults: 2, latencyMs: 0, latency: [2, 0, 0, 0, 0, 0, 0, 0, 0, 0] }],
      alarms: [{ alarm: 'unknown-colour', count: 1, lastAt: NOON }], clockDifferenceMs: 0,
    })
    expect(gateway.samples().map(({ why }) => why)).toEqual(['unknown-colour', 'http: status 500', 'http: status 500'])
  })
})
