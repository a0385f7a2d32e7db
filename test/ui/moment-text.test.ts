import { describe, expect, it } from 'vitest'
import { dayAndTime, timeOfDay, timeWithSeconds } from '#ui/moment-text.ts'

const justAfterMidnight = Date.parse('2026-11-21T16:05:09Z')

describe('an instant on the screen', () => {
  it('is told in the time of Shanghai', () => {
    expect(timeOfDay(justAfterMidnight)).toBe('00:05')
    expect(timeWithSeconds(justAfterMidnight)).toBe('00:05:09')
    expect(dayAndTime(justAfterMidnight, justAfterMidnight)).toBe('11月22日 00:05')
  })

  it('carries the year when it is of another year', () => {
    expect(dayAndTime(justAfterMidnight, Date.parse('2027-01-02T00:00:00Z'))).toBe('2026年11月22日 00:05')
  })
})
