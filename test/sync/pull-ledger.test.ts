import { describe, expect, it } from 'vitest'
import type { PullReply } from '#domain/contract.ts'
import { runSync } from '#sync/run-sync.ts'
import { aSite } from '../support/drafts.ts'
import { createPhone } from '../support/phone.ts'
import { aSession, town } from '../support/session.ts'
import { receiptKey, smallServer } from '../support/small-server.ts'

/** A colleague's registrations, as the server passes them on. */
async function colleaguesSites(count: number) {
  const phone = await createPhone()
  await phone.session.save(aSession({ account: { ...aSession().account, id: 'account-li' } }))
  for (let i = 0; i < count; i += 1) await phone.ledger.write([aSite(`同事的工地 ${i}`)])
  return phone.outbox.next(count)
}

function aPage(changes: Partial<PullReply>): PullReply {
  return { epoch: 'epoch-1', entries: [], cursor: {}, more: false, serverTime: 1, ...changes }
}

describe('reading the ledger of the area', () => {
  it('takes page after page until there is no more, contact persons included', async () => {
    const [one, two] = await colleaguesSites(2)
    const calls: string[] = []
    const pages = [aPage({ entries: [one!], cursor: { [town]: 1 }, more: true }), aPage({ entries: [two!], cursor: { [town]: 2 } })]
    const phone = await createPhone({ fetch: smallServer({ pages }, calls) })
    const session = aSession({ receiptKey: await receiptKey() })
    await phone.session.save(session)
    expect(await runSync(phone, session)).toMatchObject({ kind: 'done', pulled: 2 })
    expect(calls).toEqual(['GET /api/entries?since=', `GET /api/entries?since=${town}:1`])
    expect((await phone.ledger.sites()).map((entry) => entry.personal?.contactName)).toEqual(['周师傅', '周师傅'])
    expect(await phone.outbox.cursor()).toEqual({ [town]: 2 })
    expect((await phone.outbox.waiting()).entries).toBe(0)
  })

  it('neither stores a page twice nor lets one that is late turn the cursor back', async () => {
    const [one, two] = await colleaguesSites(2)
    const phone = await createPhone()
    await phone.session.save(aSession())
    expect(await phone.outbox.applyPull({}, aPage({ entries: [one!, one!], cursor: { [town]: 1 } }))).toBe(true)
    expect(await phone.outbox.applyPull({ [town]: 1 }, aPage({ entries: [one!, two!], cursor: { [town]: 2 } }))).toBe(true)
    expect(await phone.outbox.applyPull({}, aPage({ entries: [one!], cursor: { [town]: 1 } }))).toBe(false)
    expect(await phone.outbox.cursor()).toEqual({ [town]: 2 })
    expect(await phone.ledger.sites()).toHaveLength(2)
  })

  it('does not touch what waits when the phone\'s own entry comes back before its receipt', async () => {
    const phone = await createPhone()
    await phone.session.save(aSession())
    await phone.ledger.write([aSite()])
    const [own] = await phone.outbox.next(1)
    expect(await phone.outbox.applyPull({}, aPage({ entries: [{ entry: own!.entry, personal: null }], cursor: { [town]: 1 } }))).toBe(true)
    expect((await phone.outbox.waiting()).entries).toBe(1)
    expect((await phone.outbox.next(1))[0]).toEqual(own)
  })

  it('begins anew when the server\'s history is another one', async () => {
    const [one] = await colleaguesSites(1)
    const fresh = aSession({ epoch: 'epoch-2', receiptKey: await receiptKey() })
    const calls: string[] = []
    const pages = [aPage({ epoch: 'epoch-2' }), aPage({ epoch: 'epoch-2', entries: [one!], cursor: { [town]: 1 } })]
    const reach = smallServer({ pages, on: (_, path) => (path === '/api/session' ? Response.json(fresh) : undefined) }, calls)
    const phone = await createPhone({ fetch: reach })
    await phone.session.save(aSession())
    await phone.outbox.applyPull({}, aPage({ cursor: { [town]: 900 } }))
    expect(await runSync(phone, aSession())).toMatchObject({ kind: 'history-changed', pulled: 1 })
    expect(calls).toEqual([`GET /api/entries?since=${town}:900`, 'GET /api/entries?since=', 'GET /api/session'])
    expect((await phone.session.load())?.epoch).toBe('epoch-2')
    expect(await phone.outbox.cursor()).toEqual({ [town]: 1 })
  })
})
