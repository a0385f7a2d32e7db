/** `POST /api/checks`: a live question about one worker. No look-up without an open visit, and every look-up is on record. */
import { PUSH_LIMIT, askSchema, type AskReply } from '#domain/contract.ts'
import { parseIdNumber } from '#domain/identity.ts'
import { DAY, shanghaiDay, startOfDay } from '#domain/time.ts'
import { uuidv7 } from '#domain/uuid.ts'
import type { FastifyInstance } from 'fastify'
import type { AccountRow } from '../accounts/account.ts'
import { signedIn } from '../accounts/session.ts'
import type { Doors } from '../doors.ts'
import { Refused } from '../errors.ts'
import { push } from '../ledger/push.ts'
import { nestsAtMost } from '../ledger/read-parcel.ts'
import { scopeOf } from '../ledger/scope.ts'
import { SERVER } from '../ledger/server-writer.ts'
import { readBody } from '../read-request.ts'

export function askRoute(app: FastifyInstance, doors: Doors): void {
  app.post('/api/checks', async (request): Promise<AskReply> => {
    const account = await signedIn(doors, request, ['inspector', 'town-supervisor', 'city-supervisor'])
    const { visit, idNumber, device, carried } = readBody(askSchema, request)
    const person = parseIdNumber(idNumber, shanghaiDay(doors.now()))
    if (person.kind !== 'id-number' || device === SERVER || carried.length > PUSH_LIMIT || !nestsAtMost(carried, 32)) throw new Refused('bad-request')
    if (carried.length > 0) await push(doors, account, device, carried)
    if (!(await visitIsOpen(doors, account, visit))) throw new Refused('no-visit')
    const lookup = await recordLookup(doors, account, visit, doors.keys.personKey(person.value))
    const answer = await doors.gateway.ask(person.value)
    const outcome = answer.kind === 'fault' ? `fault ${answer.fault}` : answer.kind
    await doors.db.updateTable('lookup').set({ outcome }).where('id', '=', lookup).execute()
    return { answer, simulated: doors.gateway.stats().kind === 'simulator', serverTime: doors.now() }
  })
}

/** Whether `account` itself began `visit` in its area and has not ended it. */
async function visitIsOpen({ db }: Pick<Doors, 'db'>, account: AccountRow, visit: string): Promise<boolean> {
  const rows = await db
    .selectFrom('entry')
    .select('kind')
    .where('visit', '=', visit)
    .where('area', 'like', scopeOf(account))
    .where('by', '=', account.id)
    .where('kind', 'in', ['visit.started', 'visit.ended', 'visit.voided'])
    .execute()
  return rows.length > 0 && rows.every((row) => row.kind === 'visit.started')
}

/** Writes the look-up down before it is made. Throws `quota` when the account has made too many today. */
async function recordLookup({ db, now, random, config }: Doors, account: AccountRow, visit: string, personKey: string): Promise<string> {
  const at = now()
  const today = startOfDay(shanghaiDay(at))
  const id = uuidv7(at, random(10))
  await db.transaction().execute(async (tx) => {
    const { n } = await tx
      .selectFrom('lookup')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .where('account', '=', account.id)
      .where('at', '>=', today)
      .executeTakeFirstOrThrow()
    if (Number(n) >= config.dailyChecks) throw new Refused('quota', Math.ceil((today + DAY - at) / 1000))
    await tx.insertInto('lookup').values({ id, account: account.id, visit, personKey, at, outcome: 'asked' }).execute()
  })
  return id
}
