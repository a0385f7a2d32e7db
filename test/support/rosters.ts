/** Rosters as the server gives them, and the way it names people on them. */
import { createHmac } from 'node:crypto'
import type { Roster, RosterList, RosterPerson } from '#domain/roster.ts'

export const matchKey = '5a'.repeat(32)

/** What the server makes of a number; written apart from the phone's own code on purpose. */
export function matchOf(idNumber: string, key = matchKey): string {
  return createHmac('sha256', Buffer.from(key, 'hex')).update(idNumber).digest('hex')
}

export function aPerson(idNumber: string, changes: Partial<RosterPerson> = {}): RosterPerson {
  return {
    match: matchOf(idNumber), nameMasked: '张*', lastFour: idNumber.slice(-4), firm: '演示建设有限公司', team: '木工一班', workerType: '普通工人', trade: '木工',
    from: '2026-11-01', to: '2026-12-31', ...changes,
  }
}

export function aRoster(site: string, people: readonly RosterPerson[], changes: Partial<Roster> = {}): Roster {
  return {
    site, version: 'v1', projectNumber: 'P-1', projectName: '演示工程', simulated: true, firms: [], people: [...people],
    refreshedAt: Date.parse('2026-11-20T08:00:00+08:00'), serverTime: 1, ...changes,
  }
}

export function aRosterList(rosters: readonly Roster[], key = matchKey): RosterList {
  return { matchKey: key, rosters: rosters.map(({ site, version, people, refreshedAt }) => ({ site, version, people: people.length, refreshedAt })), serverTime: 1 }
}
