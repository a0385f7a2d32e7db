import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encode } from 'uqr'
import { defaultPayloadRules, readPayload } from '#domain/payload.ts'
import { codeText } from '../../../server/demo/codes-route.ts'
import { writtenPeople } from '../../../server/platform/simulator/people-data.ts'
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
    expect(body.match(/<svg/g)?.length).toBe(body.match(/<figure>/g)?.length)
    for (const { idNumber } of [...demoPeople, ...faultPeople]) expect(body).toContain(idNumber)
    expect([body.includes('content:"演示"'), body.includes('<script')]).toEqual([true, false])
  })

  it('shows first only those who are known one by one; rosters and troubles are folded, each roster with everybody on it', async () => {
    const { body } = await server.app.inject('/demo/codes')
    const [open = '', ...folded] = body.split('<details>')
    expect(open.match(/<svg/g)).toHaveLength(writtenPeople.length)
    expect(folded.map((group) => group.match(/<svg/g)?.length)).toEqual([12, 60, 130, faultPeople.length])
  })

  it('draws a dark dot where the code has one, and nowhere else', async () => {
    const { idNumber } = writtenPeople[0]!
    const { body } = await server.app.inject('/demo/codes')
    const { data, size } = encode(idNumber, { ecc: 'M', border: 4 })
    const drawn = Array.from({ length: size }, () => Array.from({ length: size }, () => false))
    const path = /<path d="([^"]*)"/.exec(body)?.[1] ?? ''
    for (const [, x, y, run] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)) drawn[Number(y)]!.fill(true, Number(x), Number(x) + Number(run))
    expect(drawn).toEqual(data)
  })

  it('holds the number in every form the app reads', () => {
    const { idNumber } = demoPeople[0]!
    const read = [0, 1, 2, 3].map((i) => readPayload(codeText(idNumber, i), defaultPayloadRules, '2026-11-20'))
    expect(read.map((payload) => payload.shape)).toEqual(['id-number', 'json', 'pair', 'base64'])
    expect(read.every((payload) => payload.kind === 'identity' && payload.id === idNumber)).toBe(true)
  })
})
