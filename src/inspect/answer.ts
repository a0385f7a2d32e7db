import { smallWorksTemplate, type ChecklistItem } from '#domain/checklist/small-works.ts'
import type { Draft } from '#domain/entries/kinds.ts'
import type { AnswerValue } from '#domain/entries/visit.ts'
import type { Visit } from '#domain/fold.ts'

/** The template's items by group, in the template's order. */
export function checklistGroups(): { name: string; items: ChecklistItem[] }[] {
  const groups = new Map<string, ChecklistItem[]>()
  for (const item of smallWorksTemplate.items) groups.set(item.group, [...(groups.get(item.group) ?? []), item])
  return [...groups].map(([name, items]) => ({ name, items }))
}

/** The entry of one answer, or `null` when the item has that answer already. */
export function answerDraft(visit: Visit, item: string, value: AnswerValue): Draft | null {
  if (visit.answers.get(item) === value) return null
  return { kind: 'visit.answered', area: visit.area, about: { site: visit.site, visit: visit.id }, body: { item, value } }
}
