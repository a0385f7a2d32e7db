/** A request that brought no answer ends the run; everything stays where it is. */
import type { Reply } from '#device/doors.ts'
import type { SyncEnd } from './sync-outcome.ts'

export function toEnd(reply: Exclude<Reply<unknown>, { kind: 'ok' }>): SyncEnd {
  if (reply.kind === 'unreachable') return { kind: 'unreachable' }
  return reply.refusal.code === 'signed-out' ? { kind: 'sign-in-needed' } : { kind: 'refused', refusal: reply.refusal }
}
