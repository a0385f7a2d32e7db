import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Answer } from '#domain/check.ts'
import { packSchema, type Pack } from '#domain/pack.ts'
import { HOUR } from '#domain/time.ts'
import * as v from 'valibot'
import { forgetStale, rememberAnswer } from '../../../server/packs/known-answers.ts'
import { demoPeople } from '../../../server/platform/simulator/people.ts'
import { matchOf } from '../../../server/rosters/match.ts'
import { proofOf, startServer, type TestServer } from '../../support/server.ts'
import { HAIYU, MEILI, checkMade, newId, phoneOf, pushTo, visitStarted } from '../phone.ts'

let server: TestServer
let cookie: string
const began = Date.UTC(2026, 10, 20, 1)
let now = began
const ID = '320581196010010008'

beforeAll(async () => {
  server = await startServer({ now: () => now })
})
beforeEach(async () => {
  now = began
  cookie = await server.signIn('wangjian')
  await server.db.deleteFrom('knownAnswer').execute()
})
afterAll(() => server.close())

const code = (colour: 'green' | 'yellow' | 'red', answeredAt: number): Answer =>
  colour === 'green' ? { kind: 'code', colour, validUntil: '2027-05-01', nameMasked: '张*', answeredAt } : { kind: 'code', colour, validUntil: null, nameMasked: '张*', answeredAt }
const noRecord = (answeredAt: number): Answer => ({ kind: 'no-record', answeredAt })
const doubt = (answeredAt: number): Answer => ({ kind: 'doubt', doubt: 'id-mismatch', answeredAt })
const fault = (answeredAt: number): Answer => ({ kind: 'fault', fault: 'timeout', answeredAt })
const remember = (...answers: Answer[]) => answers.reduce((before, answer) => before.then(() => rememberAnswer(server.doors, MEILI, ID, answer)), Promise.resolve())
const pack = async (as = cookie): Promise<Pack> => v.parse(packSchema, (await server.app.inject({ url: '/api/pack', headers: { cookie: as } })).json())
const colours = async () => (await pack()).answers.map((answer) => answer.colour)

describe('the pack for a day without signal', () => {
  it('holds what was answered to a live question, found by the keyed hash of the rosters, without number or whole name', async () => {
    const phone = phoneOf('wangjian')
    const visit = newId()
    const person = demoPeople.find((one) => one.colour === 'green')!
    const payload = { visit, idNumber: person.idNumber, ...proofOf(phone.device), carried: [phone.write(visitStarted(visit))] }
    await server.app.inject({ method: 'POST', url: '/api/checks', headers: { cookie }, payload })
    const reply = await server.app.inject({ url: '/api/pack', headers: { cookie } })
    const { matchKey, answers } = v.parse(packSchema, reply.json())
    expect(matchKey).toBe(server.doors.keys.matchKey('320581'))
    expect(answers).toEqual([{
      match: matchOf(matchKey, person.idNumber), colour: 'green', validUntil: '2027-11-20', nameMasked: expect.stringMatching(/\*$/), answeredAt: now, simulated: true,
    }])
    expect([reply.body.includes(person.idNumber), reply.body.includes(person.name)]).toEqual([false, false])
    const kept = JSON.stringify(await server.db.selectFrom('knownAnswer').selectAll().execute())
    expect([kept.includes(person.idNumber), kept.includes('*')]).toEqual([false, false])
  })

  it('learns from what the server asks again by itself', async () => {
    const phone = phoneOf('wangjian')
    const visit = newId()
    const person = demoPeople.find((one) => one.colour === 'yellow')!
    await pushTo(server, cookie, phone.device, [phone.write(visitStarted(visit)), phone.write(checkMade(visit, newId(), person.idNumber, null, now))])
    expect(await server.recheck()).toBe(1)
    expect(await colours()).toEqual(['yellow'])
  })

  it('is shared by the towns of a county', async () => {
    await rememberAnswer(server.doors, HAIYU, ID, code('red', now))
    expect(await colours()).toEqual(['red'])
    await rememberAnswer(server.doors, '320582101', ID, code('yellow', now))
    expect(await colours()).toEqual(['red'])
  })

  it('never says green after anything else was heard, in whatever order it came in; a fault changes nothing', async () => {
    const kinds = fc.constantFrom<((at: number) => Answer)[]>((at) => code('green', at), (at) => code('yellow', at), (at) => code('red', at), noRecord, doubt, fault)
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(kinds, fc.nat(3)), { maxLength: 6 }), async (heard) => {
        await server.db.deleteFrom('knownAnswer').execute()
        const answers = heard.map(([make, second]) => make(now - 10_000 + second))
        await remember(...answers)
        const believed = answers.filter((answer) => answer.kind !== 'fault')
        const newest = Math.max(...believed.map((answer) => answer.answeredAt))
        const last = believed.filter((answer) => answer.answeredAt === newest)
        const shown = await colours()
        if (believed.length === 0) expect(shown).toEqual([])
        else if (last.every((answer) => answer.kind === 'code' && answer.colour === 'green')) expect(shown).toEqual(['green'])
        else expect(shown).not.toContain('green')
      }),
      { numRuns: 60 },
    )
  })

  it('says what is worse where two answers are of the same moment', async () => {
    await remember(code('red', now), code('green', now))
    expect(await colours()).toEqual(['red'])
  })

  it('leaves out a person of whom nothing is known any more', async () => {
    await remember(code('green', now - 2), noRecord(now - 1))
    expect(await colours()).toEqual([])
    // Phones may remember the green, and are told that it holds no longer.
    const { matchKey, lapsed } = await pack()
    expect(lapsed).toEqual([{ match: matchOf(matchKey, ID), answeredAt: now - 1 }])
    await remember(code('green', now))
    expect(await colours()).toEqual(['green'])
    await remember(doubt(now + 1))
    expect(await colours()).toEqual([])
  })

  it('holds nothing older than an answer may be remembered, and forgets it', async () => {
    await remember(code('green', now))
    now += 72 * HOUR
    cookie = await server.signIn('wangjian')
    expect([await colours(), await forgetStale(server.doors)]).toEqual([['green'], 0])
    now += 1
    expect([await colours(), await forgetStale(server.doors), await forgetStale(server.doors)]).toEqual([[], 1, 0])
  })

  it('never mixes what the simulator said with what the platform said', async () => {
    await remember(code('green', now))
    await server.db.updateTable('knownAnswer').set({ simulated: 0 }).execute()
    expect(await colours()).toEqual([])
  })

  it('is for inspectors and supervisors only', async () => {
    const status = async (as?: string) => (await server.app.inject({ url: '/api/pack', headers: as === undefined ? {} : { cookie: as } })).statusCode
    const of = (username: string) => server.signIn(username)
    expect([await status(), await status(await of('admin')), await status(await of('sunli')), await status(await of('wuhao'))]).toEqual([401, 403, 200, 200])
  })
})
