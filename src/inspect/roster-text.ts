/** The words of the roster. A list says who was registered, never who is to blame. */
import { isOldRoster, type RosterPerson } from '#domain/roster.ts'
import { whenText } from '#ui/moment-text.ts'

export const rosterNotes = {
  notMet: '未见不等于不在，可能当天休息，也可能还没扫到。',
  notOnRoster: '花名册可能更新不及时，请先问清楚是哪家单位的人，再决定要不要记录。',
  outsideTerm: '花名册上登记的进场日期还没到，或者已经过了退场日期。',
} as const

/** How old the roster is, and what that may mean. */
export function rosterAgeText(refreshedAt: number, now: number): string {
  const when = `花名册更新于 ${whenText(refreshedAt, now)}`
  return isOldRoster(refreshedAt, now) ? `${when}，已超过 3 天，新来的人可能还没有列入。` : `${when}。`
}

/** `木工` or `管理人员`; empty when the team's name says it already. */
export function tradeText({ team, trade, workerType }: RosterPerson): string {
  return trade || (team === '' ? '' : workerType)
}

/** `进场 2026-12-01` or `退场 2026-11-01`, whichever keeps the person from being expected on `day`. */
export function termText({ from, to }: RosterPerson, day: string): string {
  return from !== null && day < from ? `登记进场 ${from}` : `登记退场 ${to ?? ''}`
}

/** The quick phrase for people who are on no list. It names nobody. */
export function notOnRosterPhrase(people: number): string {
  return `${people} 名查验人员不在项目花名册内`
}
