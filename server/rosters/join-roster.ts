/** Project, firms, people and engagements of the platform put together into one roster; only what a roster needs is taken over. */
import { maskName } from '#domain/mask.ts'
import type { Roster, RosterPerson } from '#domain/roster.ts'
import { sameProject } from '../platform/readers/project-number.ts'
import type { Engagement, Enterprise, Project, Worker } from '../platform/results.ts'

/** A roster as the server keeps it, sealed: with the numbers, which never leave it except towards the platform. */
export interface KeptRoster extends Pick<Roster, 'projectNumber' | 'projectName' | 'firms'> {
  people: KeptPerson[]
}
export interface KeptPerson extends RosterPerson {
  idNumber: string
}

/**
 * The roster, or `null` when the answers cannot be those of this project: rows of another one, or people without any engagement. A
 * wrong roster would call everybody on the site a stranger, so the older one is the better one. `matchOf` names a person by the number.
 */
export function joinRoster(
  project: Project,
  enterprises: readonly Enterprise[],
  workers: readonly Worker[],
  engagements: readonly Engagement[],
  matchOf: (idNumber: string) => string,
): KeptRoster | null {
  const numbers = [...enterprises, ...engagements].map((row) => row.projectNumber)
  // A row that names no project is not held against it.
  if (!numbers.every((number) => number === '' || sameProject(number, project.number))) return null
  if (engagements.length === 0 && workers.length > 0) return null
  const names = new Map(workers.map((worker) => [worker.idNumber, worker.name]))
  const firms = new Map(enterprises.map((firm) => [firm.creditCode, firm.name]))
  const people = engagements.map((engagement): KeptPerson => {
    const { idNumber, creditCode, team, workerType, post, trade, tradeClass, from, to } = engagement
    return {
      match: matchOf(idNumber), idNumber, nameMasked: maskName(names.get(idNumber) ?? ''), lastFour: idNumber.slice(-4),
      firm: firms.get(creditCode) ?? creditCode, team, workerType, trade: post ?? trade ?? tradeClass ?? '', from, to,
    }
  })
  return {
    projectNumber: project.number,
    projectName: project.name,
    firms: enterprises.map(({ name, creditCode, role }) => ({ name, creditCode, role })),
    people,
  }
}
