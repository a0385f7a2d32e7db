import { IDBFactory } from 'fake-indexeddb'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { fromHex } from '#device/digest.ts'
import { signedText } from '#domain/outbox.ts'
import { aSite } from '../support/drafts.ts'
import { createPhone } from '../support/phone.ts'
import { aSession } from '../support/session.ts'

afterEach(() => vi.restoreAllMocks())

async function verifies(point: string, sig: string, text: string): Promise<boolean> {
  const key = await crypto.subtle.importKey('raw', fromHex(point).buffer as ArrayBuffer, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify'])
  return crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, fromHex(sig).buffer as ArrayBuffer, new TextEncoder().encode(text))
}

describe('the phone\'s own key', () => {
  it('is made once, stays the same through restarts and in every tab, and its private half cannot be read out', async () => {
    const indexedDB = new IDBFactory()
    const [one, other] = [await createPhone({ indexedDB }), await createPhone({ indexedDB })]
    const [first, second] = await Promise.all([one.session.deviceKey(), other.session.deviceKey()])
    expect(first).toMatch(/^04[0-9a-f]{128}$/)
    expect(second).toBe(first)
    expect(await (await createPhone({ indexedDB })).session.deviceKey()).toBe(first)
    const exports = vi.spyOn(crypto.subtle, 'generateKey')
    await (await createPhone()).session.deviceKey()
    expect(exports.mock.calls[0]?.[1]).toBe(false)
  })

  it('signs every entry from then on, and what was written before goes out unsigned', async () => {
    const phone = await createPhone()
    await phone.session.save(aSession())
    await phone.ledger.write([aSite('旧版本登记的工地')])
    const key = (await phone.session.deviceKey())!
    await phone.ledger.write([aSite('工地一'), aSite('工地二')])
    const again = await createPhone({ indexedDB: phone.indexedDB })
    await again.ledger.write([aSite('重启之后')])
    const [old, ...signed] = await again.outbox.next(10)
    expect(old?.sig).toBeUndefined()
    expect(signed).toHaveLength(3)
    for (const { entry, sig } of signed) {
      expect(await verifies(key, sig!, signedText(entry))).toBe(true)
      expect(await verifies(key, sig!, signedText({ hash: '0'.repeat(64) }))).toBe(false)
    }
  })

  it('is missed in words where the browser can make none, and storage trouble is not taken for that', async () => {
    vi.spyOn(crypto.subtle, 'generateKey').mockRejectedValue(new DOMException('no such curve', 'NotSupportedError'))
    const phone = await createPhone()
    expect(await phone.session.deviceKey()).toBeNull()
    vi.spyOn(crypto.subtle, 'generateKey').mockRejectedValue(new DOMException('full', 'QuotaExceededError'))
    await expect(phone.session.deviceKey()).rejects.toThrow('full')
  })
})
