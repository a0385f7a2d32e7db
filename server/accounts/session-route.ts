/** `POST /api/session` signs in, `GET` says who is signed in, `DELETE` signs out. */
import { signInSchema, type Session } from '#domain/contract.ts'
import { defaultPayloadRules } from '#domain/payload.ts'
import { defaultPolicy } from '#domain/verdict-policy.ts'
import type { FastifyInstance } from 'fastify'
import type { Doors } from '../doors.ts'
import { featuresOf } from '../features.ts'
import { readBody } from '../read-request.ts'
import { shownAccount, type AccountRow } from './account.ts'
import { bindDevice, enrol, isProven } from './device.ts'
import { closeSession, openSession, signedIn } from './session.ts'
import { signIn } from './sign-in.ts'

export function sessionRoute(app: FastifyInstance, doors: Doors): void {
  const sessionOf = (account: AccountRow): Session => ({
    account: shownAccount(account),
    epoch: doors.epoch,
    receiptKey: doors.keys.receiptKey,
    policy: defaultPolicy,
    payloadRules: defaultPayloadRules,
    features: featuresOf(doors),
    serverTime: doors.now(),
  })

  // Generous, because a whole station can share one address; the lock-out of the account is the real guard.
  app.post('/api/session', { config: { rateLimit: { max: 120, timeWindow: 60_000 } } }, async (request, reply) => {
    const { username, password, device, deviceSecret, deviceKey } = readBody(signInSchema, request)
    const account = await signIn(doors, username, password)
    // Ties the phone to its user before anything is pushed. A phone that proves nothing may look, but not write.
    const proven = await isProven(doors, { device, deviceSecret })
    if (proven) {
      if (deviceKey !== undefined) await enrol(doors, device, deviceKey)
      await bindDevice(doors.db, device, account.id, doors.now())
    }
    await openSession(doors, account, request, reply)
    if (!proven) return sessionOf(account)
    return { ...sessionOf(account), unlockSecret: doors.keys.unlockSecret(account.id, device), journalSecret: doors.keys.journalSecret(account.id) }
  })

  app.get('/api/session', async (request) => sessionOf(await signedIn(doors, request, 'any')))

  app.delete('/api/session', async (request, reply) => {
    await closeSession(doors, request, reply)
    return reply.code(204).send()
  })
}
