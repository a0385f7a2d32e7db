import { describe, expect, it } from 'vitest'
import { PUSH_LIMIT, type Parcel } from '#domain/contract.ts'
import type { Draft } from '#domain/entries/kinds.ts'
import type { PushResult } from '#domain/outbox.ts'
import { runSync } from '#sync/run-sync.ts'
import { aSite } from '../support/drafts.ts'
import { createPhone } from '../support/phone.ts'
import { aSession, town } from '../support/session.ts'
import { readJson, readText } from '../support/read-body.ts'
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
    const { phone, sync } = await aPhoneWith(1, { on: (method, _, init) => void (method === 'POST' && sizes.push(Buffer.byteLength(readText(init)))) })
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

  it('goes on waiting with an entry of which the server says something unheard of, and takes the other results', async () => {
    const { phone, sync } = await aPhoneWith(2, {
      onPush: (parcel) => (parcel.entry.deviceSeq === 2 ? ({ id: parcel.entry.id, outcome: 'pondered' } as unknown as PushResult) : stored(parcel)),
    })
    expect(await sync()).toMatchObject({ kind: 'incomplete', delivered: 1 })
    expect((await phone.outbox.waiting()).entries).toBe(1)
  })

  it('holds back an entry whose contact person can no longer be opened, and says that something waits', async () => {
    const pushed: number[] = []
    const { phone, sync } = await aPhoneWith(1, { onPush: (parcel) => (pushed.push(parcel.entry.deviceSeq), { id: parcel.entry.id, outcome: 'later' }) })
    await forgetKeys(phone.indexedDB)
    const again = await createPhone({ indexedDB: phone.indexedDB })
    expect(await again.outbox.next(10)).toEqual([])
    expect((await again.outbox.waiting()).entries).toBe(1)
    const session = (await again.session.load())!
    expect(await runSync({ ...again, network: phone.network }, session)).toMatchObject({ kind: 'incomplete', delivered: 0 })
    expect(pushed).toEqual([])
    expect(await sync()).toMatchObject({ kind: 'incomplete' })
  })

  it('offers what it has receipts for once more when the server misses it, and only once in a run', async () => {
    const pushed: [first: number, last: number][] = []
    let forgetful = false
    const { phone, sync } = await aPhoneWith(1, {
      on: (method, path, init) => {
        if (method !== 'POST' || path !== '/api/entries') return undefined
        const { entries } = readJson(init) as { entries: Parcel[] }
        pushed.push([entries[0]!.entry.deviceSeq, entries.at(-1)!.entry.deviceSeq])
        return undefined
      },
      onPush: (parcel) => (forgetful && parcel.entry.deviceSeq > PUSH_LIMIT ? { id: parcel.entry.id, outcome: 'later' } : stored(parcel)),
    })
    await phone.ledger.write(Array.from({ length: PUSH_LIMIT - 1 }, () => aSite()))
    await sync()
    forgetful = true
    await phone.ledger.write([aSite()])
    expect(await sync()).toMatchObject({ kind: 'incomplete', delivered: PUSH_LIMIT })
    expect(pushed).toEqual([[1, 200], [201, 201], [1, 200], [201, 201]])
    expect(await phone.outbox.waiting()).toMatchObject({ entries: 1 })
    expect(await phone.outbox.counts()).toMatchObject({ delivered: PUSH_LIMIT })
  })

  it('offers again only what was set apart for the reasons named', async () => {
    const reasons = ['rights', 'hash'] as const
    const { phone, sync } = await aPhoneWith(2, {
      onPush: (parcel) => ({ id: parcel.entry.id, outcome: 'quarantined', reason: reasons[parcel.entry.deviceSeq - 1]! }),
    })
    await sync()
    await phone.outbox.release(['rights', 'shape'])
    expect(await phone.outbox.waiting()).toMatchObject({ entries: 1, quarantined: 1 })
    expect((await phone.outbox.next(10)).map((parcel) => parcel.entry.deviceSeq)).toEqual([1])
  })
})

/** As when a browser loses its key store and keeps the rest. */
function forgetKeys(indexedDB: IDBFactory): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('suan-xun')
    request.onerror = () => reject(request.error ?? new Error('not opened'))
    request.onsuccess = () => {
      const tx = request.result.transaction('keys', 'readwrite')
      tx.objectStore('keys').clear()
      tx.oncomplete = () => {
        request.result.close()
        resolve()
      }
    }
  })
}
