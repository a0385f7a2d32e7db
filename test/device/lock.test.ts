import { IDBFactory } from 'fake-indexeddb'
import { wrap, type IDBPDatabase } from 'idb'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { IdNumber } from '#domain/identity.ts'
import { createPhoneStore } from '#device/phone-store.ts'
import { systemRandom } from '#device/random.ts'
import { aPhoto, aPhotoDraft, aSite } from '../support/drafts.ts'
import { createPhone, type Phone } from '../support/phone.ts'
import { aRoster, matchKey, matchOf } from '../support/rosters.ts'
import { aSession, town } from '../support/session.ts'

const PIN = '274913'
const wang = { account: 'account-wang', secret: '1'.repeat(64) }
const li = { account: 'account-li', secret: '2'.repeat(64) }
const zhou = '320581196010010008' as IdNumber
const green = { kind: 'code', colour: 'green', validUntil: '2030-01-01', nameMasked: '周*', answeredAt: 1_000 } as const

/** A phone in use: a site, a photograph, a remembered answer, a roster, a half-written form. */
async function inUse(parts: Parameters<typeof createPhone>[0] = {}) {
  const phone = await createPhone(parts)
  await phone.session.save(aSession())
  const photo = await aPhoto()
  const id = phone.random.uuid()
  await phone.ledger.write([{ ...aSite(), id }, aPhotoDraft(id, id, id, photo)], [photo])
  await phone.answers.remember(zhou, green, false)
  await phone.rosters.keep(aRoster(id, []))
  await phone.jottings.keep('half', { text: '写了一半' })
  return { phone, site: id, photo }
}

async function expectAllThere(phone: Phone, { site, photo }: { site: string; photo: { sha256: string; bytes: ArrayBuffer } }) {
  expect((await phone.ledger.about('site', site))[0]?.personal?.contactName).toBe('周师傅')
  expect((await phone.ledger.photo(photo.sha256))?.bytes).toEqual(photo.bytes)
  expect((await phone.answers.recall(zhou))?.answer).toEqual(green)
  expect((await phone.rosters.find(site))?.site).toBe(site)
  expect(await phone.jottings.find('half')).toEqual({ text: '写了一半' })
  expect((await phone.outbox.next(10))[0]?.personal?.contactName).toBe('周师傅')
}

async function restart(phone: Phone, now?: () => number) {
  await phone.close()
  return createPhone(now === undefined ? { indexedDB: phone.indexedDB } : { indexedDB: phone.indexedDB, now })
}

/** Whether it has ended within some turns of the event loop. */
async function isPending(work: Promise<unknown>): Promise<boolean> {
  const pending = Symbol('pending')
  return (await Promise.race([work, new Promise((resolve) => setTimeout(() => resolve(pending), 50))])) === pending
}

async function keysOf(indexedDB: IDBFactory): Promise<string[]> {
  const db = (await wrap(indexedDB.open('suan-xun'))) as IDBPDatabase
  const keys = await db.getAllKeys('keys')
  db.close()
  return keys.map(String)
}

const channels: BroadcastChannel[] = []
afterEach(() => {
  for (const channel of channels.splice(0)) channel.close()
})

describe('the PIN of the phone', () => {
  it('opens after a restart everything that was written before and after it was set', async () => {
    const { phone, ...written } = await inUse()
    expect(await phone.lock.look()).toEqual({ kind: 'none' })
    expect(await phone.lock.setPin(PIN, wang)).toEqual({ kind: 'set' })
    await phone.lock.resealed()
    await expectAllThere(phone, written)
    await phone.ledger.write([aSite('设码之后')])

    const again = await restart(phone)
    expect(await again.lock.look()).toMatchObject({ kind: 'locked', void: false })
    expect(await again.lock.unlock(PIN)).toEqual({ kind: 'open' })
    await again.lock.resealed()
    await expectAllThere(again, written)
    expect(await again.ledger.sites()).toHaveLength(2)
    expect(await keysOf(phone.indexedDB)).not.toContain('sealing')
    const third = await restart(again)
    expect(await third.lock.unlock(PIN)).toEqual({ kind: 'open' })
    await expectAllThere(third, written)
  })

  it('keeps everything waiting while locked, mistakes nothing for lost, and goes on when unlocked', async () => {
    const { phone, ...written } = await inUse()
    await phone.lock.setPin(PIN, wang)
    await phone.lock.resealed()
    phone.lock.lock(false)
    const reads = [phone.outbox.next(10), phone.outbox.nextPhoto(), phone.ledger.about('site', written.site), phone.jottings.find('half'), phone.answers.recall(zhou)]
    for (const read of reads) expect(await isPending(read)).toBe(true)
    const writing = phone.ledger.write([aSite('锁着时提交的')])
    expect(await isPending(writing)).toBe(true)
    expect((await phone.outbox.waiting()).entries).toBe(2)
    await phone.lock.unlock(PIN)
    expect((await writing).kind).toBe('written')
    expect((await phone.outbox.next(10)).every((parcel) => parcel.personal !== null || parcel.entry.personalDigest === null)).toBe(true)
    await expectAllThere(phone, written)
  })

  it('takes ten wrong ones and then opens nothing any more, not even with the right one, until a sign-in; the work is all there', async () => {
    let now = 1_700_000_000_000
    const { phone, ...written } = await inUse({ now: () => now })
    await phone.lock.setPin(PIN, wang)
    await phone.lock.resealed()
    let locked = await restart(phone, () => now)
    for (let left = 9; left > 0; left -= 1) {
      expect(await locked.lock.unlock('000000')).toEqual({ kind: 'wrong', left })
      const state = await locked.lock.look()
      if (state.kind === 'locked') now += state.waitMs
      // A new start each time: nothing of it is kept in memory only.
      locked = await restart(locked, () => now)
    }
    expect(await locked.lock.unlock('000000')).toEqual({ kind: 'void' })
    now += 1_000_000_000
    expect(await locked.lock.unlock(PIN)).toEqual({ kind: 'void' })
    expect(await locked.lock.look()).toMatchObject({ kind: 'locked', void: true })
    expect(await locked.lock.recover(wang.account, li.secret)).toBe(false)
    expect(await locked.lock.recover(wang.account, wang.secret)).toBe(true)
    expect(await locked.lock.setPin('860251', null)).toEqual({ kind: 'set' })
    await expectAllThere(locked, written)
    const after = await restart(locked, () => now)
    expect((await after.lock.unlock(PIN)).kind).toBe('wrong')
    expect((await after.lock.unlock('860251')).kind).toBe('open')
    await expectAllThere(after, written)
  })

  it('does not look at a PIN while it has to wait, also after a restart and with the clock turned back', async () => {
    let now = 1_700_000_000_000
    const { phone } = await inUse({ now: () => now })
    await phone.lock.setPin(PIN, wang)
    let locked = await restart(phone, () => now)
    for (const _ of [1, 2, 3]) await locked.lock.unlock('000000')
    expect(await locked.lock.unlock(PIN)).toEqual({ kind: 'wait', ms: 5_000 })
    now -= 86_400_000
    locked = await restart(locked, () => now)
    expect(await locked.lock.unlock(PIN)).toEqual({ kind: 'wait', ms: 5_000 })
    now += 4_999
    expect(await locked.lock.unlock(PIN)).toEqual({ kind: 'wait', ms: 1 })
    now += 1
    expect(await locked.lock.unlock(PIN)).toEqual({ kind: 'open' })
    expect(await locked.lock.look()).toEqual({ kind: 'open' })
  })

  it('counts every try when many come at once', async () => {
    const { phone } = await inUse()
    await phone.lock.setPin(PIN, wang)
    const locked = await restart(phone)
    const tries = await Promise.all(Array.from({ length: 6 }, () => locked.lock.unlock('000000')))
    expect(tries.map((tried) => tried.kind).sort()).toEqual(['wait', 'wait', 'wait', 'wrong', 'wrong', 'wrong'])
    expect(await locked.lock.look()).toMatchObject({ left: 7 })
  })

  it('is opened by the sign-in of anyone who has signed in here since it was set, and of nobody else', async () => {
    const { phone, ...written } = await inUse()
    await phone.lock.remember(li.account, li.secret)
    await phone.lock.setPin(PIN, wang)
    const locked = await restart(phone)
    expect(await locked.lock.recover(li.account, li.secret)).toBe(false)
    await locked.lock.unlock(PIN)
    await locked.lock.remember(li.account, li.secret)
    const again = await restart(locked)
    expect(await again.lock.recover(li.account, li.secret)).toBe(true)
    await expectAllThere(again, written)
  })

  it('is not set without a way back, and not changed by somebody who has not opened the store', async () => {
    const { phone } = await inUse()
    expect(await phone.lock.setPin(PIN, null)).toEqual({ kind: 'not-set', why: 'locked' })
    await phone.lock.setPin(PIN, wang)
    const locked = await restart(phone)
    expect(await locked.lock.setPin('000000', li)).toEqual({ kind: 'not-set', why: 'locked' })
    expect((await locked.lock.isPin('000000')).kind).toBe('wrong')
    expect((await locked.lock.unlock(PIN)).kind).toBe('open')
    expect(await locked.lock.isPin(PIN)).toEqual({ kind: 'open' })
  })

  it('leaves nothing on the phone that opens the store without it: neither the PIN, nor the secret, nor what the server gave', async () => {
    const { phone } = await inUse()
    await phone.session.save({ ...aSession(), unlockSecret: wang.secret })
    expect(await phone.session.load()).not.toHaveProperty('unlockSecret')
    await phone.lock.setPin(PIN, wang)
    await phone.lock.resealed()
    const again = await restart(phone)
    await again.lock.unlock(PIN)
    await again.lock.resealed()
    await again.close()
    const db = (await wrap(phone.indexedDB.open('suan-xun'))) as IDBPDatabase
    const rows = await Promise.all([...db.objectStoreNames].map((name) => db.getAll(name)))
    const text = JSON.stringify(rows, (_, value: unknown) => (value instanceof ArrayBuffer ? Buffer.from(value).toString('hex') : value))
    for (const secret of [PIN, wang.secret, '周师傅', zhou]) expect(text).not.toContain(secret)
    db.close()
    expect((await keysOf(phone.indexedDB)).sort()).toEqual(['naming'])
  })

  it('never lets an older answer of a pack speak for what the phone knows better, in whichever state of locking', async () => {
    const { phone } = await inUse({ now: () => 5_000 })
    const newer = { kind: 'code', colour: 'red', validUntil: null, nameMasked: '周*', answeredAt: 3_000 } as const
    await phone.answers.remember(zhou, newer, false)
    const packed = { match: matchOf(zhou), colour: 'green', validUntil: '2030-01-01', nameMasked: '周*', answeredAt: 2_000, simulated: false } as const
    await phone.pack.keep({ matchKey, answers: [packed], lapsed: [], madeAt: 4_000, serverTime: 4_000 }, { account: wang.account, at: 4_000, rosterPeople: 0, area: town, oldest: 0 })
    const before = await phone.answers.keyOf(zhou)
    await phone.lock.setPin(PIN, wang)
    expect((await phone.answers.recall(zhou))?.answer).toEqual(newer)
    let again = phone
    for (let starts = 0; starts < 2; starts += 1) {
      again = await restart(again)
      await again.lock.unlock(PIN)
      expect((await again.answers.recall(zhou))?.answer).toEqual(newer)
      expect(await again.answers.keyOf(zhou)).not.toBe(before)
    }
  })

  it('costs whoever tries PINs elsewhere 600,000 rounds each', async () => {
    const phone = createPhoneStore({ indexedDB: new IDBFactory(), phoneNow: Date.now, randomBytes: systemRandom })
    const derive = vi.spyOn(crypto.subtle, 'deriveBits')
    await phone.lock.setPin(PIN, wang)
    expect(derive.mock.calls[0]?.[0]).toMatchObject({ name: 'PBKDF2', hash: 'SHA-256', iterations: 600_000 })
  })

  it('that one tab sets locks the other ones, and what they were just writing is sealed under it', async () => {
    const indexedDB = new IDBFactory()
    const tabs = (name: string) => {
      const channel = new BroadcastChannel(`lock test ${name}`)
      channels.push(channel)
      return channel
    }
    const tab = () => createPhoneStore({ indexedDB, phoneNow: Date.now, randomBytes: systemRandom, tabs, pinRounds: 1_000 })
    const [here, there] = [tab(), tab()]
    await here.session.save(aSession())
    await there.ledger.write([aSite('先写的')])
    const locked = new Promise<void>((resolve) => there.lock.onChange(resolve))
    await here.lock.setPin(PIN, wang)
    const writing = there.ledger.write([aSite('另一个窗口写的')])
    await locked
    expect(await there.lock.look()).toMatchObject({ kind: 'locked' })
    expect(await isPending(writing)).toBe(true)
    await there.lock.unlock(PIN)
    expect((await writing).kind).toBe('written')
    await here.lock.resealed()
    await Promise.all([here.close(), there.close()])
    const again = await createPhone({ indexedDB })
    await again.lock.unlock(PIN)
    expect((await again.ledger.sites()).map((site) => site.personal?.contactName)).toEqual(['周师傅', '周师傅'])
  })
})
