/** Station 7: outbox. The states of what waits on the phone, and the receipt that alone lets it go. */
import * as v from 'valibot'
import { hash } from './entries/envelope.ts'
import { uuid } from './uuid.ts'

/** The server's word that it has stored these very bytes, durably. `sig` is Ed25519 (hex) over `receiptText`. */
export const receiptSchema = v.object({
  entryId: uuid,
  hash,
  area: v.string(),
  seq: v.number(),
  receivedAt: v.number(),
  sig: v.pipe(v.string(), v.regex(/^[0-9a-f]{128}$/)),
})
export type Receipt = v.InferOutput<typeof receiptSchema>

/** The server's word that it holds the whole photograph and that its hash is right. */
export const photoReceiptSchema = v.object({ sha256: hash, bytes: v.number(), receivedAt: v.number(), sig: v.pipe(v.string(), v.regex(/^[0-9a-f]{128}$/)) })
export type PhotoReceipt = v.InferOutput<typeof photoReceiptSchema>

export function receiptText(receipt: Omit<Receipt, 'sig'>): string {
  return ['suan-xun receipt 1', receipt.entryId, receipt.hash, receipt.area, receipt.seq, receipt.receivedAt].join('\n')
}

export function photoReceiptText(receipt: Omit<PhotoReceipt, 'sig'>): string {
  return ['suan-xun photo receipt 1', receipt.sha256, receipt.bytes, receipt.receivedAt].join('\n')
}

/** Why the server keeps an entry apart instead of in the ledger. Nothing is dropped for any of these. */
export const quarantineReasons = ['shape', 'hash', 'chain', 'rights', 'area', 'kind', 'conflict-of-bytes', 'account-disabled'] as const
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
