/** Sessions: a random cookie of which only the hash is kept. It ends after rest, after a week, or when signed out. */
import { createHash } from 'node:crypto'
import type { Role } from '#domain/contract.ts'
import { DAY, HOUR, MINUTE } from '#domain/time.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Doors } from '../doors.ts'
import { Refused } from '../errors.ts'
import type { AccountRow } from './account.ts'

const COOKIE = 'suan-xun-session'
const LONGEST_REST = 12 * HOUR
const LONGEST_LIFE = 7 * DAY
/** How exactly rest is measured; finer would write at every request. */
const REST_GRAIN = MINUTE

/** For the one route that takes what a disabled account still has on its phone; it ends in quarantine. */
export const mayPushWhenDisabled = { evenDisabled: true } as const

/** The account of the request's session. Throws `signed-out`, `account-disabled`, or `forbidden` for a role not in `roles`. */
export async function signedIn(
  doors: Pick<Doors, 'db' | 'now'>,
  request: FastifyRequest,
  roles: readonly Role[] | 'any',
  { evenDisabled } = { evenDisabled: false },
): Promise<AccountRow> {
  const token = request.cookies[COOKIE]
  if (token === undefined) throw new Refused('signed-out')
  const now = doors.now()
  const tokenHash = hashToken(token)
  const session = await doors.db.selectFrom('session').selectAll().where('tokenHash', '=', tokenHash).executeTakeFirst()
  if (session === undefined) throw new Refused('signed-out')
  if (now - session.seenAt > LONGEST_REST || now - session.createdAt > LONGEST_LIFE) {
    await doors.db.deleteFrom('session').where('tokenHash', '=', tokenHash).execute()
    throw new Refused('signed-out')
  }
  if (now - session.seenAt > REST_GRAIN) await doors.db.updateTable('session').set({ seenAt: now }).where('tokenHash', '=', tokenHash).execute()
  const account = await doors.db.selectFrom('account').selectAll().where('id', '=', session.account).executeTakeFirstOrThrow()
  if (account.disabledAt !== null && !evenDisabled) throw new Refused('account-disabled')
  if (roles !== 'any' && !roles.includes(account.role)) throw new Refused('forbidden')
  return account
}

/** Turns strangers away before their bodies are read. Whom a route is open to, it says itself. */
export function requireSession(app: FastifyInstance, doors: Pick<Doors, 'db' | 'now'>): void {
  app.addHook('onRequest', async (request) => {
    const route = request.routeOptions.url ?? ''
    if (route.startsWith('/api/') && route !== '/api/session') await signedIn(doors, request, 'any', mayPushWhenDisabled)
  })
}

/** Opens a session for `account` and sets its cookie; sessions past their life are swept. */
export async function openSession(doors: Pick<Doors, 'db' | 'now' | 'random'>, account: AccountRow, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const token = Buffer.from(doors.random(32)).toString('base64url')
  const now = doors.now()
  await doors.db.deleteFrom('session').where('createdAt', '<', now - LONGEST_LIFE).execute()
  await doors.db.insertInto('session').values({ tokenHash: hashToken(token), account: account.id, createdAt: now, seenAt: now }).execute()
  void reply.setCookie(COOKIE, token, { ...cookieOptions(request), maxAge: LONGEST_LIFE / 1000 })
}

/** Ends the request's session, if it has one, and takes its cookie back. */
export async function closeSession(doors: Pick<Doors, 'db'>, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const token = request.cookies[COOKIE]
  if (token !== undefined) await doors.db.deleteFrom('session').where('tokenHash', '=', hashToken(token)).execute()
  void reply.clearCookie(COOKIE, cookieOptions(request))
}

function cookieOptions(request: FastifyRequest) {
  return { path: '/', httpOnly: true, sameSite: 'strict', secure: request.protocol === 'https' } as const
}

function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
