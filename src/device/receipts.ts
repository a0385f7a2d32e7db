/** Whether a receipt really is the server's word about the very bytes that were sent. Only then may anything leave the phone. */
import type { Entry } from '#domain/entries/kinds.ts'
import { photoReceiptText, receiptText, type PhotoReceipt, type Receipt } from '#domain/outbox.ts'
import { fromHex } from './digest.ts'

/** `key` is the Ed25519 public key (hex) that the session names. */
export async function isReceiptFor(entry: Entry, receipt: Receipt, key: string): Promise<boolean> {
  return receipt.entryId === entry.id && receipt.hash === entry.hash && (await isSigned(receiptText(receipt), receipt.sig, key))
}

/** `bytes` is the photograph's whole length. */
export async function isPhotoReceiptFor(sha256: string, bytes: number, receipt: PhotoReceipt, key: string): Promise<boolean> {
  return receipt.sha256 === sha256 && receipt.bytes === bytes && (await isSigned(photoReceiptText(receipt), receipt.sig, key))
}

async function isSigned(text: string, sig: string, key: string): Promise<boolean> {
  try {
    const [signature, signed] = [fromHex(sig), new TextEncoder().encode(text)]
    const native = await nativeKey(key)
    if (native !== null) return await globalThis.crypto.subtle.verify('Ed25519', native, signature, signed)
    // Not part of the first load: nothing is checked before something was sent.
    const { verifyAsync } = await import('@noble/ed25519')
    return await verifyAsync(signature, signed, fromHex(key), { zip215: false })
  } catch {
    // A key or signature that is no point of the curve; or the checker could not be loaded, and the row waits for the next run.
    return false
  }
}

let newest: { key: string; native: Promise<CryptoKey | null> } | null = null

/** The key for the browser's own arithmetic, which is many times as fast as a script's; `null` where it has none (before 2025 few had). */
function nativeKey(key: string): Promise<CryptoKey | null> {
  if (newest?.key !== key) {
    const native = globalThis.crypto.subtle.importKey('raw', fromHex(key), 'Ed25519', false, ['verify']).catch(() => null)
    newest = { key, native }
  }
  return newest.native
}
