import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '#device/database/open.ts'
import { createKeyRing } from '#device/key-ring.ts'
import { createRandom, systemRandom } from '#device/random.ts'
import { createVault } from '#device/vault.ts'

function aVault(indexedDB = new IDBFactory()) {
  return createVault(createKeyRing(openDatabase(indexedDB)), createRandom(systemRandom, Date.now))
}

describe('sealing on the phone', () => {
  it('opens nothing that was moved to another row or damaged', async () => {
    const vault = aVault()
    const sealed = await vault.sealJson({ name: '周师傅' }, 'personal 1')
    expect(await vault.openJson(sealed, 'personal 1')).toEqual({ name: '周师傅' })
    expect(await vault.openJson(sealed, 'personal 2')).toBeNull()
    new Uint8Array(sealed.bytes)[3]! ^= 1
    expect(await vault.openJson(sealed, 'personal 1')).toBeNull()
  })

  it('opens what was sealed before a restart, and names a person the same', async () => {
    const indexedDB = new IDBFactory()
    const [before, after] = [aVault(indexedDB), aVault(indexedDB)]
    const sealed = await before.sealJson('x', 'a')
    expect(await after.openJson(sealed, 'a')).toBe('x')
    expect(await after.keyed('320581196010010008')).toBe(await before.keyed('320581196010010008'))
  })

  it('agrees on one key when two tabs start on a new phone at once', async () => {
    const indexedDB = new IDBFactory()
    const [one, other] = [aVault(indexedDB), aVault(indexedDB)]
    const [sealed, key] = await Promise.all([one.sealJson('x', 'a'), other.keyed('n')])
    expect(await other.openJson(sealed, 'a')).toBe('x')
    expect(await one.keyed('n')).toBe(key)
  })

  it('names the same person differently on different phones', async () => {
    expect(await aVault().keyed('n')).not.toBe(await aVault().keyed('n'))
  })

  it('gives its keys to nobody', async () => {
    const indexedDB = new IDBFactory()
    const database = openDatabase(indexedDB)
    await createVault(createKeyRing(database), createRandom(systemRandom, Date.now)).keyed('n')
    const keys = await database.run(['keys'], 'readonly', (tx) => tx.objectStore('keys').getAll())
    expect(keys.map((key) => key.extractable)).toEqual([false, false])
    await expect(crypto.subtle.exportKey('raw', keys[0]!)).rejects.toThrow()
  })
})
