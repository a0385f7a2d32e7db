/** Asks the platform for the rosters, one project after the other. A roster comes whole or not at all: with a fault the old one stays. */
import type { Fault } from '#domain/check.ts'
import { HOUR, MINUTE } from '#domain/time.ts'
import type { Doors } from '../doors.ts'
import type { Outcome, Project } from '../platform/results.ts'
import { joinRoster, type KeptRoster } from './join-roster.ts'
import { dataNumberOf, sealRoster, simulatedOf, type LinkRow } from './links.ts'
import { countyOf, matchOf } from './match.ts'

/** A roster is asked for again after so long, and after trouble after so long; both grow by a random part, so that not all come at once. */
const REFRESH_EVERY = 12 * HOUR
const RETRY_AFTER = 30 * MINUTE
const SPREAD = 0.1

type Parts = Pick<Doors, 'db' | 'keys' | 'gateway' | 'config' | 'now' | 'random'>
type Came = { kind: 'ok'; roster: KeptRoster } | { kind: 'fault'; fault: Fault }

/** Refreshes the link whose turn has come longest ago; false when none is due. */
export async function refreshNext(doors: Parts): Promise<boolean> {
  const due = await doors.db
    .selectFrom('projectLink')
    .selectAll()
    .where('simulated', '=', simulatedOf(doors.config))
    .where('dueAt', '<=', doors.now())
    .orderBy('dueAt')
    .executeTakeFirst()
  if (due === undefined) return false
  await refreshLink(doors, due)
  return true
}

/** Asks for the roster of `link` and keeps it, or notes the trouble. `project`, where it has just been asked for, is not asked for again. */
export async function refreshLink(doors: Parts, link: LinkRow, project?: Project): Promise<void> {
  // The turn is taken before asking: two processes do not ask for the same, and a crash only means asking later.
  const taken = await change(doors, link, { dueAt: later(doors, RETRY_AFTER) }, link.dueAt)
  if (!taken) return
  const came = await askForRoster(doors, link, project)
  if (came.kind === 'fault') {
    await change(doors, link, { trouble: came.fault })
    return
  }
  const { roster } = came
  const people = new Set(roster.people.map((person) => person.match)).size
  await change(doors, link, {
    projectNumber: roster.projectNumber, projectName: roster.projectName, people, trouble: null,
    rosterSealed: sealRoster(roster, link.site, doors.keys), rosterVersion: doors.keys.digest(JSON.stringify(roster)),
    refreshedAt: doors.now(), dueAt: later(doors, REFRESH_EVERY),
  })
}

async function askForRoster({ gateway, keys, now }: Parts, link: LinkRow, known?: Project): Promise<Came> {
  const dataNumber = dataNumberOf(link, keys)
  const project: Outcome<Project | null> = known === undefined ? await gateway.project(dataNumber) : { kind: 'ok', value: known, answeredAt: now() }
  if (project.kind === 'fault') return project
  // A platform that has just known the project and does not any more has most likely not understood what it was asked with.
  if (project.value === null) return { kind: 'fault', fault: 'param' }
  const [enterprises, workers, engagements] = await Promise.all([gateway.enterprises(dataNumber), gateway.workers(dataNumber), gateway.engagements(dataNumber)])
  if (enterprises.kind === 'fault') return enterprises
  if (workers.kind === 'fault') return workers
  if (engagements.kind === 'fault') return engagements
  const matchKey = keys.matchKey(countyOf(link.area))
  const roster = joinRoster(project.value, enterprises.value, workers.value, engagements.value, (idNumber) => matchOf(matchKey, idNumber))
  return roster === null ? { kind: 'fault', fault: 'platform' } : { kind: 'ok', roster }
}

/** Changes the row while it still ties the site to the same project (every sealing is another text), and is due when `dueAt` says. */
async function change({ db }: Parts, { site, fingerprintSealed }: LinkRow, columns: Partial<LinkRow>, dueAt?: number): Promise<boolean> {
  let query = db.updateTable('projectLink').set(columns).where('site', '=', site).where('fingerprintSealed', '=', fingerprintSealed)
  if (dueAt !== undefined) query = query.where('dueAt', '=', dueAt)
  return (await query.executeTakeFirst()).numUpdatedRows === 1n
}

function later({ now, random }: Parts, wait: number): number {
  const [byte = 0] = random(1)
  return now() + Math.round(wait * (1 + (SPREAD * byte) / 255))
}
