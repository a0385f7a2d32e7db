/** `POST /api/checks`: a live question about one worker. No look-up without an open visit, and every look-up is on record. */
import { PUSH_LIMIT, askSchema, type AskReply } from '#domain/contract.ts'
import { parseIdNumber } from '#domain/identity.ts'
import { shanghaiDay } from '#domain/time.ts'
import type { FastifyInstance } from 'fastify'
import { isProven } from '../accounts/device.ts'
import { signedIn } from '../accounts/session.ts'
import type { Doors } from '../doors.ts'
import { Refused } from '../errors.ts'
import { PUSH_BYTES, push } from '../ledger/push.ts'
import { nestsTooDeep } from '../ledger/read-parcel.ts'
import { rememberAnswer } from '../packs/known-answers.ts'
import { readBody } from '../read-request.ts'
import { recordLookup, recordOutcome } from './lookup.ts'
import { openVisit } from './open-visit.ts'

export function askRoute(app: FastifyInstance, doors: Doors): void {
  app.post('/api/checks', { bodyLimit: PUSH_BYTES }, async (request): Promise<AskReply> => {
    const account = await signedIn(doors, request, ['inspector', 'town-supervisor', 'city-supervisor'])
    const { visit, idNumber, device, deviceSecret, carried } = readBody(askSchema, request)
    const at = doors.now()
    const person = parseIdNumber(idNumber, shanghaiDay(at))
    if (person.kind !== 'id-number' || carried.length > PUSH_LIMIT || nestsTooDeep(carried)) throw new Refused('bad-request')
    if (!(await isProven(doors, { device, deviceSecret }))) throw new Refused('forbidden')
    if (carried.length > 0) await push(doors, account, device, carried)
    if ((await openVisit(doors, account, visit)) === null) throw new Refused('no-visit')
    const lookup = await recordLookup(doors, { account: account.id, visit, personKey: doors.keys.personKey(person.value) })
    if (lookup.kind === 'over-quota') throw new Refused('quota', Math.ceil((lookup.until - at) / 1000))
    const answer = await doors.gateway.ask(person.value)
    await doors.db.transaction().execute(async (db) => {
      await recordOutcome(db, lookup.id, answer)
      await rememberAnswer({ ...doors, db }, account.area, person.value, answer)
    })
    return { answer, simulated: doors.gateway.stats().kind === 'simulator', serverTime: doors.now() }
  })
}
