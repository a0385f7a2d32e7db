/** The server's secrets: one key that seals what names a person, and the pair that signs receipts. Kept as files only the server may read. */
import { createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, hkdfSync, sign, verify, type KeyObject } from 'node:crypto'
import { mkdir, open, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { photoReceiptText, receiptText, type PhotoReceipt, type Receipt } from '#domain/outbox.ts'
import { createSeal, type Seal } from './seal.ts'

export interface Keys {
  seal: Seal
  /** Ed25519 public key of receipts, raw, as hex. */
  receiptKey: string
  signReceipt: (receipt: Omit<Receipt, 'sig'>) => Receipt
  /** Whether the signature of `receipt` is of this server. */
  isReceipt: (receipt: Receipt) => Promise<boolean>
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
  /** Opens the store of `device` again for `account` whose PIN was forgotten: 32 bytes, hex. Always the same; nothing of it is kept. */
  unlockSecret: (account: string, device: string) => string
  /** Opens the journals that `account` wrote on any phone: 32 bytes, hex. Not the device's, because a phone that has lost its store has another name. */
  journalSecret: (account: string) => string
}

const PERSONAL = 'personal.key'
const RECEIPT = 'receipt.key'

/** Reads the keys under `folder`, making those that are missing. `personalKey` (hex) takes the place of the file where it is set. */
export async function loadKeys(folder: string, personalKey: string | null, random: (bytes: number) => Uint8Array): Promise<Keys> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if (personalKey === null) await keepFile(join(folder, PERSONAL), () => Buffer.from(random(32)).toString('hex'))
  await keepFile(join(folder, RECEIPT), () => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
  return readKeys(folder, personalKey)
}

/** Like `loadKeys`, but makes nothing. Rejects when a file is missing. */
export async function readKeys(folder: string, personalKey: string | null): Promise<Keys> {
  const personal = personalKey ?? (await readFile(join(folder, PERSONAL), 'utf8'))
  return makeKeys(Buffer.from(personal.trim(), 'hex'), createPrivateKey(await readFile(join(folder, RECEIPT), 'utf8')))
}

function makeKeys(personal: Buffer, receipt: KeyObject): Keys {
  const part = (name: string) => Buffer.from(hkdfSync('sha256', personal, '', `suan-xun ${name} 1`, 32))
  const personIndex = part('person key')
  const digestKey = part('digest')
  const unlockKey = part('unlock')
  const journalKey = part('journal')
  const signed = (text: string) => sign(null, Buffer.from(text), receipt).toString('hex')
  const receiptKey = createPublicKey(receipt)
  const { x } = receiptKey.export({ format: 'jwk' })
  return {
    seal: createSeal(part('seal')),
    receiptKey: Buffer.from(x ?? '', 'base64url').toString('hex'),
    signReceipt: (r) => ({ ...r, sig: signed(receiptText(r)) }),
    isReceipt: (r) => new Promise((settle, fail) => {
      verify(null, Buffer.from(receiptText(r)), receiptKey, Buffer.from(r.sig, 'hex'), (error, ok) => (error === null ? settle(ok) : fail(error)))
    }),
    signPhotoReceipt: (r) => ({ ...r, sig: signed(photoReceiptText(r)) }),
    personKey: (idNumber) => createHmac('sha256', personIndex).update(idNumber).digest('hex'),
    digest: (text) => createHmac('sha256', digestKey).update(text).digest('hex'),
    matchKey: (county) => part(`roster match ${county}`).toString('hex'),
    unlockSecret: (account, device) => createHmac('sha256', unlockKey).update(`${account}\n${device}`).digest('hex'),
    journalSecret: (account) => createHmac('sha256', journalKey).update(account).digest('hex'),
  }
}

/** Writes what `make` gives to `path`, durably, when there is no such file. A key that could be lost would lose what it sealed. */
async function keepFile(path: string, make: () => string): Promise<void> {
  const there = await stat(path).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  })
  if (there !== null) return
  const file = await open(path, 'wx', 0o600)
  await file.writeFile(make())
  await file.sync()
  await file.close()
}
