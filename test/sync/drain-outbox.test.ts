import { describe, expect, it } from 'vitest'
import type { Draft } from '#domain/entries/kinds.ts'
import { runSync } from '#sync/run-sync.ts'
import { aSite } from '../support/drafts.ts'
import { createPhone } from '../support/phone.ts'
import { aSession, town } from '../support/session.ts'
import { receiptKey, smallServer, stored, type SmallServer } from '../support/small-server.ts'

async function aPhoneWith(entries: number, server: SmallServer, calls: string[] = []) {
  const phone = await createPhone({ fetch: smallServer(server, calls) })
  const session = aSession({ receiptKey: await receiptKey() })
  await phone.session.save(session)
  for (let i = 0; i < entries; i += 1) expect((await phone.ledger.write([aSite(`工地 ${i}`)])).kind).toBe('written')
  return { phone, session, sync: () => runSync(phone, session) }
}

describe('draining the outbox', () => {
  it.each([
    ['a signature that is not the server\'s', { sig: '0'.repeat(128) }],
    ['a signature that is no signature', { sig: 'f'.repeat(128) }],
  ])('keeps an entry whose receipt bears %s', async (_, changes) => {
    const { phone, sync } = await aPhoneWith(1, {
      onPush: async (parcel) => {
        const result = await stored(parcel)
        return result.outcome === 'stored' ? { ...result, receipt: { ...result.receipt, ...changes } } : result
      },
    })
    expect(await sync()).toMatchObject({ kind: 'incomplete', delivered: 0 })
    expect((await phone.outbox.waiting()).entries).toBe(1)
  })

  it('keeps an entry whose receipt, well signed, is for other bytes or another entry', async () => {
    const others = [{ hash: 'a'.repeat(64) }, { entryId: '01a1f677-aa81-71ca-a84c-4bf958cb349e' }]
    for (const changes of others) {
      const { phone, sync } = await aPhoneWith(1, { onPush: (parcel) => stored(parcel, changes) })
      expect(await sync()).toMatchObject({ kind: 'incomplete', delivered: 0 })
      expect((await phone.outbox.waiting()).entries).toBe(1)
    }
  })

  it('is not held up by an entry the server sets apart, and keeps that one visible until it is taken', async () => {
    let refuse = true
    const { phone, sync } = await aPhoneWith(3, {
      onPush: (parcel) => (refuse && parcel.entry.deviceSeq === 2 ? { id: parcel.entry.id, outcome: 'quarantined', reason: 'shape' } : stored(parcel)),
    })
    expect(await sync()).toMatchObject({ kind: 'done', delivered: 2, quarantined: 1 })
    expect(await phone.outbox.waiting()).toMatchObject({ entries: 0, quarantined: 1 })
    expect(await phone.outbox.items(10)).toMatchObject([{ delivery: { state: 'quarantined', reason: 'shape' } }])
    expect(await phone.outbox.next(10)).toEqual([])
    refuse = false
    await phone.outbox.release()
    expect(await sync()).toMatchObject({ kind: 'done', delivered: 1 })
    expect(await phone.outbox.waiting()).toMatchObject({ entries: 0, quarantined: 0 })
  })

  it('lets go of what was taken and offers the rest in the next run when the server says later', async () => {
    const calls: string[] = []
    const { phone, sync } = await aPhoneWith(
      3,
      { onPush: (parcel) => (parcel.entry.deviceSeq === 3 ? { id: parcel.entry.id, outcome: 'later' } : stored(parcel)) },
      calls,
    )
    expect(await sync()).toMatchObject({ kind: 'incomplete', delivered: 2 })
    expect((await phone.outbox.waiting()).entries).toBe(1)
    expect(calls).toEqual(['POST /api/entries', 'GET /api/entries?since='])
  })

  it('keeps what the reply does not speak of', async () => {
    const { phone, sync } = await aPhoneWith(2, { on: (method) => (method === 'POST' ? Response.json({ epoch: 'epoch-1', results: [], serverTime: 1 }) : undefined) })
    expect(await sync()).toMatchObject({ kind: 'incomplete', delivered: 0 })
    expect((await phone.outbox.waiting()).entries).toBe(2)
  })

  it('asks for a sign-in when the session has ended, and loses nothing', async () => {
    const { phone, sync } = await aPhoneWith(2, { on: () => Response.json({ code: 'signed-out' }, { status: 401 }) })
    expect(await sync()).toMatchObject({ kind: 'sign-in-needed', delivered: 0 })
    expect((await phone.outbox.waiting()).entries).toBe(2)
  })

  it('hands on how long a busy server asks to be left alone', async () => {
    const { sync } = await aPhoneWith(1, { on: () => Response.json({ code: 'busy', retryAfterSeconds: 7 }, { status: 503 }) })
    expect(await sync()).toMatchObject({ kind: 'refused', refusal: { code: 'busy', retryAfterSeconds: 7 } })
  })

  it('lets nothing go on the word of a server whose history is another, and reads its name anew', async () => {
    const fresh = aSession({ epoch: 'epoch-2', receiptKey: await receiptKey() })
    const { phone, sync } = await aPhoneWith(1, { epoch: 'epoch-2', on: (_, path) => (path === '/api/session' ? Response.json(fresh) : undefined) })
    expect(await sync()).toMatchObject({ kind: 'history-changed', delivered: 0 })
    expect((await phone.outbox.waiting()).entries).toBe(1)
    const session = await phone.session.load()
    expect(session?.epoch).toBe('epoch-2')
    expect(await runSync(phone, session!)).toMatchObject({ kind: 'done', delivered: 1 })
  })

  it('sends what is much in several requests, none of them far above 256 KB', async () => {
    const sizes: number[] = []
    const { phone, sync } = await aPhoneWith(1, { on: (method, _, init) => void (method === 'POST' && sizes.push(Buffer.byteLength(String(init.body)))) })
    const raised: Draft = {
      kind: 'finding.raised', area: town, about: {},
      body: { item: null, severity: 'general', text: '围'.repeat(1_000), checks: [], action: 'report', deadline: null, draft: false },
    }
    expect((await phone.ledger.write(Array.from({ length: 150 }, () => raised))).kind).toBe('written')
    expect(await sync()).toMatchObject({ kind: 'done', delivered: 151 })
    expect(sizes.length).toBeGreaterThan(1)
    expect(Math.max(...sizes)).toBeLessThan(260 * 1024)
  })

  it('is done by one tab at a time', async () => {
    const { phone, session } = await aPhoneWith(1, {})
    const outcomes = await Promise.all([runSync(phone, session), runSync(phone, session)])
    expect(outcomes.map((outcome) => outcome.kind).sort()).toEqual(['busy', 'done'])
  })
})
