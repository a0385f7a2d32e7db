import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { projectListSchema, type ProjectList } from '#domain/platform-health.ts'
import { engagedOn, rosterListSchema, rosterSchema } from '#domain/roster.ts'
import { DAY, shanghaiDay } from '#domain/time.ts'
import * as v from 'valibot'
import { demoProjectLinks } from '../../../server/demo/projects.ts'
import { matchOf } from '../../../server/rosters/match.ts'
import { demoPeople } from '../../../server/platform/simulator/people.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import { HAIYU, MEILI, SITE, phoneOf, pushTo } from '../phone.ts'

let server: TestServer
let now: number
const [small, middle] = demoProjectLinks as [(typeof demoProjectLinks)[0], (typeof demoProjectLinks)[0]]
const unknown = 'no-such-fingerprint'

beforeEach(async () => {
  now = Date.UTC(2026, 10, 20, 1)
  server = await startServer({ now: () => now })
})
afterEach(() => server.close())

async function go(name: string, method: 'GET' | 'PUT' | 'DELETE', url: string, payload?: object) {
  return server.app.inject({ method, url, headers: { cookie: await server.signIn(name) }, ...(payload === undefined ? {} : { payload }) })
}
const link = (site: string, dataNumber: string) => go('admin', 'PUT', `/api/admin/projects/${site}`, { dataNumber })
const listed = (reply: { json: () => unknown }, site: string) => v.parse(projectListSchema, reply.json()).projects.find((one) => one.site === site)!
const rosters = async (name: string) => v.parse(rosterListSchema, (await go(name, 'GET', '/api/rosters')).json())

describe('registered projects', () => {
  it('of the demonstration have their rosters after the first refresh, each town its own', async () => {
    expect((await rosters('wangjian')).rosters).toEqual([])
    await server.refreshRosters()
    const sitesOf = async (name: string) => (await rosters(name)).rosters.map((one) => one.site)
    expect([await sitesOf('wangjian'), await sitesOf('zhaomin'), await sitesOf('wuhao')]).toEqual([[small.site], [middle.site], [small.site, middle.site]])
  })

  it('give the inspector a roster on which a scanned person is found, and not one whole name or number', async () => {
    await server.refreshRosters()
    const { matchKey } = await rosters('wangjian')
    const reply = await go('wangjian', 'GET', `/api/rosters/${small.site}`)
    const roster = v.parse(rosterSchema, reply.json())
    expect(roster).toMatchObject({ simulated: true, refreshedAt: now })
    const onIt = demoPeople.filter(({ idNumber }) => roster.people.some((one) => one.match === matchOf(matchKey, idNumber)))
    expect(onIt.length).toBe(12)
    const engaged = roster.people.filter((one) => engagedOn(one, shanghaiDay(now)))
    expect([engaged.length > 0, engaged.length < 12]).toEqual([true, true])
    expect(onIt.filter(({ idNumber, name }) => reply.body.includes(idNumber) || reply.body.includes(name))).toEqual([])
  })

  it('are recognised by one key in the whole county', async () => {
    expect(new Set(await Promise.all(['wangjian', 'zhaomin', 'wuhao'].map(async (name) => (await rosters(name)).matchKey))).size).toBe(1)
  })

  it('are linked by their fingerprint, of which only the tail is ever shown, and the roster is there at once', async () => {
    const reply = await link(SITE, middle.dataNumber)
    expect(listed(reply, SITE).linked).toMatchObject({ fingerprintTail: middle.dataNumber.slice(-4), people: 60, trouble: null, refreshedAt: now })
    expect(reply.body).not.toContain(middle.dataNumber)
    expect((await rosters('wangjian')).rosters.map((one) => one.site)).toEqual([SITE])
    const text = JSON.stringify(await server.db.selectFrom('projectLink').selectAll().execute())
    expect(text).not.toContain(middle.dataNumber)
  })

  it('are not linked by a fingerprint that the platform does not know, nor while it cannot be asked', async () => {
    const refused = await link(SITE, unknown)
    expect([refused.statusCode, refused.json()]).toEqual([422, { code: 'no-project' }])
    server.control.setOutage('soap-fault')
    const faulty = await link(SITE, middle.dataNumber)
    expect([faulty.statusCode, faulty.json()]).toEqual([502, { code: 'platform', fault: 'soap-fault' }])
    expect((await link('01900000-0000-7000-8000-0000000000ff', middle.dataNumber)).json()).toEqual({ code: 'not-found' })
    expect(listed(await go('admin', 'GET', '/api/admin/projects'), SITE).linked).toBeNull()
  })

  it('lose their roster when they are unlinked, and stay unlinked after a restart', async () => {
    await server.refreshRosters()
    const reply = await go('admin', 'DELETE', `/api/admin/projects/${small.site}`)
    expect(listed(reply, small.site).linked).toBeNull()
    expect((await go('wangjian', 'GET', `/api/rosters/${small.site}`)).statusCode).toBe(404)
    expect((await go('admin', 'DELETE', `/api/admin/projects/${small.site}`)).statusCode).toBe(404)
    const { dataDir } = server
    await server.app.close()
    await server.doors.close()
    server = await startServer({ dataDir, now: () => now })
    expect(listed(await go('admin', 'GET', '/api/admin/projects'), small.site).linked).toBeNull()
  })

  it('put on record who linked and unlinked what', async () => {
    await link(SITE, middle.dataNumber)
    now += 1_000
    await go('admin', 'DELETE', `/api/admin/projects/${SITE}`)
    const events = await server.db.selectFrom('adminEvent').select(['account', 'action', 'subject', 'at']).orderBy('id').execute()
    expect(events).toEqual([
      { account: 'demo-admin', action: 'project-linked', subject: SITE, at: now - 1_000 },
      { account: 'demo-admin', action: 'project-unlinked', subject: SITE, at: now },
    ])
  })

  it('keep the roster they had while the platform is down, and say so to the administrator', async () => {
    await server.refreshRosters()
    server.control.setOutage('html-500')
    now += 2 * DAY
    await server.refreshRosters()
    expect(listed(await go('admin', 'GET', '/api/admin/projects'), small.site).linked).toMatchObject({ people: 12, trouble: 'http' })
    expect((await go('wangjian', 'GET', `/api/rosters/${small.site}`)).statusCode).toBe(200)
  })

  it('belong to the area in which the site was registered first, whoever registers it again elsewhere', async () => {
    const phone = phoneOf('zhaomin')
    const body = { name: '冒名工地', kind: 'other' as const, address: '海虞', place: { kind: 'none' as const, reason: 'denied' as const } }
    const first = '00000000-0000-7000-8000-000000000000'
    await pushTo(server, await server.signIn('zhaomin'), phone.device, [phone.write({ kind: 'site.registered', id: first, about: { site: SITE }, area: HAIYU, body })])
    const reply = await link(SITE, middle.dataNumber)
    const { projects } = reply.json<ProjectList>()
    expect(projects.filter((one) => one.site === SITE).map((one) => one.area)).toEqual([MEILI])
    expect((await rosters('zhaomin')).rosters).toEqual([])
  })
})
