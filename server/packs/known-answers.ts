/**
 * The newest believable answer about each person met in a county, for phones that will have no signal. Whoever may have lost a green
 * code has none in it: every later answer takes the place of the earlier one, whatever it says; only a fault changes nothing.
 */
import type { AreaCode } from '#domain/areas.ts'
import type { Answer } from '#domain/check.ts'
import type { KnownAnswer } from '#domain/pack.ts'
import { HOUR } from '#domain/time.ts'
import { defaultPolicy } from '#domain/verdict-policy.ts'
import type { Doors } from '../doors.ts'
import { simulatedOf } from '../rosters/links.ts'
import { countyOf, matchOf } from '../rosters/match.ts'

type Parts = Pick<Doors, 'db' | 'keys' | 'config' | 'now'>

/** Most answers of one pack (`packSchema`); the newest are the most useful. */
const MOST = 50_000
/** Opening so many names takes a few milliseconds; then others have their turn. */
const AT_ONCE = 500

/** Keeps `answer`, the platform's own and live, about the person of `idNumber`, asked for in `area`. */
export async function rememberAnswer({ db, keys, config }: Parts, area: AreaCode, idNumber: string, answer: Answer): Promise<void> {
  if (answer.kind === 'fault') return
  const county = countyOf(area)
  const match = matchOf(keys.matchKey(county), idNumber)
  const code = answer.kind === 'code' ? answer : null
  const row = {
    county, match, colour: code?.colour ?? null, validUntil: code?.validUntil ?? null,
    nameSealed: code === null ? null : keys.seal.close(code.nameMasked, sealedTo(county, match)),
    answeredAt: answer.answeredAt, simulated: simulatedOf(config),
  }
  // Answers can come in out of order. Of two of the same moment green never wins.
  const older = code?.colour === 'green' ? '<' : '<='
  await db
    .insertInto('knownAnswer')
    .values(row)
    .onConflict((oc) => oc.columns(['county', 'match']).doUpdateSet(row).where('knownAnswer.answeredAt', older, row.answeredAt))
    .execute()
}

/** The answers that phones in the county of `area` may still remember, newest first. */
export async function knownAnswers({ db, keys, config, now }: Parts, area: AreaCode): Promise<KnownAnswer[]> {
  const county = countyOf(area)
  const rows = await newest({ db, config, now }, county).selectAll().where('colour', 'is not', null).execute()
  const answers: KnownAnswer[] = []
  for (const [i, { match, colour, validUntil, nameSealed, answeredAt, simulated }] of rows.entries()) {
    if (i % AT_ONCE === AT_ONCE - 1) await new Promise((turn) => setImmediate(turn))
    if (colour === null || nameSealed === null) continue
    answers.push({ match, colour, validUntil, nameMasked: keys.seal.open(nameSealed, sealedTo(county, match)), answeredAt, simulated: simulated === 1 })
  }
  return answers
}

/** Of whom the newest answer was no colour: a phone may still remember one from before. */
export function lapsedAnswers(parts: Pick<Parts, 'db' | 'config' | 'now'>, area: AreaCode): Promise<{ match: string; answeredAt: number }[]> {
  return newest(parts, countyOf(area)).select(['match', 'answeredAt']).where('colour', 'is', null).execute()
}

/** What a phone would still remember, newest first. */
function newest({ db, config, now }: Pick<Parts, 'db' | 'config' | 'now'>, county: string) {
  return db
    .selectFrom('knownAnswer')
    .where('county', '=', county)
    .where('simulated', '=', simulatedOf(config))
    .where('answeredAt', '>=', now() - defaultPolicy.staleHours * HOUR)
    .orderBy('answeredAt', 'desc')
    .limit(MOST)
}

/** Forgets what is too old for any pack; returns how many answers that was. */
export async function forgetStale({ db, now }: Pick<Parts, 'db' | 'now'>): Promise<number> {
  const gone = await db.deleteFrom('knownAnswer').where('answeredAt', '<', now() - defaultPolicy.staleHours * HOUR).executeTakeFirst()
  return Number(gone.numDeletedRows)
}

function sealedTo(county: string, match: string): string {
  return `known ${county} ${match}`
}
