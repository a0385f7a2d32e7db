import { describe, expect, it } from 'vitest'
import { dayAndTime, timeOfDay, timeWithSeconds } from '#ui/moment-text.ts'

const justAfterMidnight = Date.parse('2026-11-21T16:05:09Z')

describe('an instant on the screen', () => {
  it('is told in the time of Shanghai', () => {
    expect(timeOfDay(justAfterMidnight)).toBe('00:05')
    expect(timeWithSeconds(justAfterMidnight)).toBe('00:05:09')
    expect(dayAndTime(justAfterMidnight, justAfterMidnight)).toBe('11月22日 00:05')
  })

  it('is the one that the calendar of Asia/Shanghai gives', () => {
    const calendar = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit' })
    for (let instant = Date.parse('2026-01-01T00:00:00Z'); instant < Date.parse('2029-01-01T00:00:00Z'); instant += 7_919_000) {
      const said = Object.fromEntries(calendar.formatToParts(instant).map(({ type, value }) => [type, value]))
      expect(dayAndTime(instant, 0)).toBe(`${said['year']}年${said['month']}月${said['day']}日 ${said['hour']}:${said['minute']}`)
    }
  })

  it('carries the year when it is of another year', () => {
    expect(dayAndTime(justAfterMidnight, Date.parse('2027-01-02T00:00:00Z'))).toBe('2026年11月22日 00:05')
  })
})
