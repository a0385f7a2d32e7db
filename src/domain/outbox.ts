/** Station 7: outbox. The states of what waits on the phone, and the receipt that alone lets it go. */
import * as v from 'valibot'
import { hash } from './entries/envelope.ts'
import { uuid } from './uuid.ts'

/** ECDSA P-256 with SHA-256 or Ed25519: 64 bytes, hex. */
export const signature = v.pipe(v.string(), v.regex(/^[0-9a-f]{128}$/))

/** What a device signs of an entry (ECDSA P-256, SHA-256, r and s side by side): the hash stands for all of it. */
export function signedText(entry: { hash: string }): string {
  return `suan-xun entry 1\n${entry.hash}`
}

/** The server's word that it has stored these very bytes, durably. `sig` is Ed25519 (hex) over `receiptText`. */
export const receiptSchema = v.object({
  entryId: uuid,
  hash,
  area: v.string(),
  seq: v.number(),
  receivedAt: v.number(),
  sig: signature,
})
export type Receipt = v.InferOutput<typeof receiptSchema>

/** The server's word that it holds the whole photograph and that its hash is right. */
export const photoReceiptSchema = v.object({ sha256: hash, bytes: v.number(), receivedAt: v.number(), sig: signature })
export type PhotoReceipt = v.InferOutput<typeof photoReceiptSchema>

export function receiptText(receipt: Omit<Receipt, 'sig'>): string {
  return ['suan-xun receipt 1', receipt.entryId, receipt.hash, receipt.area, receipt.seq, receipt.receivedAt].join('\n')
}

export function photoReceiptText(receipt: Omit<PhotoReceipt, 'sig'>): string {
  return ['suan-xun photo receipt 1', receipt.sha256, receipt.bytes, receipt.receivedAt].join('\n')
}

/** Why the server keeps an entry apart instead of in the ledger. Nothing is dropped for any of these. */
export const quarantineReasons = ['shape', 'hash', 'chain', 'rights', 'area', 'kind', 'conflict-of-bytes', 'account-disabled', 'signature'] as const
export type QuarantineReason = (typeof quarantineReasons)[number]

/** What the server says of one entry. `later`: an earlier entry of this device is missing; offer again. */
export const pushResultSchema = v.variant('outcome', [
  v.object({ id: uuid, outcome: v.picklist(['stored', 'known']), receipt: receiptSchema }),
  v.object({ id: uuid, outcome: v.literal('later') }),
  v.object({ id: uuid, outcome: v.literal('quarantined'), reason: v.picklist(quarantineReasons) }),
])
export type PushResult = v.InferOutput<typeof pushResultSchema>

/** How an outbox row stands. `quarantined` rows stay on the phone, visible, and are offered again after an update or by hand. */
export type Delivery = { state: 'waiting' } | { state: 'quarantined'; reason: QuarantineReason }
