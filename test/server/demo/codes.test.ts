import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defaultPayloadRules, readPayload } from '#domain/payload.ts'
import { codeText } from '../../../server/demo/codes-route.ts'
import { demoPeople, faultPeople } from '../../../server/platform/simulator/people.ts'
import { startServer, type TestServer } from '../../support/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

describe('the page of demonstration codes', () => {
  it('shows a code for every invented person and every trouble, marked 演示, without any script', async () => {
    const { body } = await server.app.inject('/demo/codes')
    expect(body.match(/<svg/g)?.length).toBe(demoPeople.length + faultPeople.length)
    for (const { idNumber } of [...demoPeople, ...faultPeople]) expect(body).toContain(idNumber)
    expect([body.includes('content:"演示"'), body.includes('<script')]).toEqual([true, false])
  })

  it('holds the number in every form the app reads', () => {
    const { idNumber } = demoPeople[0]!
    const read = [0, 1, 2, 3].map((i) => readPayload(codeText(idNumber, i), defaultPayloadRules, '2026-11-20'))
    expect(read.map((payload) => payload.shape)).toEqual(['id-number', 'json', 'pair', 'base64'])
    expect(read.every((payload) => payload.kind === 'identity' && payload.id === idNumber)).toBe(true)
  })
})
