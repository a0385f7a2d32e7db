import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoPeople } from '../../../server/platform/simulator/people.ts'
import { proofOf, startServer, type TestServer } from '../../support/server.ts'
import { newId, phoneOf, visitStarted } from '../phone.ts'

const TOKEN = 'a-token-for-the-collector'
const green = demoPeople[0]!.idNumber
let server: TestServer

beforeAll(async () => {
  server = await startServer({ config: { metricsToken: TOKEN } })
  const phone = phoneOf('wangjian')
  const visit = newId()
  await server.app.inject({
    method: 'POST', url: '/api/checks', headers: { cookie: await server.signIn('wangjian') },
    payload: { visit, idNumber: green, ...proofOf(phone.device), carried: [phone.write(visitStarted(visit))] },
  })
})
afterAll(() => server.close())

const read = (headers: Record<string, string>) => server.app.inject({ url: '/metrics', headers })

describe('the metrics', () => {
  it('are for administrators and for a collector with the token, and for nobody else', async () => {
    const status = async (headers: Record<string, string>) => (await read(headers)).statusCode
    expect(await status({})).toBe(401)
    expect(await status({ cookie: await server.signIn('wangjian') })).toBe(403)
    expect(await status({ cookie: await server.signIn('admin') })).toBe(200)
    expect(await status({ authorization: `Bearer ${TOKEN}` })).toBe(200)
    expect(await status({ authorization: `Bearer ${TOKEN}x` })).toBe(401)
  })

  it('have no token that fits where none is set', async () => {
    server.doors.config.metricsToken = null
    expect((await read({ authorization: 'Bearer null' })).statusCode).toBe(401)
    expect((await read({ authorization: 'Bearer ' })).statusCode).toBe(401)
    server.doors.config.metricsToken = TOKEN
  })

  it('count platform, ledger, requests and process in the text format, each name once, and name nobody', async () => {
    const reply = await read({ authorization: `Bearer ${TOKEN}` })
    expect(reply.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8')
    const lines = reply.body.split('\n')
    for (const line of [
      'suan_xun_platform_calls_total{call="GetSAMInfo"} 1',
      'suan_xun_platform_latency_seconds_bucket{call="GetSAMInfo",le="+Inf"} 1',
      'suan_xun_platform_breaker{state="closed"} 1',
      'suan_xun_ledger{what="entries"} 7',
      'suan_xun_ledger{what="waiting-rechecks"} 0',
      'suan_xun_http_request_seconds_count{method="POST",route="/api/checks",status="2xx"} 1',
    ]) expect(lines).toContain(line)
    expect(reply.body).toContain('process_cpu_seconds_total')
    const types = lines.filter((line) => line.startsWith('# TYPE')).map((line) => line.split(' ')[2])
    expect(new Set(types).size).toBe(types.length)
    expect(lines.filter((line) => line !== '' && !/^(# (HELP|TYPE) |[a-z_:][a-zA-Z0-9_:]*(\{[^}]*\})? [-+0-9.eEInfaN]+$)/.test(line))).toEqual([])
    expect(reply.body).not.toContain(green)
  })

  it('count requests by their route, never by the address that was asked for', async () => {
    await server.app.inject({ url: `/api/supervise/visits/${green}`, headers: { cookie: await server.signIn('sunli') } })
    const { body } = await read({ authorization: `Bearer ${TOKEN}` })
    expect(body).toContain('route="/api/supervise/visits/:id"')
    expect(body).not.toContain(green)
  })
})
