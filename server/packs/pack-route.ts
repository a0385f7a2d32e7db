/** `GET /api/pack`: what a phone takes along of answers about people met in its county, by keyed hash, without numbers and full names. */
import type { Pack } from '#domain/pack.ts'
import type { FastifyInstance } from 'fastify'
import { signedIn } from '../accounts/session.ts'
import type { Doors } from '../doors.ts'
import { countyOf } from '../rosters/match.ts'
import { knownAnswers, lapsedAnswers } from './known-answers.ts'

export function packRoute(app: FastifyInstance, doors: Doors): void {
  app.get('/api/pack', async (request): Promise<Pack> => {
    const account = await signedIn(doors, request, ['inspector', 'town-supervisor', 'city-supervisor'])
    const [answers, lapsed] = [await knownAnswers(doors, account.area), await lapsedAnswers(doors, account.area)]
    return { matchKey: doors.keys.matchKey(countyOf(account.area)), answers, lapsed, madeAt: doors.now(), serverTime: doors.now() }
  })
}
