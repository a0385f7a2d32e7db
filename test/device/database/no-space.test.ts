import { describe, expect, it } from 'vitest'
import { runSync } from '#sync/run-sync.ts'
import { aPhoto, aPhotoDraft, aSite, aVisit } from '../../support/drafts.ts'
import { createPhone, type Phone } from '../../support/phone.ts'
import { aSession } from '../../support/session.ts'
import { receiptKey, smallServer } from '../../support/small-server.ts'

const CODE = '1234'

/** Lets the writing request number `nth` from now fail for want of space; returns how to stop that, and whether it happened. */
function fillUpAt(nth: number): () => boolean {
  const { add, put } = IDBObjectStore.prototype
  let count = 0
  const failing = (write: typeof add) =>
    function (this: IDBObjectStore, ...args: Parameters<typeof add>) {
      count += 1
      if (count === nth) throw new DOMException('full', 'QuotaExceededError')
      return write.apply(this, args)
    }
  Object.assign(IDBObjectStore.prototype, { add: failing(add), put: failing(put) })
  return () => {
    Object.assign(IDBObjectStore.prototype, { add, put })
    return count >= nth
  }
}

async function everything(indexedDB: IDBFactory): Promise<string> {
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('suan-xun')
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('not opened'))
  })
  const rows: unknown[] = []
  // Time of last contact changes with every reply, and is nobody's work.
  for (const name of ['ledger', 'outbox', 'rescued', 'receipts', 'attachments']) {
    const request = db.transaction(name).objectStore(name).getAll()
    rows.push(name, await new Promise<unknown>((resolve) => { request.onsuccess = () => resolve(request.result) }))
  }
  db.close()
  return JSON.stringify(rows, (_, value: unknown) => (value instanceof ArrayBuffer ? Buffer.from(value).toString('hex') : value))
}

async function aPhone() {
  const phone = await createPhone({ fetch: smallServer({}) })
  const session = aSession({ receiptKey: await receiptKey() })
  await phone.session.save(session)
  const [site, visit] = [phone.random.uuid(), phone.random.uuid()]
  const photo = await aPhoto()
  expect((await phone.ledger.write([aSite(), aVisit(site, visit), aPhotoDraft(site, visit, site, photo)], [photo])).kind).toBe('written')
  return { phone, session }
}

/** Counters say what the rows say. */
async function expectSoundness(phone: Phone): Promise<void> {
  const [waiting, items, photo] = [await phone.outbox.waiting(), await phone.outbox.items(100), await phone.outbox.nextPhoto()]
  expect(waiting.entries).toBe(items.filter((item) => item.delivery.state === 'waiting').length)
  expect(waiting.quarantined).toBe(items.filter((item) => item.delivery.state === 'quarantined').length)
  expect(waiting.photos).toBe(photo === null ? 0 : 1)
}

const NO_SPACE = { kind: 'not-written', why: 'no-space' }

describe('a phone that is full', () => {
  it('writes all of an entry or nothing of it, whichever write fails, and says why', async () => {
    const { phone } = await aPhone()
    const before = await everything(phone.indexedDB)
    for (let nth = 1; ; nth += 1) {
      const photo = await aPhoto(nth + 1)
      const site = phone.random.uuid()
      const stop = fillUpAt(nth)
      const outcome = await phone.ledger.write([aSite(), aPhotoDraft(site, site, site, photo)], [photo])
      if (!stop()) {
        expect(outcome.kind).toBe('written')
        expect(nth).toBeGreaterThan(6)
        break
      }
      expect(outcome).toEqual(NO_SPACE)
      expect(await everything(phone.indexedDB)).toBe(before)
      await expectSoundness(phone)
    }
  })

  it('delivers in the end, whichever write of the sync failed, and forgets nothing that has no receipt', async () => {
    for (let nth = 1; nth < 40; nth += 1) {
      const { phone, session } = await aPhone()
      const stop = fillUpAt(nth)
      const outcome = await runSync(phone, session).catch((cause: unknown) => cause)
      const happened = stop()
      await expectSoundness(phone)
      if (outcome instanceof DOMException) expect(outcome.name).toBe('QuotaExceededError')
      expect(await runSync(phone, session)).toMatchObject({ kind: 'done' })
      expect(await phone.outbox.waiting()).toMatchObject({ entries: 0, photos: 0 })
      expect(await phone.outbox.counts()).toMatchObject({ delivered: 3, photosDelivered: 1 })
      if (!happened) {
        expect(nth).toBeGreaterThan(5)
        return
      }
    }
    throw new Error('the sync never came to its end')
  })

  it('takes a rescue file in steps that can be repeated, whichever write fails', async () => {
    const { phone } = await aPhone()
    const { file } = (await phone.rescue.export(CODE))!
    const other = await createPhone()
    await other.session.save(aSession())
    for (const nth of [1, 2, 5, 8, 9, 10]) {
      const stop = fillUpAt(nth)
      const outcome = await other.rescue.import(file, CODE)
      if (!stop()) break
      expect(outcome).toEqual({ kind: 'not-imported', why: 'no-space' })
      const waiting = await other.outbox.waiting()
      expect(waiting.entries).toBe((await other.outbox.items(100)).length)
    }
    expect(await other.rescue.import(file, CODE)).toMatchObject({ kind: 'imported' })
    expect(await other.outbox.waiting()).toMatchObject({ entries: 3, photos: 1 })
  })
})
