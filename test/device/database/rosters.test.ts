import { describe, expect, it } from 'vitest'
import type { IdNumber } from '#domain/identity.ts'
import { openDatabase } from '#device/database/open.ts'
import { createPhone } from '../../support/phone.ts'
import { aPerson, aRoster, aRosterList, matchKey, matchOf } from '../../support/rosters.ts'

const id = '32058119601001000X' as IdNumber
const [site, other] = ['01890000-0000-7000-8000-000000000001', '01890000-0000-7000-8000-000000000002'] as const
const roster = aRoster(site, [aPerson(id)])

async function aPhoneWith(...rosters: (typeof roster)[]) {
  const phone = await createPhone()
  await phone.rosters.follow(aRosterList(rosters))
  for (const one of rosters) await phone.rosters.keep(one)
  return phone
}

describe('the rosters on the phone', () => {
  it('are there again after a restart, and name people as the server does', async () => {
    const phone = await aPhoneWith(roster)
    await phone.close()
    const again = await createPhone({ indexedDB: phone.indexedDB })
    expect(await again.rosters.find(site)).toEqual(roster)
    expect(await again.rosters.matchOf(id)).toBe(matchOf(id))
    expect(await again.rosters.versions()).toEqual(new Map([[site, 'v1']]))
  })

  it('recognise nobody before the first list came', async () => {
    const phone = await createPhone()
    expect(await phone.rosters.matchOf(id)).toBeNull()
    expect(await phone.rosters.find(site)).toBeNull()
  })

  it('are of no use to a thief of the files: neither people nor the key can be read', async () => {
    const phone = await aPhoneWith(roster)
    const database = openDatabase(phone.indexedDB)
    const rows = await database.run(['rosters'], 'readonly', (tx) => tx.objectStore('rosters').getAll())
    const text = JSON.stringify(rows, (_, value: unknown) => (value instanceof ArrayBuffer ? Buffer.from(value).toString('utf8') : value))
    for (const secret of ['张*', '木工', '演示建设', '000X', matchOf(id), matchKey]) expect(text).not.toContain(secret)
    const keys = await database.run(['keys'], 'readonly', (tx) => tx.objectStore('keys').getAll())
    expect(keys.length).toBe(3)
    expect(keys.every((key) => !key.extractable)).toBe(true)
  })

  it('are dropped when the server no longer lists them, the others stay', async () => {
    const phone = await aPhoneWith(roster, aRoster(other, []))
    await phone.rosters.follow(aRosterList([aRoster(other, [])]))
    expect(await phone.rosters.find(site)).toBeNull()
    expect(await phone.rosters.find(other)).not.toBeNull()
  })

  it('are all dropped with a new key, so that nobody seems to be on no list for being looked for under another', async () => {
    const phone = await aPhoneWith(roster)
    const key = 'c3'.repeat(32)
    await phone.rosters.follow(aRosterList([roster], key))
    expect(await phone.rosters.find(site)).toBeNull()
    expect(await phone.rosters.matchOf(id)).toBe(matchOf(id, key))
    expect((await phone.rosters.versions()).size).toBe(0)
  })

  it('are as fresh as the platform\'s newest word, also when it has said the same again', async () => {
    const phone = await aPhoneWith(roster)
    let told = 0
    phone.ledger.onChange(() => (told += 1))
    const later = roster.refreshedAt + 86_400_000
    await phone.rosters.follow(aRosterList([{ ...roster, refreshedAt: later }]))
    expect(await phone.rosters.find(site)).toEqual({ ...roster, refreshedAt: later })
    expect(told).toBe(1)
    await phone.rosters.follow(aRosterList([{ ...roster, refreshedAt: later }]))
    expect(told).toBe(1)
  })

  it('are shown anew as soon as they are kept', async () => {
    const phone = await aPhoneWith(roster)
    let told = 0
    phone.ledger.onChange(() => (told += 1))
    await phone.rosters.find(site)
    await phone.rosters.keep({ ...roster, people: [] })
    expect(told).toBe(1)
    expect((await phone.rosters.find(site))?.people).toEqual([])
  })
})
