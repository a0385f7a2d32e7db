/**
 * What stands between a question and the wire: a bounded number at once, in two lanes so that long lists and questions about codes do
 * not wait for each other; one breaker for the endpoint; one safe second try. Bulkheads and breaker are cockatiel's.
 */
import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { BrokenCircuitError, BulkheadRejectedError, CircuitState, ConsecutiveBreaker, TaskCancelledError, bulkhead, circuitBreaker, handleWhenResult } from 'cockatiel'
import type { PlatformHealth } from '#domain/platform-health.ts'
import type { PlatformSettings } from './settings.ts'
import { trouble, type PlatformFault, type Trouble } from './trouble.ts'

/** `codes`: an inspector waits for the answer. `bulk`: everything else. */
export type Lane = 'codes' | 'bulk'

/** The time that a question has, waiting and second tries included. */
export interface Deadline {
  signal: AbortSignal
  leftMs(): number
  /** The question is answered; nothing is to be aborted any more. */
  end(): void
}

/** What came of one attempt; with `retryAfterMs` the same may be tried again after at least so long. */
export type Attempted<T> = { kind: 'value'; value: T } | (Trouble & { retryAfterMs?: number | null })

export interface Guard {
  /** Makes `attempt` when its turn comes, unless the breaker is open; once more when it failed on its way and `repeatable`. */
  run<T>(lane: Lane, repeatable: boolean, deadline: Deadline, attempt: (signal: AbortSignal) => Promise<Attempted<T>>): Promise<Attempted<T>>
  state(): PlatformHealth['breaker']
}

/** Faults that say that the platform or the way to it is broken; the others come from a platform that is alive. */
const BREAKING: ReadonlySet<PlatformFault> = new Set(['timeout', 'tls', 'http', 'soap-fault', 'bad-xml', 'bad-base64', 'bad-json'])
const BREAKER_STATES = { [CircuitState.Closed]: 'closed', [CircuitState.Open]: 'open', [CircuitState.HalfOpen]: 'half-open', [CircuitState.Isolated]: 'open' } as const

/** Bounds (ms) of the wait before a second try: phones that failed together must not come back together. */
const JITTER = [50, 250] as const

type Limits = Pick<PlatformSettings, 'concurrency' | 'bulkConcurrency' | 'queue' | 'retries' | 'breaker' | 'deadlineMs'>

export function createGuard(limits: Limits): Guard {
  const lanes = { codes: bulkhead(limits.concurrency, limits.queue), bulk: bulkhead(limits.bulkConcurrency, limits.queue) }
  const breaker = circuitBreaker(handleWhenResult((result) => isBreaking(result as Attempted<unknown>)), {
    breaker: new ConsecutiveBreaker(limits.breaker.faultsInARow),
    halfOpenAfter: limits.breaker.halfOpenAfterMs,
  })

  /** While the one probe of a half-open breaker is out, others do not wait for it; and a probe takes no longer than a question does. */
  async function throughBreaker<T>(signal: AbortSignal, attempt: (signal: AbortSignal) => Promise<Attempted<T>>): Promise<Attempted<T>> {
    if (breaker.state === CircuitState.HalfOpen) return trouble('breaker-open', 'waiting for a probe')
    const bounded = breaker.state === CircuitState.Closed ? signal : AbortSignal.any([signal, AbortSignal.timeout(limits.deadlineMs)])
    return breaker.execute(() => attempt(bounded))
  }

  async function once<T>(lane: Lane, { signal }: Deadline, attempt: (signal: AbortSignal) => Promise<Attempted<T>>): Promise<Attempted<T>> {
    try {
      return await lanes[lane].execute(() => throughBreaker(signal, attempt), signal)
    } catch (cause) {
      if (cause instanceof BrokenCircuitError) return trouble('breaker-open', 'too many faults in a row')
      if (cause instanceof BulkheadRejectedError) return trouble('rate', 'too many questions waiting here')
      if (cause instanceof TaskCancelledError) return trouble('timeout', 'deadline passed while waiting for a turn')
      throw cause
    }
  }

  return {
    async run(lane, repeatable, deadline, attempt) {
      const first = await once(lane, deadline, attempt)
      const wait = repeatable && limits.retries > 0 ? waitBefore(first, deadline) : null
      if (wait === null) return first
      await sleep(wait)
      const second = await once(lane, deadline, attempt)
      // The fault that opened the breaker tells more than that it is open now.
      return second.kind === 'trouble' && second.fault === 'breaker-open' ? first : second
    },
    state: () => BREAKER_STATES[breaker.state],
  }
}

/** How long to wait (ms) before the second try; `null`: it makes no sense, or could not even begin before the deadline. */
function waitBefore(first: Attempted<unknown>, deadline: Deadline): number | null {
  const least = first.kind === 'value' ? null : (first.retryAfterMs ?? null)
  if (least === null) return null
  const wait = least + randomInt(...JITTER)
  return wait < deadline.leftMs() ? wait : null
}

function isBreaking(result: Attempted<unknown>): boolean {
  return result.kind === 'trouble' && BREAKING.has(result.fault)
}

/** Begins now; `end` it. */
export function startDeadline(ms: number): Deadline {
  const endsAt = performance.now() + ms
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(), ms)
  return { signal: controller.signal, leftMs: () => endsAt - performance.now(), end: () => clearTimeout(timer) }
}
