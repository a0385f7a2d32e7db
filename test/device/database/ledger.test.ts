import { IDBFactory } from 'fake-indexeddb'
import { describe, expect, it } from 'vitest'
import { hashedText, personalText } from '#domain/entries/envelope.ts'
import { sha256 } from '#device/digest.ts'
import { aPhoto, aPhotoDraft, aSite, aVisit, anAnswer } from '../../support/drafts.ts'
import { createPhone } from '../../support/phone.ts'
import { aSession } from '../../support/session.ts'

async function signedIn(indexedDB = new IDBFactory(), now?: () => number) {
  const phone = await createPhone(now === undefined ? { indexedDB } : { indexedDB, now })
  await phone.session.save(aSession())
  return phone
}

async function written(outcome: Promise<{ kind: string; ids?: string[] }>): Promise<string[]> {
  const { kind, ids } = await outcome
  expect(kind).toBe('written')
  return ids ?? []
}

describe('the ledger on the phone', () => {
  it('keeps what was written through a restart of the phone, with the contact person readable only through the ledger', async () => {
    const phone = await signedIn()
    const [site = ''] = await written(phone.ledger.write([aSite()]))
    await phone.close()

    const again = await createPhone({ indexedDB: phone.indexedDB })
    const [entry] = await again.ledger.about('site', site)
    expect(entry?.personal?.contactName).toBe('周师傅')
    expect((await again.outbox.waiting()).entries).toBe(1)
    expect(JSON.stringify(await dump(phone.indexedDB))).not.toContain('周师傅')
    expect(JSON.stringify(await dump(phone.indexedDB))).not.toContain('13800000000')
  })

  it('chains each entry to the one before, by numbers without a gap, also across restarts', async () => {
    const phone = await signedIn()
    const [site = ''] = await written(phone.ledger.write([aSite()]))
    const [visit = ''] = await written(phone.ledger.write([aVisit(site)]))
    const again = await createPhone({ indexedDB: phone.indexedDB })
    await written(again.ledger.write(Array.from({ length: 18 }, (_, i) => anAnswer(site, visit, `item-${i}`))))

    const parcels = await again.outbox.next(100)
    expect(parcels.map((p) => p.entry.deviceSeq)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))
    expect(parcels.map((p) => p.entry.prev)).toEqual([null, ...parcels.slice(0, -1).map((p) => p.entry.hash)])
    for (const { entry, personal } of parcels) {
      expect(await sha256(hashedText(entry))).toBe(entry.hash)
      expect(personal === null ? null : await sha256(personalText(personal))).toBe(entry.personalDigest)
    }
    expect(parcels.map((p) => p.entry.id)).toEqual(parcels.map((p) => p.entry.id).sort())
  })

  it('does not fork the chain when two tabs write at once', async () => {
    const indexedDB = new IDBFactory()
    const tabs = [await signedIn(indexedDB), await createPhone({ indexedDB })]
    const outcomes = await Promise.all(Array.from({ length: 12 }, (_, i) => tabs[i % 2]!.ledger.write([aSite(`工地 ${i}`)])))
    expect(outcomes.every((outcome) => outcome.kind === 'written')).toBe(true)
    const parcels = await tabs[0]!.outbox.next(100)
    expect(parcels.map((p) => p.entry.deviceSeq)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1))
    expect(parcels.map((p) => p.entry.prev).slice(1)).toEqual(parcels.map((p) => p.entry.hash).slice(0, -1))
    expect(new Set(parcels.map((p) => p.entry.device)).size).toBe(1)
  })

  it('stores entry, photograph and outbox row together or not at all when the phone is full', async () => {
    const phone = await signedIn()
    const [site = ''] = await written(phone.ledger.write([aSite()]))
    const photo = await aPhoto()
    const add = IDBObjectStore.prototype.add
    IDBObjectStore.prototype.add = function (this: IDBObjectStore, value: unknown) {
      if (this.name === 'attachments') throw new DOMException('full', 'QuotaExceededError')
      return add.call(this, value)
    }
    try {
      const outcome = await phone.ledger.write([aVisit(site), aPhotoDraft(site, site, site, photo)], [photo])
      expect(outcome).toEqual({ kind: 'not-written', why: 'no-space' })
    } finally {
      IDBObjectStore.prototype.add = add
    }
    expect(await phone.outbox.waiting()).toMatchObject({ entries: 1, photos: 0 })
    expect(await phone.ledger.about('site', site)).toHaveLength(1)
    await written(phone.ledger.write([aVisit(site), aPhotoDraft(site, site, site, photo)], [photo]))
    expect(await phone.outbox.waiting()).toMatchObject({ entries: 3, photos: 1 })
    expect(new Uint8Array((await phone.ledger.photo(photo.sha256))!.bytes)).toEqual(new Uint8Array(photo.bytes))
  })

  it('writes nothing in nobody\'s name, and says why', async () => {
    const phone = await createPhone()
    expect(await phone.ledger.write([aSite()])).toEqual({ kind: 'not-written', why: 'signed-out' })
  })

  it('keeps one copy of a photograph that two findings show', async () => {
    const phone = await signedIn()
    const photo = await aPhoto()
    const [site = ''] = await written(phone.ledger.write([aSite()]))
    await written(phone.ledger.write([aPhotoDraft(site, site, site, photo)], [photo, photo]))
    await written(phone.ledger.write([aPhotoDraft(site, site, site, photo)], [photo]))
    expect(await phone.outbox.waiting()).toMatchObject({ entries: 3, photos: 1 })
  })

  it('lists the newest visits of the account first, each with all its entries', async () => {
    let now = 1_700_000_000_000
    const phone = await signedIn(new IDBFactory(), () => (now += 1_000))
    const [site = ''] = await written(phone.ledger.write([aSite()]))
    const visits: string[] = []
    for (let i = 0; i < 3; i += 1) visits.push(...(await written(phone.ledger.write([aVisit(site)]))))
    await written(phone.ledger.write([anAnswer(site, visits[1]!, 'a')]))
    const recent = await phone.ledger.recentVisits(2)
    expect(recent.map((entry) => entry.about.visit)).toEqual([visits[2], visits[1], visits[1]])
    expect(await phone.ledger.sites()).toHaveLength(1)
  })

  it('lists the kinds that were asked for, of the own area only, and names nobody', async () => {
    const phone = await signedIn()
    const [site = ''] = await written(phone.ledger.write([aSite()]))
    const [visit = ''] = await written(phone.ledger.write([aVisit(site)]))
    await written(phone.ledger.write([anAnswer(site, visit, 'a'), { ...aSite('海虞镇农房外墙翻新'), area: '320581102' }]))
    const entries = await phone.ledger.ofArea(['visit.started', 'site.registered', 'site.amended'])
    expect(entries.map((entry) => entry.id)).toEqual([visit, site])
    expect(JSON.stringify(entries)).not.toContain('周师傅')
    await phone.session.clear()
    expect(await phone.ledger.ofArea(['site.registered'])).toEqual([])
  })

  it('keeps what waits when the inspector signs out and another one signs in', async () => {
    const phone = await signedIn()
    await written(phone.ledger.write([aSite()]))
    await phone.session.clear()
    expect((await phone.outbox.waiting()).entries).toBe(1)
    await phone.session.save(aSession({ account: { ...aSession().account, id: 'account-li' } }))
    await written(phone.ledger.write([aSite('李秀的工地')]))
    expect((await phone.outbox.next(10)).map((p) => p.entry.by)).toEqual(['account-wang', 'account-li'])
  })

  it('says that the clock is not to be trusted in what is written before the first contact', async () => {
    const phone = await signedIn()
    await written(phone.ledger.write([aSite()]))
    expect((await phone.outbox.next(1))[0]?.entry).toMatchObject({ clockOffset: null, clockTrusted: false })
    await phone.clock.compared(phone.clock.phoneNow(), phone.clock.phoneNow(), phone.clock.phoneNow() + 400)
    await written(phone.ledger.write([aSite()]))
    expect((await phone.outbox.next(2))[1]?.entry).toMatchObject({ clockTrusted: true })
  })

  it('tells its listeners after a write', async () => {
    const phone = await signedIn()
    let told = 0
    const stop = phone.ledger.onChange(() => (told += 1))
    await written(phone.ledger.write([aSite()]))
    expect(told).toBe(1)
    stop()
    await written(phone.ledger.write([aSite()]))
    expect(told).toBe(1)
  })

  it('opens the database again after the connection was lost', async () => {
    const phone = await signedIn()
    await written(phone.ledger.write([aSite()]))
    await phone.close()
    await written(phone.ledger.write([aSite()]))
    expect((await phone.outbox.waiting()).entries).toBe(2)
  })

  it('reads once more over a new connection when the storage fails for a moment', async () => {
    const phone = await signedIn()
    await written(phone.ledger.write([aSite()]))
    const get = IDBObjectStore.prototype.get
    let failures = 1
    IDBObjectStore.prototype.get = function (this: IDBObjectStore, key) {
      if (failures > 0) {
        failures -= 1
        throw new DOMException('storage gone', 'UnknownError')
      }
      return get.call(this, key)
    }
    try {
      expect((await phone.outbox.waiting()).entries).toBe(1)
      failures = 2
      await expect(phone.outbox.waiting()).rejects.toThrow('storage gone')
    } finally {
      IDBObjectStore.prototype.get = get
    }
  })

  it('asks the browser to write through to the disk, every time', async () => {
    const asked: unknown[] = []
    const transaction = IDBDatabase.prototype.transaction
    IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...args) {
      if (args[1] === 'readwrite') asked.push(args[2]?.durability)
      return transaction.apply(this, args)
    }
    try {
      const phone = await signedIn()
      await written(phone.ledger.write([aSite()]))
    } finally {
      IDBDatabase.prototype.transaction = transaction
    }
    expect(asked.length).toBeGreaterThan(3)
    expect(new Set(asked)).toEqual(new Set(['strict']))
  })

  it('does not hold up a tab with a newer version, and then says that it cannot write', async () => {
    const phone = await signedIn()
    await written(phone.ledger.write([aSite()]))
    const newer = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = phone.indexedDB.open('suan-xun', 99)
      request.onblocked = () => reject(new Error('blocked by the older tab'))
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error ?? new Error('not opened'))
    })
    newer.close()
    expect(await phone.ledger.write([aSite()])).toEqual({ kind: 'not-written', why: 'database' })
  })
})

/** Everything a thief of the files would see. */
async function dump(indexedDB: IDBFactory): Promise<unknown[]> {
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('suan-xun')
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('not opened'))
  })
  const rows: unknown[] = []
  for (const name of db.objectStoreNames) {
    const request = db.transaction(name).objectStore(name).getAll()
    rows.push(
      ...(await new Promise<unknown[]>((resolve) => {
        request.onsuccess = () => resolve(request.result)
      })),
    )
  }
  db.close()
  return rows.map((row) => JSON.stringify(row, (_, value: unknown) => (value instanceof ArrayBuffer ? Buffer.from(value).toString('utf8') : value)))
}
