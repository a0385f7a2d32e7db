import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleListSchema, simulatorStateSchema } from '#domain/platform-health.ts'
import * as v from 'valibot'
import { simulatorSettings } from '../../../server/platform/settings.ts'
import { startServer, type TestServer } from '../../support/server.ts'

let server: TestServer
let cookie: string

beforeAll(async () => {
  server = await startServer()
  cookie = await server.signIn('admin')
})
afterAll(() => server.close())

const set = (outage: string | null) => server.app.inject({ method: 'PUT', url: '/api/admin/simulator', headers: { cookie }, payload: { outage } })

describe('the switch of the simulator', () => {
  it('puts one fault on everybody and takes it off again, on record', async () => {
    expect(v.parse(simulatorStateSchema, (await set('hang')).json())).toMatchObject({ outage: 'hang' })
    expect(server.control.outage()).toBe('hang')
    expect((await set(null)).json()).toMatchObject({ outage: null })
    const events = await server.db.selectFrom('adminEvent').select(['account', 'action', 'subject']).execute()
    expect(new Set(events.map((event) => JSON.stringify(event)))).toEqual(
      new Set(['hang', 'none'].map((subject) => JSON.stringify({ account: 'demo-admin', action: 'outage-set', subject }))),
    )
  })

  it('knows the faults it lists and no others', async () => {
    const state = v.parse(simulatorStateSchema, (await server.app.inject({ url: '/api/admin/simulator', headers: { cookie } })).json())
    expect(state.faults.length).toBeGreaterThan(10)
    expect((await set('no-such-fault')).json()).toEqual({ code: 'bad-request' })
    expect(server.control.outage()).toBeNull()
  })

  it('is not there where a real platform is configured', async () => {
    const real = await startServer({ config: { demo: true, platform: { ...simulatorSettings('http://127.0.0.1:9/x.asmx'), kind: 'endpoint' } } })
    const reply = await real.app.inject({ url: '/api/admin/simulator', headers: { cookie: await real.signIn('admin') } })
    expect([reply.statusCode, reply.json()]).toEqual([404, { code: 'not-enabled' }])
    await real.close()
  })
})

describe('the samples of replies', () => {
  it('are what the gateway kept', async () => {
    expect(v.parse(sampleListSchema, (await server.app.inject({ url: '/api/admin/samples', headers: { cookie } })).json()).samples).toEqual(server.doors.gateway.samples())
  })
})
