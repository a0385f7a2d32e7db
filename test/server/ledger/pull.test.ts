import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pullReplySchema } from '#domain/contract.ts'
import * as v from 'valibot'
import { startServer, type TestServer } from '../../support/server.ts'
import { MEILI } from '../phone.ts'

let server: TestServer
let cookie: string

beforeAll(async () => {
  server = await startServer()
  cookie = await server.signIn('wangjian')
})
afterAll(() => server.close())

const pull = async (query: string) => v.parse(pullReplySchema, (await server.app.inject({ url: `/api/entries?${query}`, headers: { cookie } })).json())

describe('pulling the ledger', () => {
  it('goes on after the cursor, page by page, until nothing is left', async () => {
    const whole = (await pull('')).entries.map(({ entry }) => entry.id)
    const first = await pull('limit=3')
    const rest = await pull(`since=${MEILI}:${first.cursor[MEILI]}`)
    expect([...first.entries, ...rest.entries].map(({ entry }) => entry.id)).toEqual(whole)
    expect([first.more, rest.more, (await pull(`since=${MEILI}:${rest.cursor[MEILI]}`)).entries.length]).toEqual([true, false, 0])
  })

  it('starts anew for a phone that has seen more than the server has, as after the restoring of a backup', async () => {
    const lost = await pull(`since=${MEILI}:999`)
    expect(lost).toMatchObject({ entries: (await pull('')).entries, cursor: { [MEILI]: 4 } })
  })
})
