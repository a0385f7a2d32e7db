/** The roster of a site beside the checks of a visit: who was met, who was not, who is on no list. Nobody is blamed by it. */
import type { Recorded } from '#domain/entries/kinds.ts'
import type { Check, Visit } from '#domain/fold.ts'
import type { IdNumber } from '#domain/identity.ts'
import { compareCrew, type Roster, type RosterPerson } from '#domain/roster.ts'
import { shanghaiDay, type Instant } from '#domain/time.ts'
import type { RostersDoor } from '#device/doors.ts'

/** A person of the roster, and the newest check of that person in this visit. */
export interface Member {
  person: RosterPerson
  check: Check | null
}

/** A team of one firm; `name` is the kind of worker where the roster has no team. */
export interface Team {
  name: string
  firm: string
  members: Member[]
}

export interface RosterView extends Pick<Roster, 'projectName' | 'simulated' | 'refreshedAt'> {
  expected: number
  present: Member[]
  notMet: Member[]
  outsideTerm: Member[]
  notOnRoster: Check[]
  /** Checks without a number: they cannot be found on any list. */
  unnumbered: number
}

/**
 * Reads the view of a visit. `null` where the site has no roster on this phone, and for visits of earlier days: a roster changes, and
 * says nothing of who was expected then. `now` (epoch ms) is the present as best known.
 */
export function createRosterReader(rosters: RostersDoor): (visit: Visit, entries: readonly Recorded[], now: Instant) => Promise<RosterView | null> {
  /** By check id, for the roster they were computed for: another version may have come with another key. */
  const matches = new Map<string, string | null>()
  let version: string | null = null

  async function matchesOf(entries: readonly Recorded[]): Promise<ReadonlyMap<string, string | null>> {
    for (const entry of entries) {
      const id = entry.about.check ?? entry.id
      if (entry.kind !== 'check.made' || matches.has(id)) continue
      const number = entry.personal?.idNumber
      matches.set(id, number === undefined ? null : await rosters.matchOf(number as IdNumber))
    }
    return matches
  }

  return async (visit, entries, now) => {
    const running = visit.endedAt === null && visit.voided === null
    if (!running && shanghaiDay(visit.startedAt) !== shanghaiDay(now)) return null
    const roster = await rosters.find(visit.site).catch(() => null)
    if (roster?.version !== version) matches.clear()
    version = roster?.version ?? null
    return roster === null ? null : viewRoster(roster, visit.checks, await matchesOf(entries), now)
  }
}

/** `matches`: the person of each check, by check id. */
export function viewRoster(roster: Roster, checks: readonly Check[], matches: ReadonlyMap<string, string | null>, now: Instant): RosterView {
  const met = checks.map(({ id }) => ({ check: id, match: matches.get(id) ?? null }))
  const { present, notMet, outsideTerm, notOnRoster } = compareCrew(roster, met, shanghaiDay(now))
  const checkOf = new Map(checks.map((check) => [matches.get(check.id) ?? null, check]))
  const members = (people: readonly RosterPerson[]) => people.map((person) => ({ person, check: checkOf.get(person.match) ?? null }))
  const { projectName, simulated, refreshedAt } = roster
  return {
    projectName,
    simulated,
    refreshedAt,
    expected: present.length + notMet.length,
    present: members(present),
    notMet: members(notMet),
    outsideTerm: members(outsideTerm),
    notOnRoster: checks.filter(({ id }) => notOnRoster.includes(id)),
    unnumbered: met.filter(({ match }) => match === null).length,
  }
}

/** `members` team by team, in the roster's order. */
export function byTeam(members: readonly Member[]): Team[] {
  const teams = new Map<string, Team>()
  for (const member of members) {
    const { team, workerType, firm } = member.person
    const name = team || workerType
    const known = teams.get(`${firm} ${name}`)
    if (known) known.members.push(member)
    else teams.set(`${firm} ${name}`, { name, firm, members: [member] })
  }
  return [...teams.values()]
}
