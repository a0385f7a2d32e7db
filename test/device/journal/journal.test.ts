import { IDBFactory } from 'fake-indexeddb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readFrames } from '#device/journal/frame.ts'
import { runSync } from '#sync/run-sync.ts'
import { aPhoto, aPhotoDraft, aSite } from '../../support/drafts.ts'
import { injectFetch } from '../../support/inject-fetch.ts'
import { createJournalDisk, type JournalDisk } from '../../support/journal-files.ts'
import { createPhone, type Phone } from '../../support/phone.ts'
import { startServer, type TestServer } from '../../support/server.ts'

describe('the journal beside the database', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer()
  })
  afterAll(() => server.close())

  /** The same `disk` with another `indexedDB` is the same phone after its database was lost. */
  async function start(disk: JournalDisk, indexedDB = new IDBFactory()): Promise<Phone> {
    return createPhone({ fetch: injectFetch(server.app), indexedDB, journal: disk.open() })
  }

  /** As the session store does it. */
  async function signIn(phone: Phone, username = 'wangjian'): Promise<void> {
    const reply = await phone.network.signIn(username, 'demo-2026', await phone.session.device(), (await phone.session.deviceKey()) ?? undefined)
    if (reply.kind !== 'ok') throw new Error(JSON.stringify(reply))
    const { account, journalSecret = '' } = reply.value
    await phone.session.save(reply.value)
    await phone.journal.enrol(account.id, journalSecret)
    await phone.journal.restore(account.id, journalSecret)
  }

  async function written(phone: Phone, ...write: Parameters<Phone['ledger']['write']>): Promise<string[]> {
    const outcome = await phone.ledger.write(...write)
    if (outcome.kind !== 'written') throw new Error(outcome.why)
    return outcome.ids
  }

  const sync = async (phone: Phone) => runSync(phone, (await phone.session.load())!)
  const rows = (ids: string[]) => server.db.selectFrom('entry').select(['id', 'device', 'by']).where('id', 'in', ids).execute()
  const acts = (disk: JournalDisk) => [...disk.files].filter(([name]) => name.startsWith('acts.'))
  const framesOn = async (disk: JournalDisk) => (await Promise.all(acts(disk).map(([, bytes]) => readFrames(new Blob([bytes]))))).flat()

  it('gives back, at the next sign-in, what an emptied database held, and it is delivered under its old name exactly once', async () => {
    const disk = createJournalDisk()
    const phone = await start(disk)
    await signIn(phone)
    const photo = await aPhoto(71, 5_000)
    const [site = ''] = await written(phone, [aSite('一号')])
    const shown = await written(phone, [aPhotoDraft(site, site, site, photo), aSite('二号')], [photo])
    const { device } = await phone.session.device()

    const emptied = await start(disk)
    expect(await emptied.outbox.waiting()).toMatchObject({ entries: 0, photos: 0 })
    await signIn(emptied)
    expect(await emptied.outbox.waiting()).toMatchObject({ entries: 3, photos: 1 })
    expect(await emptied.rescue.loss()).toMatchObject({ restored: { entries: 3, photos: 1, left: 0, noSpace: false } })
    expect((await emptied.ledger.sites()).map(({ personal }) => personal)).not.toContain(null)
    await signIn(emptied)
    expect(await emptied.outbox.waiting()).toMatchObject({ entries: 3, photos: 1 })

    expect(await sync(emptied)).toMatchObject({ kind: 'done', delivered: 3, photosDelivered: 1, quarantined: 0 })
    expect((await rows([site, ...shown])).map((row) => row.device)).toEqual([device, device, device])
  })

  it('lets nothing be read on the phone, whoever holds it', async () => {
    const disk = createJournalDisk()
    const phone = await start(disk)
    await signIn(phone)
    await written(phone, [aSite('只有他知道的工地')])
    const { deviceSecret } = await phone.session.device()
    for (const [, bytes] of disk.files) {
      const text = new TextDecoder().decode(bytes)
      expect(text).not.toContain('只有他知道的工地')
      expect(text).not.toContain(deviceSecret)
    }
    // Another account's sign-in brings another secret.
    const emptied = await start(disk)
    await signIn(emptied, 'lixiu')
    expect(await emptied.outbox.waiting()).toMatchObject({ entries: 0 })
  })

  it('waits for the author when a colleague signs in first, and says how much it still has', async () => {
    const disk = createJournalDisk()
    const phone = await start(disk)
    await signIn(phone)
    const first = await written(phone, [aSite('王建的')])
    await signIn(phone, 'lixiu')
    const second = await written(phone, [aSite('李秀的'), aSite('李秀的另一个')])

    const emptied = await start(disk)
    await signIn(emptied, 'lixiu')
    expect(await emptied.rescue.loss()).toMatchObject({ restored: { entries: 2, left: 1 } })
    // Its predecessor is not here yet.
    expect(await sync(emptied)).toMatchObject({ delivered: 0 })
    await signIn(emptied)
    expect(await emptied.rescue.loss()).toMatchObject({ restored: { entries: 3, left: 0 } })
    expect(await sync(emptied)).toMatchObject({ kind: 'done', delivered: 3, quarantined: 0 })
    expect(new Set((await rows([...first, ...second])).map((row) => row.by)).size).toBe(2)
  })

  it('refuses an act for which it has no room, and then neither it nor the database has kept anything', async () => {
    const disk = createJournalDisk()
    const phone = await start(disk)
    await signIn(phone)
    await written(phone, [aSite('还有地方')])
    const [before] = [acts(disk).map(([, bytes]) => bytes.length)]
    disk.room = 3_000
    const photo = await aPhoto(72, 5_000)
    expect(await phone.ledger.write([aPhotoDraft('a', 'b', 'c', photo)].map((draft) => ({ ...draft, about: {} })), [photo])).toEqual({ kind: 'not-written', why: 'no-space' })
    expect(acts(disk).map(([, bytes]) => bytes.length)).toEqual(before)
    expect(await phone.outbox.waiting()).toMatchObject({ entries: 1, photos: 0 })
    expect(disk.room).toBe(3_000)
    disk.room = Infinity
    await written(phone, [aSite('又有地方了')])
    expect(await framesOn(disk)).toHaveLength(2)
  })

  it('takes out again what the database did not take', async () => {
    const disk = createJournalDisk()
    const phone = await start(disk)
    await signIn(phone)
    const { transaction } = IDBDatabase.prototype
    IDBDatabase.prototype.transaction = function refuse(stores, mode, options) {
      if (mode === 'readwrite' && [stores].flat().includes('outbox')) throw new DOMException('full', 'QuotaExceededError')
      return transaction.call(this, stores, mode, options)
    }
    try {
      expect(await phone.ledger.write([aSite('没记下')])).toEqual({ kind: 'not-written', why: 'no-space' })
    } finally {
      IDBDatabase.prototype.transaction = transaction
    }
    expect(await framesOn(disk)).toEqual([])
    await written(phone, [aSite('记下了')])
    expect(await framesOn(disk)).toMatchObject([{ kept: true }])
  })

  it('never holds an act up when it cannot be written for another reason', async () => {
    const disk = createJournalDisk()
    const broken = { ...disk.open(), write: () => Promise.reject(new DOMException('the worker ended', 'UnknownError')) }
    const phone = await createPhone({ fetch: injectFetch(server.app), journal: broken })
    await signIn(phone)
    await written(phone, [aSite('照样记下')])
    expect(await phone.outbox.waiting()).toMatchObject({ entries: 1 })
  })

  it('keeps nothing of what has been delivered whole, and all of what has not', async () => {
    const disk = createJournalDisk()
    const phone = await start(disk)
    await signIn(phone)
    const photo = await aPhoto(73, 5_000)
    const [site = ''] = await written(phone, [aSite('一号')])
    await written(phone, [aPhotoDraft(site, site, site, photo)], [photo])
    await phone.journal.sweep()
    expect(await framesOn(disk)).toHaveLength(2)
    expect(await sync(phone)).toMatchObject({ kind: 'done', delivered: 2, photosDelivered: 1 })
    await phone.journal.sweep()
    expect(acts(disk).every(([, bytes]) => bytes.length === 0)).toBe(true)
    await written(phone, [aSite('二号')])
    expect(await framesOn(disk)).toHaveLength(1)
  })

  it('never lets go of what a database that knows nothing of it was asked about', async () => {
    const disk = createJournalDisk()
    const phone = await start(disk)
    await signIn(phone)
    await written(phone, [aSite('唯一的一份')])
    const emptied = await start(disk)
    await signIn(emptied, 'lixiu')
    await written(emptied, [aSite('别人的')])
    await sync(emptied)
    await emptied.journal.sweep()
    await signIn(emptied)
    expect(await sync(emptied)).toMatchObject({ delivered: 1 })
  })

  it('says that space is wanting, and goes on at the next sign-in', async () => {
    const disk = createJournalDisk()
    const phone = await start(disk)
    await signIn(phone)
    const photo = await aPhoto(74, 5_000)
    const [site = ''] = await written(phone, [aSite('一号')])
    await written(phone, [aPhotoDraft(site, site, site, photo)], [photo])
    const emptied = await start(disk)
    const { add } = IDBObjectStore.prototype
    IDBObjectStore.prototype.add = function refuse(value, key) {
      if (this.name === 'attachments') throw new DOMException('full', 'QuotaExceededError')
      return add.call(this, value, key)
    }
    try {
      await signIn(emptied)
    } finally {
      IDBObjectStore.prototype.add = add
    }
    expect(await emptied.rescue.loss()).toMatchObject({ restored: { entries: 1, photos: 0, left: 1, noSpace: true } })
    await signIn(emptied)
    expect(await emptied.rescue.loss()).toMatchObject({ restored: { entries: 2, photos: 1, left: 0, noSpace: false } })
    expect(await sync(emptied)).toMatchObject({ kind: 'done', delivered: 2, photosDelivered: 1 })
  })

  it('reads what lies before a write that was cut short, and nothing that was changed', async () => {
    const disk = createJournalDisk()
    const phone = await start(disk)
    await signIn(phone)
    await written(phone, [aSite('完整的')])
    await written(phone, [aSite('断电时正在写的')])
    const [[name, bytes]] = acts(disk) as [[string, Uint8Array<ArrayBuffer>]]
    disk.files.set(name, bytes.slice(0, bytes.length - 1))
    const emptied = await start(disk)
    await signIn(emptied)
    expect(await emptied.outbox.waiting()).toMatchObject({ entries: 1 })

    const changed = bytes.slice()
    changed[changed.length - 20]! ^= 1
    disk.files.set(name, changed)
    const again = await start(disk)
    await signIn(again)
    expect(await again.outbox.waiting()).toMatchObject({ entries: 1 })
  })
})
