import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openFile, sealFile } from '#device/rescue-file.ts'
import { runSync } from '#sync/run-sync.ts'
import { aPhoto, aPhotoDraft, aSite, aVisit } from '../support/drafts.ts'
import { injectFetch } from '../support/inject-fetch.ts'
import { createPhone, type Phone } from '../support/phone.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { aSession } from '../support/session.ts'

const CODE = '1234 5678 9012 3456 7890'

describe('a phone that cannot send any more', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer()
  })
  afterAll(() => server.close())

  async function aPhoneOf(username: string): Promise<{ phone: Phone; sync: () => ReturnType<typeof runSync> }> {
    const phone = await createPhone({ fetch: injectFetch(server.app) })
    const reply = await phone.network.signIn(username, 'demo-2026', await phone.session.device())
    if (reply.kind !== 'ok') throw new Error(JSON.stringify(reply))
    await phone.session.save(reply.value)
    return { phone, sync: async () => runSync(phone, (await phone.session.load())!) }
  }

  /** A phone with something delivered, something not, and a photograph. */
  async function aBrokenPhone() {
    const { phone, sync } = await aPhoneOf('wangjian')
    const [site = ''] = await written(phone, [aSite('先送达的工地')])
    await sync()
    const photo = await aPhoto(Math.random() * 1e9, 5_000)
    const visit = phone.random.uuid()
    const rest = await written(phone, [aVisit(site, visit), aPhotoDraft(site, visit, site, photo), aSite('没送达的工地')], [photo])
    const { file } = (await phone.rescue.export(CODE))!
    return { phone, sync, file, photo, ids: rest, visit }
  }

  async function written(phone: Phone, ...write: Parameters<Phone['ledger']['write']>): Promise<string[]> {
    const outcome = await phone.ledger.write(...write)
    if (outcome.kind !== 'written') throw new Error(outcome.why)
    return outcome.ids
  }

  const stored = async (ids: string[]) => (await server.db.selectFrom('entry').select(['id', 'device', 'by', 'bytes']).where('id', 'in', ids).execute())

  it('has its work delivered by another phone, under its own name, in its own chain, exactly once whatever is repeated', async () => {
    const broken = await aBrokenPhone()
    const parcels = await broken.phone.outbox.next(10)
    const { phone: other, sync } = await aPhoneOf('wangjian')
    expect(await other.rescue.import(broken.file, CODE.replaceAll(' ', ''))).toEqual({ kind: 'imported', entries: 3, photos: 1, known: 0, photosDamaged: 0 })
    expect(await other.rescue.import(broken.file, CODE)).toEqual({ kind: 'imported', entries: 0, photos: 0, known: 3, photosDamaged: 0 })
    expect(await other.outbox.waiting()).toMatchObject({ entries: 3, photos: 1 })
    await written(other, [aSite('新手机自己的工地')])
    expect(await sync()).toMatchObject({ kind: 'done', delivered: 4, photosDelivered: 1, quarantined: 0 })
    expect(await other.outbox.waiting()).toMatchObject({ entries: 0, photos: 0, quarantined: 0, oldestAt: null })

    const { device } = await broken.phone.session.device()
    const rows = await stored(broken.ids)
    expect(rows.map((row) => row.device)).toEqual([device, device, device])
    expect(rows.map((row) => JSON.parse(row.bytes)).sort((a, b) => a.deviceSeq - b.deviceSeq)).toEqual(parcels.map(({ entry }) => entry))
    expect(await other.outbox.visitDelivery(broken.visit)).toMatchObject({ photos: { total: 1, delivered: 1 } })

    // The broken phone comes back to life.
    expect(await broken.sync()).toMatchObject({ kind: 'done', delivered: 3, photosDelivered: 1, quarantined: 0 })
    expect(await stored(broken.ids)).toHaveLength(3)
    expect(await other.rescue.import(broken.file, CODE)).toMatchObject({ kind: 'imported', entries: 0, photos: 0, known: 3 })
  })

  it('may be helped by a colleague: the entries keep their author', async () => {
    const broken = await aBrokenPhone()
    const { phone: colleague, sync } = await aPhoneOf('lixiu')
    expect(await colleague.rescue.import(broken.file, CODE)).toMatchObject({ kind: 'imported', entries: 3 })
    expect(await sync()).toMatchObject({ kind: 'done', delivered: 3, quarantined: 0 })
    const author = (await broken.phone.session.load())!.account.id
    expect((await stored(broken.ids)).map((row) => row.by)).toEqual([author, author, author])
  })

  it('imports its own file as nothing new', async () => {
    const { phone, file } = await aBrokenPhone()
    const before = await phone.outbox.next(10)
    expect(await phone.rescue.import(file, CODE)).toEqual({ kind: 'imported', entries: 0, photos: 0, known: 3, photosDamaged: 0 })
    expect(await phone.outbox.next(10)).toEqual(before)
    expect(await phone.rescue.queues()).toEqual([])
  })

  it('carries what the server keeps apart, with the reason, and offers it again by hand', async () => {
    const broken = await aBrokenPhone()
    await broken.phone.outbox.quarantine(broken.ids[2]!, 'rights')
    const { file } = (await broken.phone.rescue.export(CODE))!
    const { phone: other, sync } = await aPhoneOf('wangjian')
    await other.rescue.import(file, CODE)
    expect(await other.outbox.waiting()).toMatchObject({ entries: 2, quarantined: 1 })
    expect((await other.outbox.items(10)).find((item) => item.entryId === broken.ids[2])?.delivery).toEqual({ state: 'quarantined', reason: 'rights' })
    await other.outbox.releaseOne(broken.ids[2]!)
    expect(await sync()).toMatchObject({ kind: 'done', delivered: 3 })
  })

  it('writes nobody into the file in the clear, and nothing opens it but the passphrase', async () => {
    const broken = await aBrokenPhone()
    const text = Buffer.from(await broken.file.arrayBuffer()).toString('latin1')
    const { device, deviceSecret } = await broken.phone.session.device()
    for (const secret of ['13800000000', device, deviceSecret, 'entry']) expect(text).not.toContain(secret)
    const other = await createPhone()
    await other.session.save(aSession())
    expect(await other.rescue.import(broken.file, '0000 0000 0000 0000 0000')).toEqual({ kind: 'not-imported', why: 'wrong-passphrase' })
    expect(await other.rescue.import(new Blob(['%PDF-1.4\nhello']), CODE)).toEqual({ kind: 'not-imported', why: 'no-rescue-file' })
    expect(await other.rescue.import(new Blob([]), CODE)).toEqual({ kind: 'not-imported', why: 'no-rescue-file' })
    expect(await other.rescue.import(new Blob(['SAXRSQ02{}\n']), CODE)).toEqual({ kind: 'not-imported', why: 'newer-version' })
    expect(await other.outbox.waiting()).toMatchObject({ entries: 0, photos: 0 })
  })

  it('gives the entries of a file whose photograph was cut off, and says that one photograph is missing', async () => {
    const broken = await aBrokenPhone()
    const other = await createPhone()
    await other.session.save(aSession())
    expect(await other.rescue.import(broken.file.slice(0, broken.file.size - 100), CODE)).toEqual({ kind: 'imported', entries: 3, photos: 0, known: 0, photosDamaged: 1 })
  })

  it('has nothing to export when nothing waits', async () => {
    const { phone } = await aPhoneOf('wangjian')
    expect(await phone.rescue.export(CODE)).toBeNull()
  })
})

describe('the rescue file', () => {
  it('notices a changed byte', async () => {
    const sealed = await sealFile(CODE, { bytes: (count) => new Uint8Array(count).fill(7) }, 100_000)
    await sealed.add(new TextEncoder().encode('first').buffer)
    await sealed.add(new TextEncoder().encode('second').buffer)
    const bytes = new Uint8Array(await sealed.end().arrayBuffer())
    for (let at = 0; at < bytes.length; at += 11) {
      // A smaller number of rounds, or another, is another key; a huge one is refused before it costs anything.
      const changed = bytes.slice()
      changed[at]! ^= 1
      const opened = await openFile(new Blob([changed]), CODE)
      const frames = opened.kind === 'open' ? [await opened.next(), await opened.next()] : []
      expect(frames.filter((frame) => frame !== null).length, `byte ${at}`).toBeLessThan(2)
    }
  })

  it('does not let one frame stand in for another', async () => {
    const sealed = await sealFile(CODE, { bytes: (count) => new Uint8Array(count).fill(7) }, 100_000)
    const frame = new TextEncoder().encode('x'.repeat(50)).buffer
    await sealed.add(frame)
    await sealed.add(frame)
    const bytes = new Uint8Array(await sealed.end().arrayBuffer())
    const start = bytes.indexOf(0x0a) + 1
    const length = (bytes.length - start) / 2
    const swapped = new Blob([bytes.slice(0, start), bytes.slice(start + length), bytes.slice(start, start + length)])
    const opened = await openFile(swapped, CODE)
    expect(opened.kind === 'open' && (await opened.next())).toBeNull()
  })
})
