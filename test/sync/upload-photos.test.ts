import { describe, expect, it } from 'vitest'
import { CHUNK_BYTES } from '#domain/contract.ts'
import { runSync } from '#sync/run-sync.ts'
import { aPhoto, aPhotoDraft, aSite } from '../support/drafts.ts'
import { createPhone } from '../support/phone.ts'
import { aSession } from '../support/session.ts'
import { receiptKey, smallServer, type SmallServer } from '../support/small-server.ts'

async function aPhoneWith(lengths: number[], server: SmallServer, calls: string[] = []) {
  const phone = await createPhone({ fetch: smallServer(server, calls) })
  const session = aSession({ receiptKey: await receiptKey() })
  await phone.session.save(session)
  const written = await phone.ledger.write([aSite()])
  const site = written.kind === 'written' ? written.ids[0]! : ''
  const photos = await Promise.all(lengths.map((length, i) => aPhoto(i, length)))
  for (const photo of photos) expect((await phone.ledger.write([aPhotoDraft(site, site, site, photo)], [photo])).kind).toBe('written')
  return { phone, photos, sync: () => runSync(phone, session) }
}

describe('sending photographs', () => {
  it('goes on where a broken upload stopped, and sends no byte twice', async () => {
    const sent: number[] = []
    let puts = 0
    const { phone, sync } = await aPhoneWith([CHUNK_BYTES * 3 + 5], {
      on(method, _, init) {
        if (method !== 'PUT') return undefined
        puts += 1
        if (puts === 3) return new Response('<h1>502</h1>', { status: 502 })
        sent.push((init.body as ArrayBuffer).byteLength)
        return undefined
      },
    })
    expect(await sync()).toMatchObject({ kind: 'unreachable', photosDelivered: 0 })
    expect((await phone.outbox.waiting()).photos).toBe(1)
    expect(await sync()).toMatchObject({ kind: 'done', photosDelivered: 1 })
    expect(sent).toEqual([CHUNK_BYTES, CHUNK_BYTES, CHUNK_BYTES, 5])
    expect(await phone.outbox.waiting()).toMatchObject({ photos: 0, oldestAt: null })
  })

  it('is not held up by one photograph the server will not take', async () => {
    const { phone, photos, sync } = await aPhoneWith([2_000, 3_000], {
      on: (method, path) => (method === 'PUT' && path.endsWith(bad()) ? Response.json({ code: 'bad-request' }, { status: 400 }) : undefined),
    })
    function bad(): string {
      return photos[0]!.sha256
    }
    expect(await sync()).toMatchObject({ kind: 'incomplete', photosDelivered: 1 })
    expect((await phone.outbox.nextPhoto())?.sha256).toBe(bad())
  })

  it('gives up for this run a photograph that comes out wrong at the other end every time', async () => {
    const calls: string[] = []
    const { phone, sync } = await aPhoneWith([2_000], { on: (method) => (method === 'PUT' ? Response.json({ code: 'hash' }, { status: 422 }) : undefined) }, calls)
    expect(await sync()).toMatchObject({ kind: 'incomplete', photosDelivered: 0 })
    expect(calls.filter((call) => call.startsWith('PUT'))).toHaveLength(3)
    expect((await phone.outbox.waiting()).photos).toBe(1)
  })

  it('keeps a photograph whose receipt is not the server\'s', async () => {
    const { phone, photos, sync } = await aPhoneWith([2_000], {
      on: (method) =>
        method === 'PUT'
          ? Response.json({ offset: 2_000, receipt: { sha256: photos[0]!.sha256, bytes: 2_000, receivedAt: 1, sig: '0'.repeat(128) }, serverTime: 1 })
          : undefined,
    })
    expect(await sync()).toMatchObject({ kind: 'incomplete', photosDelivered: 0 })
    expect((await phone.outbox.waiting()).photos).toBe(1)
  })
})
