import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hashedText } from '#domain/entries/envelope.ts'
import { takeLearned } from '../../../server/ledger/learn.ts'
import { sha256 } from '../../../server/ledger/read-parcel.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import { newId, phoneOf, pushTo, visitStarted } from '../phone.ts'

let server: TestServer
let cookie: string

beforeAll(async () => {
  server = await startServer()
  cookie = await server.signIn('wangjian')
})
afterAll(() => server.close())

describe('an entry of a kind or version that the server does not know', () => {
  it.each(['kind', 'version'])('(its %s) is kept aside whole and blocks nothing', async (what) => {
    const phone = phoneOf('wangjian')
    const { entry, personal } = phone.write(visitStarted(newId()))
    const unhashed = { ...entry, ...(what === 'kind' ? { kind: 'weather.noted' } : { v: 99 }) }
    const unknown = { entry: { ...unhashed, hash: sha256(hashedText(unhashed)) }, personal }
    const following = phone.write(visitStarted(newId()))
    const next = { ...following, entry: { ...following.entry, prev: unknown.entry.hash } }
    next.entry = { ...next.entry, hash: sha256(hashedText(next.entry)) }
    const reply = await pushTo(server, cookie, phone.device, [unknown, next])
    expect(reply.results).toMatchObject([{ outcome: 'quarantined', reason: 'shape' }, { outcome: 'stored' }])
    const kept = await server.db.selectFrom('quarantine').selectAll().where('device', '=', phone.device).executeTakeFirstOrThrow()
    expect(JSON.parse(server.doors.keys.seal.open(kept.sealed, kept.digest))).toEqual(unknown)
    expect(await takeLearned(server.doors)).toBe(0)
  })

  it('enters the ledger when the server has learned it, and the phone gets its receipt when it asks again', async () => {
    const phone = phoneOf('wangjian')
    const parcel = phone.write(visitStarted(newId()))
    await pushTo(server, cookie, phone.device, [parcel])
    // As an older server would have left it.
    await server.db.deleteFrom('entry').where('id', '=', parcel.entry.id).execute()
    const bytes = JSON.stringify(parcel)
    const digest = server.doors.keys.digest(bytes)
    const { id, hash, deviceSeq, prev } = parcel.entry
    await server.db.insertInto('quarantine').values({
      digest, entryId: id, hash, device: phone.device, account: 'demo-wangjian', reason: 'shape', chained: 1,
      sealed: server.doors.keys.seal.close(bytes, digest), receivedAt: 1, releasedAt: null, deviceSeq, prev, erasedBy: null,
    }).execute()
    expect([await takeLearned(server.doors), await takeLearned(server.doors)]).toEqual([1, 0])
    expect((await pushTo(server, cookie, phone.device, [parcel])).results).toMatchObject([{ outcome: 'known', receipt: { hash } }])
    const released = await server.db.selectFrom('quarantine').select('releasedAt').where('digest', '=', digest).executeTakeFirstOrThrow()
    expect(released.releasedAt).not.toBeNull()
  })
})
