import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DAY } from '#domain/time.ts'
import { runSync } from '#sync/run-sync.ts'
import { aPhoto, aPhotoDraft, aSite, aVisit } from '../support/drafts.ts'
import { injectFetch } from '../support/inject-fetch.ts'
import { createPhone, type Phone } from '../support/phone.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** What may come between writing and sending, and what becomes of the work. */
describe('work that waits on the phone', () => {
  let server: TestServer
  let now = Date.parse('2026-11-20T01:00:00Z')
  beforeAll(async () => {
    server = await startServer({ now: () => now })
  })
  afterAll(() => server.close())

  async function aPhone(phoneNow: () => number = () => now): Promise<Phone> {
    const phone = await createPhone({ fetch: injectFetch(server.app), now: phoneNow })
    await signIn(phone, 'wangjian')
    return phone
  }

  async function signIn(phone: Phone, username: string): Promise<string> {
    const reply = await phone.network.signIn(username, 'demo-2026', await phone.session.device())
    if (reply.kind !== 'ok') throw new Error(JSON.stringify(reply))
    await phone.session.save(reply.value)
    return reply.value.account.id
  }

  async function write(phone: Phone, ...args: Parameters<Phone['ledger']['write']>): Promise<string[]> {
    now += 1_000
    const outcome = await phone.ledger.write(...args)
    if (outcome.kind !== 'written') throw new Error(outcome.why)
    return outcome.ids
  }

  const sync = async (phone: Phone) => runSync(phone, (await phone.session.load())!)
  const authorOf = async (id = '') => (await server.db.selectFrom('entry').select('by').where('id', '=', id).executeTakeFirst())?.by
  const change = (account: string, set: { disabledAt?: number | null; area?: string }) => server.db.updateTable('account').set(set).where('id', '=', account).execute()

  it('survives signing out, and goes out when a colleague uses the same phone, under the name of who wrote it', async () => {
    const phone = await aPhone()
    const wang = (await phone.session.load())!.account.id
    const photo = await aPhoto(11)
    const [site = ''] = await write(phone, [aSite()])
    const [, shown] = await write(phone, [aVisit(site), aPhotoDraft(site, site, site, photo)], [photo])
    await phone.network.signOut()
    await phone.session.clear()
    expect(await phone.outbox.waiting()).toMatchObject({ entries: 3, photos: 1 })

    const li = await signIn(phone, 'lixiu')
    const [own] = await write(phone, [aSite('李秀登记的工地')])
    expect(await sync(phone)).toMatchObject({ kind: 'done', delivered: 4, photosDelivered: 1, quarantined: 0 })
    expect(await authorOf(site)).toBe(wang)
    expect(await authorOf(shown)).toBe(wang)
    expect(await authorOf(own)).toBe(li)
  })

  it('of a disabled account is kept by the server at once, stays visible here, and enters the ledger when the account is back', async () => {
    const phone = await aPhone()
    const { id } = (await phone.session.load())!.account
    const [site = ''] = await write(phone, [aSite()])
    await change(id, { disabledAt: now })
    const outcome = await sync(phone)
    expect(outcome).toMatchObject({ quarantined: 1, delivered: 0 })
    expect(outcome).toMatchObject({ kind: 'refused', refusal: { code: 'account-disabled' } })
    expect((await phone.outbox.items(5))[0]?.delivery).toEqual({ state: 'quarantined', reason: 'account-disabled' })
    expect(await authorOf(site)).toBeUndefined()

    await change(id, { disabledAt: null })
    await signIn(phone, 'wangjian')
    await phone.outbox.release(['account-disabled'])
    expect(await sync(phone)).toMatchObject({ kind: 'done', delivered: 1 })
    expect(await authorOf(site)).toBe(id)
  })

  it('of an inspector who was moved to another town does not block what is written there, and is not lost', async () => {
    const phone = await aPhone()
    const { id, area } = (await phone.session.load())!.account
    const [site = ''] = await write(phone, [aSite('调动前的工地')])
    await change(id, { area: '320581102' })
    await signIn(phone, 'wangjian')
    const [there] = await write(phone, [{ ...aSite('调动后的工地'), area: '320581102' }])
    expect(await sync(phone)).toMatchObject({ kind: 'done', delivered: 1, quarantined: 1 })
    expect(await authorOf(there)).toBe(id)
    expect((await phone.outbox.items(5))[0]).toMatchObject({ entryId: site, delivery: { state: 'quarantined', reason: 'area' } })
    await change(id, { area })
    await phone.outbox.release()
    expect(await sync(phone)).toMatchObject({ kind: 'done', delivered: 1 })
    expect(await authorOf(site)).toBe(id)
  })

  it.each([['two days ahead', 2 * DAY], ['two days behind', -2 * DAY]])('goes out from a phone whose clock is %s, and says that its time is not to be trusted', async (_, skew) => {
    const phone = await aPhone(() => now + skew)
    const [site = ''] = await write(phone, [aSite()])
    expect(await sync(phone)).toMatchObject({ kind: 'done', delivered: 1, quarantined: 0 })
    const row = await server.db.selectFrom('entry').select('bytes').where('id', '=', site).executeTakeFirstOrThrow()
    expect(JSON.parse(row.bytes)).toMatchObject({ at: now + skew, clockTrusted: false })
  })
})
