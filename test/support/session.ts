/** A signed-in inspector for tests that need no server. */
import type { Session } from '#domain/contract.ts'
import { defaultPayloadRules } from '#domain/payload.ts'
import { defaultPolicy } from '#domain/verdict-policy.ts'

export const town = '320581101'

export function aSession(changes: Partial<Session> = {}): Session {
  return {
    account: { id: 'account-wang', username: 'wangjian', name: '王建', role: 'inspector', area: town, demo: true },
    epoch: 'epoch-1',
    receiptKey: '0'.repeat(64),
    policy: defaultPolicy,
    payloadRules: defaultPayloadRules,
    features: { facePhoto: false, attendance: false },
    serverTime: 0,
    ...changes,
  }
}
