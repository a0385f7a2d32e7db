import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { wrap, type IDBPDatabase } from 'idb'
import { describe, expect, it } from 'vitest'
import { first } from '#device/database/migrations/001-first.ts'
import type { PhoneSchema } from '#device/database/schema.ts'
import { aPhoto, aPhotoDraft, aSite, aVisit } from '../../support/drafts.ts'
import { createPhone, type Phone } from '../../support/phone.ts'
import { aRoster, aRosterList } from '../../support/rosters.ts'
import { aSession } from '../../support/session.ts'

const ENTRIES = 60
const stores = ['meta', 'keys', 'ledger', 'outbox', 'receipts', 'attachments', 'answers', 'jottings'] as const

/** A database as version 1 made it, with `rows` in it. */
async function versionOne(rows: { store: (typeof stores)[number]; key: IDBValidKey; value: unknown }[]): Promise<IDBFactory> {
  const indexedDB = new IDBFactory()
  const request = indexedDB.open('suan-xun', 1)
  request.onupgradeneeded = () => first(wrap(request.result) as IDBPDatabase<PhoneSchema>)
  const db = (await wrap(request)) as IDBPDatabase
  const tx = db.transaction([...stores], 'readwrite')
  for (const { store, key, value } of rows) await (tx.objectStore(store).keyPath === null ? tx.objectStore(store).put(value, key) : tx.objectStore(store).put(value))
  await tx.done
  db.close()
  return indexedDB
}

async function rowsOf(phone: Phone) {
  const db = (await wrap(phone.indexedDB.open('suan-xun'))) as IDBPDatabase
  const tx = db.transaction([...stores], 'readonly')
  const rows = await Promise.all(stores.map(async (store) => {
    const [keys, values] = await Promise.all([tx.objectStore(store).getAllKeys(), tx.objectStore(store).getAll()])
    return keys.map((key, i) => ({ store, key, value: values[i] as unknown }))
  }))
  db.close()
  return rows.flat()
}

describe('a phone of version 1', () => {
  it('opens with its full outbox, its photographs and its chain whole, and then keeps rosters', async () => {
    const old = await createPhone()
    await old.session.save(aSession())
    const photo = await aPhoto()
    const [site = '', visit = ''] = [old.random.uuid(), old.random.uuid()]
    const sites = Array.from({ length: ENTRIES }, (_, i) => aSite(`工地 ${i}`))
    expect(await old.ledger.write([...sites, aVisit(site, visit), aPhotoDraft(site, visit, old.random.uuid(), photo)], [photo])).toMatchObject({ kind: 'written' })
    await old.jottings.keep('half', { text: '写了一半' })
    const waiting = await old.outbox.next(200)
    const rows = await rowsOf(old)
    await old.close()

    const indexedDB = await versionOne(rows)
    const phone = await createPhone({ indexedDB })
    expect(await phone.outbox.waiting()).toMatchObject({ entries: ENTRIES + 2, photos: 1, quarantined: 0 })
    expect(await phone.outbox.next(200)).toEqual(waiting)
    expect((await phone.ledger.photo(photo.sha256))?.bytes).toEqual(photo.bytes)
    expect(await phone.jottings.find('half')).toEqual({ text: '写了一半' })
    expect((await phone.session.load())?.account.id).toBe('account-wang')
    await phone.ledger.write([aSite()])
    expect((await phone.outbox.next(200)).at(-1)?.entry).toMatchObject({ deviceSeq: ENTRIES + 3, prev: waiting.at(-1)?.entry.hash })
    const roster = aRoster(site, [])
    await phone.rosters.follow(aRosterList([roster]))
    await phone.rosters.keep(roster)
    expect(await phone.rosters.find(site)).toEqual(roster)
    await phone.close()
    expect(((await wrap(indexedDB.open('suan-xun'))) as IDBPDatabase).version).toBe(3)
  })
})
