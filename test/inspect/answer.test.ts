import { describe, expect, it } from 'vitest'
import type { Visit } from '#domain/fold.ts'
import { answerDraft, checklistGroups } from '#inspect/answer.ts'

const visit = { id: 'v', site: 's', area: '320581101', answers: new Map([['C01', 'conform']]) } as unknown as Visit

describe('the checklist', () => {
  it('shows all 38 items in their 11 groups', () => {
    const groups = checklistGroups()
    expect(groups).toHaveLength(11)
    expect(groups.flatMap((group) => group.items)).toHaveLength(38)
  })

  it('writes each tap once: the same answer again is no new entry', () => {
    expect(answerDraft(visit, 'C01', 'conform')).toBeNull()
    expect(answerDraft(visit, 'C01', 'not-conform')?.body).toEqual({ item: 'C01', value: 'not-conform' })
    expect(answerDraft(visit, 'C02', 'conform')).toMatchObject({ kind: 'visit.answered', about: { site: 's', visit: 'v' } })
  })
})
