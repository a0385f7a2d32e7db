import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { IdNumber } from '#domain/identity.ts'
import { aPhoto, aPhotoDraft, aSite } from '../../support/drafts.ts'
import { createPhone, type Phone } from '../../support/phone.ts'
import { aSession } from '../../support/session.ts'

const PIN = '274913'
const wang = { account: 'account-wang', secret: '1'.repeat(64) }
const SITES = 9
const people = ['320581196010010008', '320581198110220001', '320581198312040009'] as IdNumber[]

async function fill(phone: Phone) {
  await phone.session.save(aSession())
  const photos = await Promise.all([1, 2, 3, 4, 5].map((seed) => aPhoto(seed)))
  const id = phone.random.uuid()
  await phone.ledger.write([...Array.from({ length: SITES }, (_, i) => aSite(`工地 ${i}`)), ...photos.map((photo) => aPhotoDraft(id, id, id, photo))], photos)
  for (const [i, person] of people.entries()) await phone.answers.remember(person, { kind: 'code', colour: 'yellow', validUntil: null, nameMasked: '某*', answeredAt: i }, false)
  await phone.jottings.keep('half', [new ArrayBuffer(8), '写了一半'])
  return photos
}

/** Runs `work` on a phone that dies at its `n`-th durable write: nothing more reaches its disk. */
async function dyingAt(n: number, phone: Phone, work: () => Promise<unknown>): Promise<Phone> {
  const transaction = IDBDatabase.prototype.transaction
  let left = n
  IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...args) {
    if (args[1] === 'readwrite' && (left -= 1) < 0) throw new DOMException('killed', 'UnknownError')
    return transaction.apply(this, args)
  }
  await work().catch(() => undefined)
  await phone.lock.resealed()
  await phone.close()
  IDBDatabase.prototype.transaction = transaction
  return createPhone({ indexedDB: phone.indexedDB })
}

describe('sealing anew when a PIN is set', () => {
  it('loses nothing, whenever the phone dies in it', async () => {
    await fc.assert(fc.asyncProperty(fc.nat(9), fc.array(fc.nat(9), { maxLength: 2 }), async (first, later) => {
      let phone = await createPhone()
      const photos = await fill(phone)
      phone = await dyingAt(first, phone, () => phone.lock.setPin(PIN, wang))
      for (const kill of later) phone = await dyingAt(kill, phone, () => phone.lock.unlock(PIN))
      await phone.lock.unlock(PIN)
      await phone.lock.resealed()
      expect((await phone.ledger.sites()).map((site) => site.personal?.contactName)).toEqual(Array(SITES).fill('周师傅'))
      for (const photo of photos) expect((await phone.ledger.photo(photo.sha256))?.bytes).toEqual(photo.bytes)
      for (const person of people) expect((await phone.answers.recall(person))?.answer).toMatchObject({ colour: 'yellow' })
      expect(await phone.jottings.find('half')).toEqual([new ArrayBuffer(8), '写了一半'])
      await phone.close()
    }), { numRuns: 25 })
  }, 30_000)
})
