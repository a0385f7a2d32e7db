import { describe, expect, it } from 'vitest'
import { peopleText } from '#inspect/inspect-text.ts'
import { aCheck, aVerdict, red } from '../support/checks.ts'

const worker = aCheck('a', aVerdict(red))

describe('whom a finding is about', () => {
  it('is told by masked name and last four, the first three of many', () => {
    expect(peopleText([worker])).toBe('张* 尾号 0008')
    expect(peopleText([worker, worker, worker, worker])).toBe('张* 尾号 0008、张* 尾号 0008、张* 尾号 0008 等 4 人次')
  })

  it('is told as far as it is known', () => {
    expect(peopleText([{ ...worker, nameMasked: '' }])).toBe('未取得姓名 尾号 0008')
    expect(peopleText([{ ...worker, nameMasked: '', lastFour: '' }])).toBe('姓名未存本机')
    expect(peopleText([{ ...worker, subject: 'declared-none', nameMasked: '', lastFour: '' }])).toBe('工人表示没有码')
    expect(peopleText([])).toBe('')
  })
})
