import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Entry } from '#domain/entries/kinds.ts'
import { uuidv7 } from '#domain/uuid.ts'
import { isPhotoReceiptFor, isReceiptFor } from '#device/receipts.ts'
import { aPhotoReceipt, aReceipt, receiptKey } from '../support/small-server.ts'

const entry = { id: uuidv7(1, new Uint8Array(10)), hash: 'a'.repeat(64), area: '320581101', deviceSeq: 1 } as Entry
const other = (hex: string) => `${hex.startsWith('0') ? '1' : '0'}${hex.slice(1)}`

/** Each of them is a whole `sign`ed world: a key of its own, so that nothing is remembered from the test before. */
async function expectTrue() {
  const key = await receiptKey()
  const receipt = await aReceipt({ entry, personal: null })
  expect(await isReceiptFor(entry, receipt, key)).toBe(true)
  for (const wrong of [{ ...receipt, sig: other(receipt.sig) }, { ...receipt, seq: 7 }, { ...receipt, sig: 'ff' }, { ...receipt, hash: 'b'.repeat(64) }]) {
    expect(await isReceiptFor(entry, wrong, key)).toBe(false)
  }
  for (const wrong of [other(key), 'ff'.repeat(32), 'ff']) expect(await isReceiptFor(entry, receipt, wrong)).toBe(false)
  const photo = await aPhotoReceipt('c'.repeat(64), 5)
  expect([await isPhotoReceiptFor(photo.sha256, 5, photo, key), await isPhotoReceiptFor(photo.sha256, 6, photo, key)]).toEqual([true, false])
}

describe('a receipt', () => {
  afterEach(() => void vi.restoreAllMocks())

  it('counts only when the server signed it for these very bytes', expectTrue)

  it('is checked just so by a browser that has no such signatures of its own', async () => {
    // Another key first: the one of the test before is remembered.
    await isReceiptFor(entry, await aReceipt({ entry, personal: null }), '0'.repeat(64))
    const imported = vi.spyOn(globalThis.crypto.subtle, 'importKey').mockRejectedValue(new DOMException('no Ed25519', 'NotSupportedError'))
    await expectTrue()
    expect(imported).toHaveBeenCalled()
  })
})
