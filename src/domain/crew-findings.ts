/** A crew's codes written up in one go: what is known live makes one finding for each kind of verdict, and names its people. */
import { checklistItem, smallWorksTemplate, type ChecklistItem } from './checklist/small-works.ts'
import type { Draft } from './entries/kinds.ts'
import { isDraftGround, isGround, knownNow } from './finding-ground.ts'
import type { Check, Visit } from './fold.ts'
import { addDays, type Day } from './time.ts'
import { classOf, type VerdictClass } from './verdict.ts'

type RaisedDraft = Extract<Draft, { kind: 'finding.raised'; v?: 1 }>

/** Days given to mend what is not mended on the spot. */
export const DEFAULT_DAYS = 3

const ITEM_OF: Record<VerdictClass, string | null> = { green: null, yellow: 'C02', red: 'C03', expired: 'C04', 'no-code': 'C01', unsettled: null }

/** The item of the checklist that the verdict of `check` falls under. */
export function itemOf(check: Pick<Check, 'verdict' | 'recheck'>): ChecklistItem | undefined {
  return checklistItem(smallWorksTemplate, ITEM_OF[classOf(knownNow(check).code)] ?? '')
}

/** What is said of `count` people under one item. */
export function peopleWords({ findingText }: ChecklistItem, count: number): string {
  return count > 1 ? `${findingText}（${count} 人）` : findingText
}

/**
 * The findings that `checks` call for; what is no ground is passed over. A remembered verdict makes a draft of its
 * own, so that its recheck settles it alone. Nothing is said to have been mended: where the checklist would have it mended on the spot,
 * the usual days are given.
 */
export function crewFindings(visit: Pick<Visit, 'id' | 'site' | 'area'>, checks: readonly Check[], today: Day, newId: () => string): RaisedDraft[] {
  const kinds = new Map<string, { item: ChecklistItem; checks: Check[] }>()
  for (const check of checks.filter(isGround)) {
    const item = itemOf(check)
    if (item === undefined) continue
    const kind = isDraftGround(check) ? check.id : item.code
    const group = kinds.get(kind)
    if (group) group.checks.push(check)
    else kinds.set(kind, { item, checks: [check] })
  }
  return [...kinds.values()].map(({ item, checks: people }) => {
    const id = newId()
    const action = item.action === 'fixed-on-site' ? 'deadline' : item.action
    return {
      kind: 'finding.raised',
      id,
      area: visit.area,
      about: { site: visit.site, visit: visit.id, finding: id },
      body: {
        item: item.code,
        severity: item.severity,
        text: peopleWords(item, people.length),
        checks: people.map((check) => check.id),
        action,
        deadline: action === 'deadline' ? addDays(today, DEFAULT_DAYS) : null,
        draft: people.some(isDraftGround),
      },
    }
  })
}
