import { describe, expect, it } from 'vitest'
import type { Answer } from '#domain/check.ts'
import type { PullReply } from '#domain/contract.ts'
import { foldSites } from '#domain/fold.ts'
import type { IdNumber } from '#domain/identity.ts'
import { judge } from '#domain/verdict.ts'
import { defaultPolicy } from '#domain/verdict-policy.ts'
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

  it('stops before an entry that it cannot read, and finds it again once it can', async () => {
    const [one, two, three] = await colleaguesSites(3)
    const strange = { ...two!, entry: { ...two!.entry, kind: 'case.transferred' } }
    const calls: string[] = []
    const page = (...entries: unknown[]) => ({ ...aPage({ cursor: { [town]: 8 } }), entries })
    const pages = [page(one, strange, three), page(strange, three), page(two, three)]
    const phone = await createPhone({ fetch: smallServer({ pages }, calls) })
    const session = aSession({ receiptKey: await receiptKey() })
    await phone.session.save(session)
    await phone.outbox.applyPull({}, aPage({ cursor: { [town]: 5 } }))
    expect(await runSync(phone, session)).toMatchObject({ kind: 'incomplete', pulled: 1 })
    expect(await phone.outbox.cursor()).toEqual({ [town]: 6 })
    expect(await runSync(phone, session)).toMatchObject({ kind: 'done', pulled: 2 })
    expect(calls).toEqual([5, 6, 6].map((seq) => `GET /api/entries?since=${town}:${seq}`))
    expect(await phone.ledger.sites()).toHaveLength(3)
  })

  it('takes along whole what only a newer version of the app can read, and goes on', async () => {
    const [one, two, three, four] = await colleaguesSites(4)
    const site = { site: one!.entry.id }
    const newKind = { entry: { ...two!.entry, kind: 'weather.noted', v: 1, about: site, body: { rain: true } }, personal: null }
    const newVersion = { entry: { ...three!.entry, v: 99, about: site, body: { name: 7 } }, personal: { salt: 's'.repeat(16), nickname: '老周' } }
    const pages = [{ ...aPage({ cursor: { [town]: 4 } }), entries: [one, newKind, newVersion, four] }]
    const phone = await createPhone({ fetch: smallServer({ pages }) })
    const session = aSession({ receiptKey: await receiptKey() })
    await phone.session.save(session)
    expect(await runSync(phone, session)).toMatchObject({ kind: 'done', pulled: 4 })
    expect(await phone.outbox.cursor()).toEqual({ [town]: 4 })
    const kept = await phone.ledger.about('site', one!.entry.id)
    expect(kept.filter((entry) => entry.id !== one!.entry.id)).toEqual([{ ...newKind.entry, personal: null }, { ...newVersion.entry, personal: newVersion.personal }])
    // Nothing here reads it yet.
    expect([...foldSites(await phone.ledger.sites()).keys()]).toEqual([one!.entry.id, four!.entry.id])
  })

  it('no longer shows a worker green by memory once the server has heard red', async () => {
    const green: Answer = { kind: 'code', colour: 'green', validUntil: '2027-11-20', nameMasked: '张**', answeredAt: 1_000 }
    const red: Answer = { kind: 'code', colour: 'red', validUntil: null, nameMasked: '', answeredAt: 2_000 }
    const id = '320581196010010008' as IdNumber
    const phone = await createPhone()
    await phone.session.save(aSession())
    await phone.answers.remember(id, green, true)
    const verdict = judge({ kind: 'person', key: 'k' }, [{ basis: 'remembered', key: 'k', answer: green }], { now: 1_500, trusted: true }, defaultPolicy)
    const made = await phone.ledger.write([{
      kind: 'check.made', area: town, about: { visit: phone.random.uuid() },
      body: { method: 'typed', subject: 'person', shape: null, seenColour: null, verdict, answer: { ...green, nameMasked: '' }, simulated: true },
      personal: { idNumber: id, lastFour: '0008', nameMasked: '张**' },
    }])
    if (made.kind !== 'written') throw new Error(made.why)
    const server = await createPhone()
    await server.session.save(aSession())
    const after = judge({ kind: 'person', key: 'k' }, [{ basis: 'live', key: 'k', answer: red }], { now: 2_000, trusted: true }, defaultPolicy)
    await server.ledger.write([{
      kind: 'check.rechecked', area: town, about: { check: made.ids[0]! },
      body: { before: verdict.code, verdict: after, answer: red, changed: true, simulated: false },
    }])
    const page = aPage({ entries: await server.outbox.next(1), cursor: { [town]: 1 } })
    expect(await phone.outbox.applyPull({}, page)).toBe(true)
    expect(await phone.answers.recall(id)).toEqual({ answer: { ...red, nameMasked: '张**' }, simulated: false })
    await phone.answers.remember(id, green, true)
    expect((await phone.answers.recall(id))?.answer).toMatchObject({ colour: 'red' })
  })

  it('offers its own records again when the server has lost part of the history', async () => {
    const pages = [aPage({ cursor: { [town]: 7 } }), aPage({ cursor: { [town]: 4 } })]
    const phone = await createPhone({ fetch: smallServer({ pages }) })
    const session = aSession({ receiptKey: await receiptKey() })
    await phone.session.save(session)
    await phone.ledger.write([aSite()])
    expect(await runSync(phone, session)).toMatchObject({ kind: 'done', delivered: 1 })
    expect(await runSync(phone, session)).toMatchObject({ kind: 'done', delivered: 0 })
    expect(await phone.outbox.waiting()).toMatchObject({ entries: 1 })
    expect(await runSync(phone, session)).toMatchObject({ kind: 'done', delivered: 1 })
  })
})
