/**
 * The question to the city platform about one person, and what may be believed of its reply. Trouble on the way
 * is a fault, which is no answer; it never becomes a statement about the worker.
 */
import { BrokenCircuitError, BulkheadRejectedError, CircuitState, ConsecutiveBreaker, TaskCancelledError, bulkhead, circuitBreaker, handleWhenResult } from 'cockatiel'
import type { Answer } from '#domain/check.ts'
import type { Status } from '#domain/contract.ts'
import type { IdNumber } from '#domain/identity.ts'
import { compactDay, type Instant } from '#domain/time.ts'
import { readAnswer, type Reply } from './answer.ts'
import { readBody } from './body.ts'
import { writeRequest } from './envelope.ts'
import { neighbourDay, samPass } from './pass.ts'
import type { PlatformSettings } from './settings.ts'
import { createTally } from './tally.ts'
import { trouble, type PlatformFault, type Trouble } from './trouble.ts'
import { createWire } from './wire.ts'

export interface PlatformGateway {
  /** Asks for the 苏安码 of `id`. Never rejects for trouble with the platform: that is `{ kind: 'fault' }`. */
  ask(id: IdNumber): Promise<Answer>
  stats(): Status['platform']
  /** Waits for the questions under way. */
  close(): Promise<void>
}

/** The doors of the gateway; `report` receives each fault for the log, free of personal data and of the token. */
export interface GatewayDoors {
  now: () => Instant
  report: (trouble: Trouble) => void
}

/** Faults that say that the platform or the way to it is broken; the others come from a platform that is alive. */
const BREAKING: ReadonlySet<PlatformFault> = new Set(['timeout', 'tls', 'http', 'soap-fault', 'bad-xml', 'bad-base64', 'bad-json'])
const BREAKER_STATES = { [CircuitState.Closed]: 'closed', [CircuitState.Open]: 'open', [CircuitState.HalfOpen]: 'half-open', [CircuitState.Isolated]: 'open' } as const

type Finding = Reply | Trouble

export function createGateway(settings: PlatformSettings, { now, report }: GatewayDoors): PlatformGateway {
  const wire = createWire(settings)
  const tally = createTally()
  const turns = bulkhead(settings.concurrency, settings.queue)
  const breaker = circuitBreaker(
    handleWhenResult((finding) => isTrouble(finding as Finding) && BREAKING.has((finding as Trouble).fault)),
    { breaker: new ConsecutiveBreaker(settings.breaker.faultsInARow), halfOpenAfter: settings.breaker.halfOpenAfterMs },
  )
  const underWay = new Map<IdNumber, Promise<Answer>>()
  const remembered = new Map<IdNumber, Answer>()

  /** One POST and the reading of its reply. */
  async function call(zjhm: string, day: string, id: IdNumber, signal: AbortSignal): Promise<Finding> {
    const names = settings.elementNames
    const pass = samPass(zjhm, day, settings.token, settings.md5Case)
    const request = writeRequest('GetSAMInfo', { [names.zjhm]: zjhm, [names.token]: settings.token, [names.pass]: pass }, settings)
    const askedAt = now()
    tally.called()
    const reply = await wire.post(request, signal)
    const body = reply.kind === 'result' ? readBody(reply.text) : reply
    const finding = body.kind === 'body' ? readAnswer(body.value, id, settings.messageRules, now()) : body
    if (!isTrouble(finding)) tally.answered(finding.answeredAt - askedAt)
    return finding
  }

  /** A call that waits its turn and respects the breaker. While the one probe of a half-open breaker is out, others do not wait for it. */
  async function guardedCall(zjhm: string, day: string, id: IdNumber, signal: AbortSignal): Promise<Finding> {
    try {
      return await turns.execute(() => {
        if (breaker.state === CircuitState.HalfOpen) return trouble('breaker-open', 'waiting for a probe')
        return breaker.execute(() => call(zjhm, day, id, signal))
      }, signal)
    } catch (cause) {
      if (cause instanceof BrokenCircuitError) return trouble('breaker-open', 'too many faults in a row')
      if (cause instanceof BulkheadRejectedError) return trouble('rate', 'too many questions waiting here')
      if (cause instanceof TaskCancelledError) return trouble('timeout', 'deadline passed while waiting for a turn')
      throw cause
    }
  }

  /** Two second tries, each at most once: near midnight with the neighbouring day, and a final X as the lower-case x some registers hold. */
  async function question(id: IdNumber): Promise<Finding> {
    const signal = AbortSignal.timeout(settings.deadlineMs)
    let day = compactDay(now())
    let finding = await guardedCall(id, day, id, signal)
    const otherDay = neighbourDay(now())
    if (isTrouble(finding) && (finding.fault === 'auth' || finding.fault === 'clock') && otherDay !== null) {
      day = otherDay
      finding = await guardedCall(id, day, id, signal)
    }
    if (finding.kind !== 'no-record' || !id.endsWith('X')) return finding
    const second = await guardedCall(id.toLowerCase(), day, id, signal)
    // A platform that refuses the lower-case spelling as such knows only the other one, and that had no record.
    return isTrouble(second) && (second.fault === 'param' || second.fault === 'auth') ? finding : second
  }

  async function answer(id: IdNumber): Promise<Answer> {
    const finding = await question(id)
    if (isTrouble(finding)) {
      const at = now()
      tally.failed(finding.fault, at)
      report({ ...finding, detail: finding.detail.replaceAll(settings.token, '…') })
      return { kind: 'fault', fault: finding.fault, answeredAt: at }
    }
    if (finding.kind === 'code') remembered.set(id, finding)
    return finding
  }

  function recall(id: IdNumber): Answer | null {
    const at = now()
    for (const [key, { answeredAt }] of remembered) {
      const age = at - answeredAt
      if (age < 0 || age >= settings.rememberMs) remembered.delete(key)
    }
    return remembered.get(id) ?? null
  }

  return {
    async ask(id) {
      const known = recall(id)
      if (known !== null) return known
      const flight = underWay.get(id) ?? answer(id).finally(() => underWay.delete(id))
      underWay.set(id, flight)
      return flight
    },
    stats: () => ({ kind: settings.kind, breaker: BREAKER_STATES[breaker.state], ...tally.totals() }),
    async close() {
      await Promise.allSettled(underWay.values())
      await wire.close()
    },
  }
}

function isTrouble(finding: Finding): finding is Trouble {
  return finding.kind === 'trouble'
}
