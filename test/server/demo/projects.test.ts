import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoProjectLinks } from '../../../server/demo/projects.ts'
import { projectOf } from '../../../server/platform/simulator/projects.ts'
import { startServer, type TestServer } from '../../support/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

describe('the demonstration sites that are registered projects', () => {
  it('are there, and have the rosters of twelve and of sixty', async () => {
    const sites = await server.db.selectFrom('entry').select('site').where('kind', '=', 'site.registered').execute()
    for (const { site } of demoProjectLinks) expect(sites.map((row) => row.site)).toContain(site)
    const people = demoProjectLinks.map(({ dataNumber }) => new Set(projectOf(dataNumber)?.engagements.map(({ person }) => person)).size)
    expect(people).toEqual([12, 60])
  })
})
