import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sitesById } from '../../../server/rosters/sites.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import { HAIYU, MEILI, SITE, phoneOf, pushTo } from '../phone.ts'

let server: TestServer

beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

const site = async () => (await sitesById(server.doors, { area: '320581' }, [SITE])).get(SITE)

describe('a site', () => {
  it('bears the name it was given last by its own town, and stays when another town speaks of it', async () => {
    const [here, there] = [phoneOf('wangjian'), phoneOf('zhaomin')]
    const amend = (area: string, name: string) => ({ kind: 'site.amended', about: { site: SITE }, area, body: { name } }) as const
    await pushTo(server, await server.signIn('wangjian'), here.device, [here.write(amend(MEILI, '梅李镇李家新房'))])
    await pushTo(server, await server.signIn('zhaomin'), there.device, [there.write(amend(HAIYU, '别处的名字'))])
    expect(await site()).toMatchObject({ name: '梅李镇李家新房', area: MEILI, status: 'active' })
    await pushTo(server, await server.signIn('wangjian'), here.device, [here.write({ kind: 'site.closed', about: { site: SITE }, area: MEILI, body: { reason: 'finished', duplicateOf: null } })])
    expect(await site()).toMatchObject({ status: 'closed' })
  })
})
