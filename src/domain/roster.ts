/**
 * The roster of a registered project: who the city platform says should be on the site. It reaches the phone without names and
 * numbers: a person on it is recognised by a keyed hash, so that who is not on the site is not revealed by it.
 */
import * as v from 'valibot'
import { hash } from './entries/envelope.ts'
import { DAY, type Day, type Instant } from './time.ts'
import { uuid } from './uuid.ts'

const day = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/))

/** One person's engagement. `match` is HMAC-SHA-256 of the number under the roster list's `matchKey`, hex; the days are inclusive, Asia/Shanghai. */
export const rosterPersonSchema = v.object({
  match: hash,
  nameMasked: v.string(),
  lastFour: v.string(),
  firm: v.string(),
  team: v.string(),
  /** 管理人员 or 普通工人, as the platform says it. */
  workerType: v.string(),
  /** 岗位 of a manager, 工种 of a worker; empty when unknown. */
  trade: v.string(),
  from: v.nullable(day),
  to: v.nullable(day),
})
export type RosterPerson = v.InferOutput<typeof rosterPersonSchema>

/** `creditCode` as the platform holds it, unchecked; `role` is the 参建类型. */
export const rosterFirmSchema = v.object({ name: v.string(), creditCode: v.string(), role: v.string() })
export type RosterFirm = v.InferOutput<typeof rosterFirmSchema>

/** `version` changes with the content; `refreshedAt` (epoch ms) is when the platform gave it. */
export const rosterSchema = v.object({
  site: uuid,
  version: v.string(),
  projectNumber: v.string(),
  projectName: v.string(),
  simulated: v.boolean(),
  firms: v.array(rosterFirmSchema),
  people: v.array(rosterPersonSchema),
  refreshedAt: v.number(),
  serverTime: v.number(),
})
export type Roster = v.InferOutput<typeof rosterSchema>

/** `GET /api/rosters`: which sites of the caller's area have one, and the key by which people are recognised. `GET /api/rosters/:site` gives the `rosterSchema`. */
export const rosterListSchema = v.object({
  matchKey: hash,
  rosters: v.array(v.object({ site: uuid, version: v.string(), people: v.number(), refreshedAt: v.number() })),
  serverTime: v.number(),
})
export type RosterList = v.InferOutput<typeof rosterListSchema>

/** A person who was checked: the check's id and the person's `match`; `null` where no number was read. */
export interface Met {
  check: string
  match: string | null
}

export interface Crew {
  /** Engaged today and checked in this visit. */
  present: RosterPerson[]
  /** Engaged today and not checked so far. It says nothing about where they are. */
  notMet: RosterPerson[]
  /** On the roster, but not for today. Checked nevertheless. */
  outsideTerm: RosterPerson[]
  /** The newest check of each person who is not on the roster. */
  notOnRoster: string[]
}

/** Whether `person` is engaged on `day`; an end that is not known does not bound. */
export function engagedOn(person: Pick<RosterPerson, 'from' | 'to'>, day: Day): boolean {
  return (person.from === null || person.from <= day) && (person.to === null || day <= person.to)
}

/** Who of `roster` was met on `day`, and who was met and is not on it. A check without a number is neither. */
export function compareCrew(roster: Pick<Roster, 'people'>, met: readonly Met[], day: Day): Crew {
  const seen = new Set(met.map((one) => one.match))
  const people = personOf(roster, day)
  const was = (person: RosterPerson, engaged: boolean, met: boolean) => engagedOn(person, day) === engaged && seen.has(person.match) === met
  return {
    present: [...people.values()].filter((person) => was(person, true, true)),
    notMet: [...people.values()].filter((person) => was(person, true, false)),
    outsideTerm: [...people.values()].filter((person) => was(person, false, true)),
    // Somebody checked twice is one person, told of by the newest check.
    notOnRoster: [...new Map(met.filter(({ match }) => match !== null && !people.has(match)).map(({ match, check }) => [match, check])).values()],
  }
}

/** Where one person stands on a roster. None of it is a verdict: rosters lag behind the site. */
export type Standing = { kind: 'engaged' | 'not-yet' | 'ended'; person: RosterPerson } | { kind: 'absent' }

export function standingOn(roster: Pick<Roster, 'people'>, match: string, day: Day): Standing {
  const person = personOf(roster, day).get(match)
  if (person === undefined) return { kind: 'absent' }
  if (engagedOn(person, day)) return { kind: 'engaged', person }
  return { kind: person.from !== null && day < person.from ? 'not-yet' : 'ended', person }
}

const FRESH_FOR = 3 * DAY

/** Whether a roster that the platform gave at `refreshedAt` may well lack people who have come since. */
export function isOldRoster(refreshedAt: Instant, now: Instant): boolean {
  return now - refreshedAt > FRESH_FOR
}

/** Each person once, by `match`. Somebody may be engaged twice, by two teams: an engagement that holds on `day` stands for them. */
function personOf(roster: Pick<Roster, 'people'>, day: Day): Map<string, RosterPerson> {
  const engaged = roster.people.filter((person) => engagedOn(person, day))
  return new Map([...roster.people, ...engaged].map((person) => [person.match, person]))
}
