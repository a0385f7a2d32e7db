/** Where a person stands on the roster, in one line. It states what a list says, and blames nobody. */
import type { RosterPerson, Standing } from '#domain/roster.ts'

/** `木工班 · 木工`: team and trade, as far as the roster has them. */
function workText({ team, trade, workerType }: RosterPerson): string {
  return [team, trade || workerType].filter((part) => part !== '').join(' · ')
}

export function standingText(standing: Standing): string {
  switch (standing.kind) {
    case 'absent':
      return '不在本项目花名册内（不影响查验结果）'
    case 'engaged':
      return ['在花名册内', workText(standing.person)].filter((part) => part !== '').join('：')
    case 'not-yet':
      return `在花名册内，登记的进场日期是 ${standing.person.from}`
    case 'ended':
      return `在花名册内，登记的退场日期是 ${standing.person.to}`
  }
}
