import { describe, expect, it } from 'vitest'
import { createGuard, startDeadline, type Attempted } from '../../../server/platform/guarded-calls.ts'
import { usualSettings } from '../../../server/platform/settings.ts'
import { trouble } from '../../../server/platform/trouble.ts'

const deadline = (ms = 2_000) => startDeadline(ms)
const good: Attempted<string> = { kind: 'value', value: 'answer' }
const lost: Attempted<string> = { ...trouble('http', 'ECONNRESET'), retryAfterMs: 0 }

/** An attempt that ends as `ends` say, one after the other; the last again and again. */
function attempts(...ends: Attempted<string>[]) {
  const made = { count: 0 }
  return { made, attempt: async () => ends[Math.min(made.count++, ends.length - 1)] as Attempted<string> }
}

describe('a second try', () => {
  it('is made once when the way failed, and only for what may be repeated', async () => {
    const guard = createGuard(usualSettings)
    const first = attempts(lost, good)
    expect(await guard.run('codes', true, deadline(), first.attempt)).toEqual(good)
    const twice = attempts(lost)
    expect(await guard.run('codes', true, deadline(), twice.attempt)).toMatchObject({ fault: 'http' })
    const never = attempts(lost, good)
    expect(await guard.run('bulk', false, deadline(), never.attempt)).toMatchObject({ fault: 'http' })
    expect([first.made.count, twice.made.count, never.made.count]).toEqual([2, 2, 1])
  })

  it('waits as long as the platform asked, and is not made when the deadline comes first', async () => {
    const guard = createGuard(usualSettings)
    const began = performance.now()
    expect(await guard.run('codes', true, deadline(), attempts({ ...trouble('rate', 'status 429'), retryAfterMs: 300 }, good).attempt)).toEqual(good)
    expect(performance.now() - began).toBeGreaterThan(300)
    const late = attempts({ ...trouble('rate', 'status 429'), retryAfterMs: 30_000 }, good)
    const again = performance.now()
    expect(await guard.run('codes', true, deadline(), late.attempt)).toMatchObject({ fault: 'rate' })
    expect(performance.now() - again).toBeLessThan(300)
    expect(late.made.count).toBe(1)
  })

  it('is not made after an answer, or after a fault that would come again', async () => {
    const guard = createGuard(usualSettings)
    for (const end of [good, trouble('auth', 'x'), { ...trouble('timeout', 'x'), retryAfterMs: null }]) {
      const { made, attempt } = attempts(end)
      expect(await guard.run('codes', true, deadline(), attempt)).toEqual(end)
      expect(made.count).toBe(1)
    }
  })

  it('tells the fault that opened the breaker, not that it is open', async () => {
    const guard = createGuard({ ...usualSettings, breaker: { faultsInARow: 1, halfOpenAfterMs: 60_000 } })
    const { made, attempt } = attempts(lost)
    expect(await guard.run('codes', true, deadline(), attempt)).toMatchObject({ fault: 'http' })
    expect([made.count, guard.state()]).toEqual([1, 'open'])
    expect(await guard.run('bulk', true, deadline(), attempt)).toMatchObject({ fault: 'breaker-open' })
  })
})

describe('lists and questions about codes', () => {
  it('do not wait for each other', async () => {
    const guard = createGuard({ ...usualSettings, concurrency: 1, bulkConcurrency: 1, breaker: { faultsInARow: 1_000, halfOpenAfterMs: 100 } })
    const never = (signal: AbortSignal) => new Promise<Attempted<string>>((resolve) => signal.addEventListener('abort', () => resolve(trouble('timeout', 'deadline passed'))))
    const lists = Array.from({ length: 5 }, () => guard.run('bulk', true, deadline(300), never))
    expect(await guard.run('codes', true, deadline(), attempts(good).attempt)).toEqual(good)
    const codes = Array.from({ length: 5 }, () => guard.run('codes', true, deadline(300), never))
    expect((await Promise.all([...lists, ...codes])).every((end) => end.kind === 'trouble' && end.fault === 'timeout')).toBe(true)
  })

  it('share one breaker, and a list that probes takes no longer than a question', async () => {
    const guard = createGuard({ ...usualSettings, deadlineMs: 200, retries: 0, breaker: { faultsInARow: 1, halfOpenAfterMs: 50 } })
    await guard.run('bulk', true, deadline(), attempts(lost).attempt)
    expect(await guard.run('codes', true, deadline(), attempts(good).attempt)).toMatchObject({ fault: 'breaker-open' })
    await new Promise((resolve) => setTimeout(resolve, 70))
    const began = performance.now()
    await guard.run('bulk', true, deadline(5_000), (signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve(trouble('timeout', 'x')))))
    expect(performance.now() - began).toBeLessThan(2_000)
  })
})
