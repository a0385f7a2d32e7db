import { describe, expect, it } from 'vitest'
import { CHUNK_BYTES } from '#domain/contract.ts'
import type { Draft } from '#domain/entries/kinds.ts'
import type { PhotoReceipt } from '#domain/outbox.ts'
import { runSync } from '#sync/run-sync.ts'
import { aPhoto, aPhotoDraft, aSite, aVisit } from '../support/drafts.ts'
import { createPhone } from '../support/phone.ts'
import { aSession, town } from '../support/session.ts'
import { receiptKey, smallServer, type SmallServer } from '../support/small-server.ts'

async function aPhoneWith(lengths: number[], server: SmallServer, calls: string[] = []) {
  const phone = await createPhone({ fetch: smallServer(server, calls) })
  const session = aSession({ receiptKey: await receiptKey() })
  await phone.session.save(session)
  const written = await phone.ledger.write([aSite()])
  const site = written.kind === 'written' ? written.ids[0]! : ''
  const photos = await Promise.all(lengths.map((length, i) => aPhoto(i, length)))
  for (const photo of photos) expect((await phone.ledger.write([aPhotoDraft(site, site, site, photo)], [photo])).kind).toBe('written')
  return { phone, photos, session, sync: () => runSync(phone, session) }
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

  it('sends two at a time, each of them once', async () => {
    const puts: string[] = []
    let [under, most] = [0, 0]
    const { phone, photos, sync } = await aPhoneWith([2_000, 3_000, 4_000, 5_000, 6_000], {
      async slow(method, path) {
        if (method !== 'PUT') return
        puts.push(path)
        under += 1
        most = Math.max(most, under)
        await new Promise((resolve) => setTimeout(resolve, 20))
        under -= 1
      },
    })
    expect(await sync()).toMatchObject({ kind: 'done', photosDelivered: 5, photoBytes: 20_000 })
    expect(most).toBe(2)
    expect(new Set(puts).size).toBe(photos.length)
    expect(puts).toHaveLength(photos.length)
    expect(await phone.outbox.waiting()).toMatchObject({ photos: 0 })
  })

  it('lets the other one come to its end when one finds the session over, and starts no more', async () => {
    const calls: string[] = []
    const puts = () => calls.filter((call) => call.startsWith('PUT')).length
    const { phone, sync } = await aPhoneWith([2_000, 3_000, 4_000, 5_000], {
      on: (method) => (method === 'PUT' && puts() > 1 ? Response.json({ code: 'signed-out' }, { status: 401 }) : undefined),
    }, calls)
    expect(await sync()).toMatchObject({ kind: 'sign-in-needed', photosDelivered: 1 })
    expect(puts()).toBeLessThanOrEqual(3)
    expect((await phone.outbox.waiting()).photos).toBe(3)
  })

  it('asks first only of what travels in several pieces; where the server has some of the rest after all, it goes on there', async () => {
    const calls: string[] = []
    const { sync } = await aPhoneWith([2_000, CHUNK_BYTES + 1], {}, calls)
    expect(await sync()).toMatchObject({ kind: 'done', photosDelivered: 2 })
    expect(calls.filter((call) => call.startsWith('HEAD'))).toHaveLength(1)
    calls.length = 0
    const sent: [string | null, number][] = []
    const torn = await aPhoneWith([2_000], {
      on(method, _, init) {
        if (method === 'HEAD') return new Response(null, { headers: { 'upload-offset': '1500' } })
        if (method !== 'PUT') return undefined
        const offset = new Headers(init.headers).get('upload-offset')
        sent.push([offset, (init.body as ArrayBuffer).byteLength])
        return offset === '1500' ? undefined : Response.json({ code: 'offset' }, { status: 409 })
      },
    }, calls)
    expect(await torn.sync()).toMatchObject({ kind: 'done', photosDelivered: 1 })
    expect(sent).toEqual([['0', 2_000], ['1500', 500]])
  })

  it('waits for the phone to have kept the last receipt; where it cannot keep one, it sends no more and says so', async () => {
    const calls: string[] = []
    const { phone, session } = await aPhoneWith([2_000, 3_000, 4_000, 5_000, 6_000, 7_000], { slow: () => new Promise((resolve) => setTimeout(resolve, 10)) }, calls)
    const { photoDelivered } = phone.outbox
    let kept = 0
    const full = { ...phone.outbox, async photoDelivered(receipt: PhotoReceipt) {
      kept += 1
      if (kept > 1) throw new DOMException('full', 'QuotaExceededError')
      await photoDelivered(receipt)
    } }
    await expect(runSync({ ...phone, outbox: full }, session)).rejects.toThrow('full')
    expect((await phone.outbox.waiting()).photos).toBe(5)
    expect(calls.filter((call) => call.startsWith('PUT')).length).toBeLessThanOrEqual(4)
    const slow = { ...phone.outbox, async photoDelivered(receipt: PhotoReceipt) {
      await new Promise((resolve) => setTimeout(resolve, 20))
      await photoDelivered(receipt)
    } }
    expect(await runSync({ ...phone, outbox: slow }, session)).toMatchObject({ kind: 'done', photosDelivered: 5 })
    expect((await phone.outbox.waiting()).photos).toBe(0)
  })

  it('leaves photographs for Wi-Fi where the inspector wants that, and delivers the records', async () => {
    const calls: string[] = []
    const { phone, session } = await aPhoneWith([2_000], {}, calls)
    expect(await runSync(phone, session, () => {}, () => true)).toMatchObject({ kind: 'done', delivered: 2, photosDelivered: 0, photosHeld: true })
    expect(calls.filter((call) => call.startsWith('HEAD') || call.startsWith('PUT'))).toEqual([])
    expect(await runSync(phone, session)).toMatchObject({ kind: 'done', photosDelivered: 1, photosHeld: false })
    expect(await runSync(phone, session, () => {}, () => true)).toMatchObject({ photosHeld: false })
  })

  it('says of a visit that it is delivered only when records, photographs and signatures all are', async () => {
    const { phone, session } = await aPhoneWith([], {})
    const [site, visit] = [phone.random.uuid(), phone.random.uuid()]
    const photo = await aPhoto(9)
    const signed: Draft = {
      kind: 'signature.taken', area: town, about: { site, visit }, body: { role: 'unit', title: null, signed: '0'.repeat(64), method: { kind: 'screen' } },
      personal: { signerName: '周师傅', strokes: '1,1 2,2' },
    }
    expect((await phone.ledger.write([aVisit(site, visit), aPhotoDraft(site, visit, site, photo), signed], [photo])).kind).toBe('written')
    expect(await phone.outbox.visitDelivery(visit)).toEqual({
      records: { total: 1, delivered: 0 }, photos: { total: 1, delivered: 0 }, signatures: { total: 1, delivered: 0 }, quarantined: 0,
    })
    expect(await runSync(phone, session, () => {}, () => true)).toMatchObject({ signaturesDelivered: 1 })
    expect(await phone.outbox.visitDelivery(visit)).toEqual({
      records: { total: 1, delivered: 1 }, photos: { total: 1, delivered: 0 }, signatures: { total: 1, delivered: 1 }, quarantined: 0,
    })
    await runSync(phone, session)
    expect((await phone.outbox.visitDelivery(visit)).photos).toEqual({ total: 1, delivered: 1 })
    expect(await phone.outbox.counts()).toEqual({ delivered: 4, photosDelivered: 1, signaturesDelivered: 1 })
  })
})
