/** Trouble that ends a run: a request without an answer, a storage that fails. Everything stays where it is. */
import type { Reply } from '#device/doors.ts'
import type { SyncEnd } from './sync-outcome.ts'

export function toEnd(reply: Exclude<Reply<unknown>, { kind: 'ok' }>): SyncEnd {
  if (reply.kind === 'unreachable') return { kind: 'unreachable' }
  return reply.refusal.code === 'signed-out' ? { kind: 'sign-in-needed' } : { kind: 'refused', refusal: reply.refusal }
}

/** Whether the phone's own storage failed; anything else that is thrown is a bug. */
export function isStorageTrouble(cause: unknown): boolean {
  return cause instanceof DOMException
}
