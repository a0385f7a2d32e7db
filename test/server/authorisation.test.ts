import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pullReplySchema } from '#domain/contract.ts'
import { statusSchema, visitDetailSchema, visitListSchema, type VisitDetail } from '#domain/office-contract.ts'
import * as v from 'valibot'
import { demoProjectLinks } from '../../server/demo/projects.ts'
import { demoPeople } from '../../server/platform/simulator/people.ts'
import { proofOf, startServer, type TestServer } from '../support/server.ts'
import { HAIYU, MEILI, checkMade, newId, phoneOf, pushTo, visitStarted } from './phone.ts'

const everyone = ['wangjian', 'lixiu', 'zhaomin', 'sunli', 'zhouping', 'wuhao', 'admin'] as const
type Name = (typeof everyone)[number]

let server: TestServer
const cookies = new Map<Name, string>()
const visit = newId()
const green = demoPeople[0]!.idNumber

beforeAll(async () => {
  server = await startServer({ config: { facePhoto: true, attendance: true } })
  await server.refreshRosters()
  for (const name of everyone) cookies.set(name, await server.signIn(name))
  const phone = phoneOf('wangjian')
  const unanswered = checkMade(visit, newId(), green, null, Date.now())
  await pushTo(server, cookies.get('wangjian')!, phone.device, [phone.write(visitStarted(visit)), phone.write(unanswered)])
})
afterAll(() => server.close())

const ask = (name: Name | null, method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD', url: string, payload?: object) =>
  server.app.inject({ method, url, headers: name === null ? {} : { cookie: cookies.get(name)! }, ...(payload === undefined ? {} : { payload }) })

const none = { wangjian: 403, lixiu: 403, zhaomin: 403, sunli: 403, zhouping: 403, wuhao: 403, admin: 403 }
const business = { wangjian: 200, lixiu: 200, zhaomin: 200, sunli: 200, zhouping: 200, wuhao: 200, admin: 403 }
const noSuchPhoto = { wangjian: 404, lixiu: 404, zhaomin: 404, sunli: 404, zhouping: 404, wuhao: 404, admin: 403 }
const lookUp = { visit, idNumber: green, ...proofOf('d'), carried: [] }
const photo = `/api/attachments/${'a'.repeat(64)}`
const { carried: _none, ...face } = lookUp
const [inMeili, inHaiyu] = demoProjectLinks.map(({ site }) => site) as [string, string]
const nobody = { id: newId(), site: inMeili, match: 'a'.repeat(64), at: Date.now(), direction: 'in', photo: '/9j/' }

const routes: { what: string; go: (name: Name | null) => ReturnType<typeof ask>; status: Record<Name, number> }[] = [
  { what: 'pulling the ledger', go: (n) => ask(n, 'GET', '/api/entries'), status: business },
  { what: 'pushing entries', go: (n) => ask(n, 'POST', '/api/entries', { ...proofOf('d'), entries: [] }), status: business },
  { what: 'the list of visits', go: (n) => ask(n, 'GET', '/api/supervise/visits'), status: { ...none, sunli: 200, zhouping: 200, wuhao: 200 } },
  { what: 'a visit in 梅李镇', go: (n) => ask(n, 'GET', `/api/supervise/visits/${visit}`), status: { ...none, sunli: 200, zhouping: 404, wuhao: 200 } },
  { what: 'a look-up for a visit of 王建', go: (n) => ask(n, 'POST', '/api/checks', lookUp), status: { ...none, wangjian: 200 } },
  { what: 'the state of the server', go: (n) => ask(n, 'GET', '/api/admin/status'), status: { ...none, admin: 200 } },
  { what: 'a face for a visit of 王建', go: (n) => ask(n, 'POST', '/api/faces', face), status: { ...none, wangjian: 200 } },
  { what: 'the answers known in the county', go: (n) => ask(n, 'GET', '/api/pack'), status: business },
  { what: 'the list of rosters', go: (n) => ask(n, 'GET', '/api/rosters'), status: business },
  { what: 'a roster in 梅李镇', go: (n) => ask(n, 'GET', `/api/rosters/${inMeili}`), status: { ...business, zhaomin: 404, zhouping: 404 } },
  { what: 'a roster in 海虞镇', go: (n) => ask(n, 'GET', `/api/rosters/${inHaiyu}`), status: { ...business, wangjian: 404, lixiu: 404, sunli: 404 } },
  { what: 'the filings of attendance', go: (n) => ask(n, 'GET', '/api/attendance'), status: { ...none, sunli: 200, zhouping: 200 } },
  { what: 'filing somebody in 梅李镇 who is not on the roster', go: (n) => ask(n, 'POST', '/api/attendance', nobody), status: { ...none, sunli: 422, zhouping: 404 } },
  { what: 'the registered projects', go: (n) => ask(n, 'GET', '/api/admin/projects'), status: { ...none, admin: 200 } },
  { what: 'linking a site to a project that is none', go: (n) => ask(n, 'PUT', `/api/admin/projects/${inMeili}`, { dataNumber: 'none' }), status: { ...none, admin: 422 } },
  { what: 'unlinking a site that is not there', go: (n) => ask(n, 'DELETE', `/api/admin/projects/${newId()}`), status: { ...none, admin: 404 } },
  { what: 'the samples of replies', go: (n) => ask(n, 'GET', '/api/admin/samples'), status: { ...none, admin: 200 } },
  { what: 'the switch of the simulator', go: (n) => ask(n, 'GET', '/api/admin/simulator'), status: { ...none, admin: 200 } },
  { what: 'switching the simulator', go: (n) => ask(n, 'PUT', '/api/admin/simulator', { outage: null }), status: { ...none, admin: 200 } },
  { what: 'the metrics', go: (n) => ask(n, 'GET', '/metrics'), status: { ...none, admin: 200 } },
  { what: 'how much of a photograph is there', go: (n) => ask(n, 'HEAD', photo), status: business },
  { what: 'a photograph that is not there', go: (n) => ask(n, 'GET', photo), status: noSuchPhoto },
]

describe('who may do what', () => {
  it.each(routes)('$what is open to the right roles and areas only', async ({ go, status }) => {
    expect((await go(null)).statusCode).toBe(401)
    const seen = await Promise.all(everyone.map(async (name) => [name, (await go(name)).statusCode] as const))
    expect(Object.fromEntries(seen)).toEqual(status)
  })

  it.each([
    ['wangjian', [MEILI]], ['zhaomin', [HAIYU]], ['sunli', [MEILI]], ['wuhao', [MEILI, HAIYU]],
  ] as const)('%s pulls entries of the own area only, even when asking for another', async (name, areas) => {
    const reply = v.parse(pullReplySchema, (await ask(name, 'GET', `/api/entries?since=${MEILI}:0,${HAIYU}:0`)).json())
    expect(new Set(reply.entries.map(({ entry }) => entry.area))).toEqual(new Set(areas))
    expect(Object.keys(reply.cursor).sort()).toEqual([...areas].sort())
  })

  it('the other town does not see the visit in its list, the city does', async () => {
    const idsOf = async (name: Name) => v.parse(visitListSchema, (await ask(name, 'GET', '/api/supervise/visits')).json()).visits.map((row) => row.id)
    expect([await idsOf('sunli'), await idsOf('zhouping'), await idsOf('wuhao')]).toEqual([[visit], [], [visit]])
  })
})

describe('personal data', () => {
  it('leaves out identity numbers, and the salt that would let them be guessed, for the supervisor and for other phones', async () => {
    const detail = await ask('sunli', 'GET', `/api/supervise/visits/${visit}`)
    const pulled = await ask('lixiu', 'GET', '/api/entries')
    for (const reply of [detail, pulled]) expect(reply.body).not.toContain(green)
    const { entries } = v.parse(visitDetailSchema, detail.json<VisitDetail>())
    const shown = entries.map(({ personal }) => personal).filter((personal) => personal !== null)
    expect(shown).toEqual([{ salt: 'withheld-withheld', nameMasked: '张**', lastFour: green.slice(-4) }])
  })

  it('stands nowhere in plain text in the database', async () => {
    const { name } = demoPeople[0]!
    for (const table of ['entry', 'quarantine', 'lookup', 'recheck', 'faceView', 'projectLink', 'attendanceFiling'] as const) {
      const text = JSON.stringify(await server.db.selectFrom(table).selectAll().execute())
      expect([text.includes(green), text.includes(name)]).toEqual([false, false])
    }
  })

  it('is not in what the administrator sees', async () => {
    const status = v.parse(statusSchema, (await ask('admin', 'GET', '/api/admin/status')).json())
    expect(status.accounts.length).toBe(7)
    expect(status.ledger).toMatchObject({ entries: 8, waitingRechecks: 1, quarantined: 0, photos: 0 })
  })
})
