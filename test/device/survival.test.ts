import { IDBFactory } from 'fake-indexeddb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CanaryStorage } from '#device/canary.ts'
import { runSync } from '#sync/run-sync.ts'
import { aPhoto, aPhotoDraft, aSite } from '../support/drafts.ts'
import { injectFetch } from '../support/inject-fetch.ts'
import { createPhone, type Phone } from '../support/phone.ts'
import { startServer, type TestServer } from '../support/server.ts'

function aCanary(): CanaryStorage {
  const kept = new Map<string, string>()
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) }
}

/** All rows of all stores, to bring an older state back as a phone's own backup would. */
async function copyOf(indexedDB: IDBFactory): Promise<IDBFactory> {
  const open = (factory: IDBFactory, version?: number, upgrade?: (db: IDBDatabase) => void) =>
    new Promise<IDBDatabase>((resolve, reject) => {
      const request = factory.open('suan-xun', version)
      request.onupgradeneeded = () => upgrade?.(request.result)
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error ?? new Error('not opened'))
    })
  const from = await open(indexedDB)
  const copy = new IDBFactory()
  const names = [...from.objectStoreNames]
  const to = await open(copy, from.version, (db) => {
    for (const name of names) {
      const store = from.transaction(name).objectStore(name)
      const made = db.createObjectStore(name, store.keyPath === null ? {} : { keyPath: store.keyPath })
      for (const index of store.indexNames) made.createIndex(index, store.index(index).keyPath, { unique: store.index(index).unique })
    }
  })
  for (const name of names) {
    const store = from.transaction(name).objectStore(name)
    const [keys, values] = await Promise.all([wait(store.getAllKeys()), wait(store.getAll())])
    const target = to.transaction(name, 'readwrite').objectStore(name)
    for (const [i, key] of keys.entries()) await wait(store.keyPath === null ? target.put(values[i], key) : target.put(values[i]))
  }
  from.close()
  to.close()
  return copy
}

function wait<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('request failed'))
  })
}

describe('a phone whose storage is lost', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer()
  })
  afterAll(() => server.close())

  async function start(canary: CanaryStorage, fetch: typeof globalThis.fetch, indexedDB?: IDBFactory): Promise<Phone> {
    const phone = await createPhone({ fetch, canary, ...(indexedDB === undefined ? {} : { indexedDB }) })
    if ((await phone.session.load()) === null) {
      const reply = await phone.network.signIn('wangjian', 'demo-2026', await phone.session.device())
      if (reply.kind !== 'ok') throw new Error(JSON.stringify(reply))
      await phone.session.save(reply.value)
    }
    return phone
  }

  async function write(phone: Phone, ...names: string[]): Promise<void> {
    for (const name of names) expect((await phone.ledger.write([aSite(name)])).kind).toBe('written')
    // The mark follows the write.
    await new Promise((resolve) => setTimeout(resolve, 20))
  }

  const sync = async (phone: Phone) => runSync(phone, (await phone.session.load())!)

  it('says so when everything is gone, with how much had not been delivered, and begins under a new name', async () => {
    const [canary, fetch] = [aCanary(), injectFetch(server.app)]
    const phone = await start(canary, fetch)
    await write(phone, '一号')
    await sync(phone)
    const photo = await aPhoto()
    const site = phone.random.uuid()
    await phone.ledger.write([aPhotoDraft(site, site, site, photo)], [photo])
    await write(phone, '二号')
    const { device } = await phone.session.device()

    const again = await start(canary, fetch, new IDBFactory())
    expect(await again.rescue.loss()).toMatchObject({ entries: 2, photos: 1 })
    expect((await again.session.device()).device).not.toBe(device)
    await write(again, '三号')
    expect(await sync(again)).toMatchObject({ kind: 'done', delivered: 1, quarantined: 0 })
    await again.rescue.lossRead()
    expect(await again.rescue.loss()).toBeNull()
    expect(await (await start(canary, fetch, again.indexedDB)).rescue.loss()).toBeNull()
  })

  it('never uses a number of its chain twice when it comes back older than it was, and delivers what is still there', async () => {
    const [canary, fetch] = [aCanary(), injectFetch(server.app)]
    const phone = await start(canary, fetch)
    await write(phone, '一号', '二号')
    const older = await copyOf(phone.indexedDB)
    await write(phone, '三号', '四号')
    await sync(phone)
    const { device } = await phone.session.device()

    const again = await start(canary, fetch, older)
    expect(await again.rescue.loss()).toMatchObject({ entries: 0, photos: 0 })
    const renamed = (await again.session.device()).device
    expect(renamed).not.toBe(device)
    await write(again, '五号')
    expect(await again.outbox.waiting()).toMatchObject({ entries: 3 })
    expect(await sync(again)).toMatchObject({ kind: 'done', delivered: 3, quarantined: 0 })
    expect(await again.outbox.waiting()).toMatchObject({ entries: 0, quarantined: 0 })
    const rows = await server.db.selectFrom('entry').select(['device', 'deviceSeq', 'hash']).where('device', 'in', [device, renamed]).orderBy('device').orderBy('deviceSeq').execute()
    expect(rows.filter((row) => row.device === device).map((row) => row.deviceSeq)).toEqual([1, 2, 3, 4])
    expect(rows.filter((row) => row.device === renamed).map((row) => row.deviceSeq)).toEqual([1])
    expect(await server.db.selectFrom('quarantine').select('reason').where('device', 'in', [device, renamed]).execute()).toEqual([])
  })

  it('raises no false alarm, whatever two tabs write and however often the app is opened', async () => {
    const [canary, fetch] = [aCanary(), injectFetch(server.app)]
    const phone = await start(canary, fetch)
    const { device } = await phone.session.device()
    for (let i = 0; i < 5; i += 1) {
      const tab = await start(canary, fetch, phone.indexedDB)
      await Promise.all([phone.ledger.write([aSite()]), tab.ledger.write([aSite()]), sync(tab)])
      const opened = await createPhone({ indexedDB: phone.indexedDB, canary })
      expect(await opened.rescue.loss()).toBeNull()
      expect((await opened.session.device()).device).toBe(device)
    }
  })

  it('goes on as before where nothing can be kept outside the database', async () => {
    const broken: CanaryStorage = {
      getItem: () => { throw new DOMException('forbidden', 'SecurityError') },
      setItem: () => { throw new DOMException('full', 'QuotaExceededError') },
    }
    const phone = await start(broken, injectFetch(server.app))
    await write(phone, '一号')
    expect(await sync(phone)).toMatchObject({ kind: 'done', delivered: 1 })
    expect(await (await createPhone({ indexedDB: phone.indexedDB, canary: broken })).rescue.loss()).toBeNull()
  })
})
