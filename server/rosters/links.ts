/** Which sites are registered projects of the platform, and the roster of each. Projects of the simulator and of a real platform never mix. */
import type { Selectable } from 'kysely'
import type { AreaCode } from '#domain/areas.ts'
import type { Config } from '../config.ts'
import type { Tables } from '../database/schema.ts'
import type { Doors } from '../doors.ts'
import type { Keys } from '../ledger/keys.ts'
import { scopeOf } from '../ledger/scope.ts'
import type { KeptRoster } from './join-roster.ts'

export type LinkRow = Selectable<Tables['projectLink']>

/** What the rows of the present platform bear in `simulated`. */
export function simulatedOf({ platform }: Pick<Config, 'platform'>): 0 | 1 {
  return platform === null ? 1 : 0
}

/** The links within the area of `account`. */
export function linksOf({ db, config }: Pick<Doors, 'db' | 'config'>, account: { area: AreaCode }) {
  return db.selectFrom('projectLink').selectAll().where('area', 'like', scopeOf(account)).where('simulated', '=', simulatedOf(config))
}

/**
 * The links that have somebody on their roster. One with nobody on it says nothing about who belongs on the site: to compare with it
 * would call everybody a stranger.
 */
export function rostersOf(doors: Pick<Doors, 'db' | 'config'>, account: { area: AreaCode }) {
  return linksOf(doors, account).where('people', '>', 0)
}

export interface LinkParts {
  site: string
  area: AreaCode
  dataNumber: string
  projectNumber: string
  projectName: string
  linkedBy: string
}

/** A link without a roster so far, whose turn to be refreshed is at once. */
export function newLink({ keys, config, now }: Pick<Doors, 'keys' | 'config' | 'now'>, { dataNumber, ...parts }: LinkParts): LinkRow {
  const at = now()
  return {
    ...parts, fingerprintSealed: keys.seal.close(dataNumber, `link ${parts.site}`), fingerprintTail: dataNumber.slice(-4), linkedAt: at,
    refreshedAt: null, trouble: null, rosterSealed: null, rosterVersion: null, people: 0, simulated: simulatedOf(config), dueAt: at,
  }
}

/** The project's 数据指纹. */
export function dataNumberOf(link: LinkRow, { seal }: Pick<Keys, 'seal'>): string {
  return seal.open(link.fingerprintSealed, `link ${link.site}`)
}

export function sealRoster(roster: KeptRoster, site: string, { seal }: Pick<Keys, 'seal'>): string {
  return seal.close(JSON.stringify(roster), `roster ${site}`)
}

/** The roster of `link`, or `null` while none has come. */
export function rosterOf(link: LinkRow, { seal }: Pick<Keys, 'seal'>): KeptRoster | null {
  return link.rosterSealed === null ? null : (JSON.parse(seal.open(link.rosterSealed, `roster ${link.site}`)) as KeptRoster)
}
