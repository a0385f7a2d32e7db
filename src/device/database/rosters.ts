/**
 * The rosters of registered projects, sealed. The key by which people on them are recognised comes from the server and is kept so that
 * it can be used and not read. Key and rosters change together: a person looked for under another roster's key would seem to be on none.
 */
import * as v from 'valibot'
import { rosterSchema, type Roster } from '#domain/roster.ts'
import type { RostersDoor } from '../doors.ts'
import { toHex } from '../digest.ts'
import type { Vault } from '../vault.ts'
import type { Changes } from './changes.ts'
import { importMatchKey, isSameKey, matchUnder } from './match-key.ts'
import type { Database } from './open.ts'
import type { RosterRow } from './schema.ts'

const KEY = 'roster-match'

export function createRosters(database: Database, vault: Vault, changes: Changes): RostersDoor {
  /** The roster opened last: a large one takes long to open, and every check looks into it. */
  let opened: { row: RosterRow; roster: Roster } | null = null

  return {
    async versions() {
      const rows = await database.run(['rosters'], 'readonly', (tx) => tx.objectStore('rosters').getAll())
      return new Map(rows.map(({ site, version }) => [site, version]))
    },
    async follow({ matchKey, rosters }) {
      const key = await importMatchKey(matchKey)
      const kept = await database.run(['keys'], 'readonly', (tx) => tx.objectStore('keys').get(KEY))
      const sameKey = kept !== undefined && (await isSameKey(kept, key))
      const listed = new Map(rosters.map((roster) => [roster.site, roster]))
      const changed = await database.run(['rosters', 'keys'], 'readwrite', async (tx) => {
        const store = tx.objectStore('rosters')
        const rows = await store.getAll()
        const gone = rows.filter(({ site }) => !sameKey || !listed.has(site))
        // The platform was asked again and said the same.
        const confirmed = rows.flatMap((row) => {
          const now = listed.get(row.site)
          return sameKey && now?.version === row.version && now.refreshedAt > row.refreshedAt ? [{ ...row, refreshedAt: now.refreshedAt }] : []
        })
        await Promise.all([
          ...(sameKey ? [] : [tx.objectStore('keys').put(key, KEY)]),
          ...gone.map(({ site }) => store.delete(site)),
          ...confirmed.map((row) => store.put(row)),
        ])
        return gone.length + confirmed.length > 0
      })
      if (changed) changes.tell()
    },
    async keep(roster) {
      const { site, version, refreshedAt } = roster
      const row = { site, version, refreshedAt, sealed: await vault.sealJson(roster, rosterBound(site, version)) }
      await database.run(['rosters'], 'readwrite', (tx) => tx.objectStore('rosters').put(row))
      changes.tell()
    },
    async find(site) {
      const row = await database.run(['rosters'], 'readonly', (tx) => tx.objectStore('rosters').get(site))
      if (row === undefined) return null
      if (opened === null || !isSame(opened.row, row)) {
        const kept = v.safeParse(rosterSchema, await vault.openJson(row.sealed, rosterBound(site, row.version)))
        if (!kept.success) return null
        opened = { row, roster: kept.output }
      }
      return { ...opened.roster, refreshedAt: row.refreshedAt }
    },
    async matchOf(id) {
      const key = await database.run(['keys'], 'readonly', (tx) => tx.objectStore('keys').get(KEY))
      return key === undefined ? null : matchUnder(key, id)
    },
  }
}

/** Whether both rows hold the same sealed bytes: every sealing has an `iv` of its own. */
function isSame(one: RosterRow, other: RosterRow): boolean {
  return toHex(one.sealed.iv) === toHex(other.sealed.iv)
}

/** What the row of `site` is bound to. */
export function rosterBound(site: string, version: string): string {
  return `roster ${site} ${version}`
}
