/** The server's secrets: one key that seals what names a person, and the pair that signs receipts. Kept as files only the server may read. */
import { createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, hkdfSync, sign, type KeyObject } from 'node:crypto'
import { mkdir, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { photoReceiptText, receiptText, type PhotoReceipt, type Receipt } from '#domain/outbox.ts'
import { createSeal, type Seal } from './seal.ts'

export interface Keys {
  seal: Seal
  /** Ed25519 public key of receipts, raw, as hex. */
  receiptKey: string
  signReceipt: (receipt: Omit<Receipt, 'sig'>) => Receipt
  signPhotoReceipt: (receipt: Omit<PhotoReceipt, 'sig'>) => PhotoReceipt
  /** A name for a person that tells nothing without the key: HMAC-SHA-256 of the identity number, hex. */
  personKey: (idNumber: string) => string
  /** Keyed digest of any text, hex. */
  digest: (text: string) => string
  /**
   * The key (32 bytes, hex) by which phones recognise the people of rosters. One for each county-level area, given by its six digits, so
   * that a phone can move between towns and what one county's phones hold tells nothing about another county's rosters.
   */
  matchKey: (county: string) => string
}

/** Reads the keys under `folder`, making those that are missing. `personalKey` (hex) takes the place of the file where it is set. */
export async function loadKeys(folder: string, personalKey: string | null, random: (bytes: number) => Uint8Array): Promise<Keys> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const personal = personalKey ?? (await keepFile(join(folder, 'personal.key'), () => Buffer.from(random(32)).toString('hex')))
  const receiptPem = await keepFile(join(folder, 'receipt.key'), () =>
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
  return makeKeys(Buffer.from(personal.trim(), 'hex'), createPrivateKey(receiptPem))
}

function makeKeys(personal: Buffer, receipt: KeyObject): Keys {
  const part = (name: string) => Buffer.from(hkdfSync('sha256', personal, '', `suan-xun ${name} 1`, 32))
  const personIndex = part('person key')
  const digestKey = part('digest')
  const signed = (text: string) => sign(null, Buffer.from(text), receipt).toString('hex')
  const { x } = createPublicKey(receipt).export({ format: 'jwk' })
  return {
    seal: createSeal(part('seal')),
    receiptKey: Buffer.from(x ?? '', 'base64url').toString('hex'),
    signReceipt: (r) => ({ ...r, sig: signed(receiptText(r)) }),
    signPhotoReceipt: (r) => ({ ...r, sig: signed(photoReceiptText(r)) }),
    personKey: (idNumber) => createHmac('sha256', personIndex).update(idNumber).digest('hex'),
    digest: (text) => createHmac('sha256', digestKey).update(text).digest('hex'),
    matchKey: (county) => part(`roster match ${county}`).toString('hex'),
  }
}

/** The content of `path`, written durably by `make` when there is no such file. A key that could be lost would lose what it sealed. */
async function keepFile(path: string, make: () => string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
  const text = make()
  const file = await open(path, 'wx', 0o600)
  await file.writeFile(text)
  await file.sync()
  await file.close()
  return text
}
