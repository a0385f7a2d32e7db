/** One request to the platform and the reading of its reply; counts what it sees, and keeps samples of what was odd. */
import { platformCalls, type AlarmKind, type PlatformCall } from '#domain/platform-health.ts'
import { MINUTE, type Instant } from '#domain/time.ts'
import { spellParameters, type CallForm, type ParameterOf } from './calls.ts'
import { requestWriter, type PlatformRequest } from './envelope.ts'
import type { Attempted, Lane } from './guarded-calls.ts'
import type { Reading } from './readers/reading.ts'
import { createSamples, readable, type Samples } from './samples.ts'
import type { PlatformSettings } from './settings.ts'
import { createTally, type Tally } from './tally.ts'
import { trouble } from './trouble.ts'
import { createWire, type WireReply } from './wire.ts'

export interface Exchange {
  tally: Tally
  samples: Samples
  /** Makes `call` with `parameters`; `read` gets the text of its result, empty where the result is empty, null or missing. */
  make<C extends PlatformCall, T>(
    call: C,
    parameters: Readonly<Record<ParameterOf<C>, string>>,
    read: (text: string) => Reading<T> | Promise<Reading<T>>,
    signal: AbortSignal,
  ): Promise<Attempted<T>>
  /** The platform's clock minus ours (ms), by its newest answer; `null` before the first. */
  clockDifferenceMs(): number | null
  close(): Promise<void>
}

/** Sees each request and each reply as they are on the wire, with every number and secret in them: for an operator's own eyes. */
export interface Witness {
  /** `fields`: the parameters under their names on the wire. */
  asked(call: PlatformCall, request: PlatformRequest, fields: Readonly<Record<string, string>>): void
  /** Not called when no reply came. */
  replied(reply: WireReply): void
}

/** A platform whose clock is further off than this gets no check word right near midnight. */
const CLOCK_OFF = 5 * MINUTE

/** The lane of `call`: only questions about codes have somebody waiting in the rain. */
export function laneOf(call: PlatformCall): Lane {
  return call === 'GetSAMInfo' ? 'codes' : 'bulk'
}

export function createExchange(settings: PlatformSettings, now: () => Instant, witness?: Witness): Exchange {
  const tally = createTally()
  const samples = createSamples(now, [settings.token, settings.bagsBH ?? ''])
  const wires = {
    codes: createWire(settings, { connections: settings.concurrency, deadlineMs: settings.deadlineMs, maxReplyBytes: settings.maxReplyBytes }),
    bulk: createWire(settings, { connections: settings.bulkConcurrency, deadlineMs: Math.max(settings.deadlineMs, settings.listDeadlineMs), maxReplyBytes: settings.maxBulkReplyBytes }),
  }
  const writers = new Map(platformCalls.map((call) => [call, writerOf(call)]))
  let clockDifferenceMs: number | null = null

  function writerOf(call: PlatformCall) {
    const form: CallForm | null = settings.calls[call]
    if (form === null) return null
    const write = requestWriter(form, Object.values(form.parameters), settings)
    const names = Object.keys(form.parameters)
    return {
      write: (parameters: Readonly<Record<string, string>>) => write(names.map((name) => parameters[name] ?? '')),
      spell: (parameters: Readonly<Record<string, string>>) => spellParameters(form, parameters),
    }
  }

  function setClock(platformTime: Instant | null): void {
    if (platformTime === null) return
    clockDifferenceMs = platformTime - now()
    if (Math.abs(clockDifferenceMs) > CLOCK_OFF) tally.alarmed('clock-off', now())
  }

  /** Counts what was odd about a reply and keeps it; a refusal without alarms is kept as well. */
  function note(call: PlatformCall, alarms: readonly AlarmKind[], attempted: Attempted<unknown>, text: string): void {
    for (const kind of alarms) tally.alarmed(kind, now())
    if (alarms.length > 0) samples.add(call, alarms.join(' '), readable(text))
    else if (attempted.kind === 'trouble') samples.add(call, `${attempted.fault}: ${attempted.detail}`, readable(text))
  }

  return {
    tally,
    samples,
    async make(call, parameters, read, signal) {
      const writer = writers.get(call) ?? null
      if (writer === null) return trouble('param', `${call} is not in the call table`)
      const request = writer.write(parameters)
      const askedAt = now()
      tally.called(call)
      witness?.asked(call, request, writer.spell(parameters))
      const reply = await wires[laneOf(call)].post(request, signal, witness?.replied)
      if (reply.kind === 'trouble') {
        if (reply.raw !== null) samples.add(call, `${reply.fault}: ${reply.detail}`, reply.raw)
        return { ...trouble(reply.fault, reply.detail), retryAfterMs: reply.retryAfterMs }
      }
      setClock(reply.platformTime)
      const answeredAt = now()
      const reading = await read(reply.text)
      const alarms = reply.charsetSurprise ? [...new Set<AlarmKind>(['charset', ...reading.alarms])] : reading.alarms
      const attempted = reading.kind === 'value' ? reading : trouble(reading.fault, reading.detail.replaceAll(settings.token, '…'))
      note(call, alarms, attempted, reply.text)
      if (attempted.kind === 'value') tally.answered(call, Math.max(0, answeredAt - askedAt))
      return attempted
    },
    clockDifferenceMs: () => clockDifferenceMs,
    async close() {
      await Promise.all([wires.codes.close(), wires.bulk.close()])
    },
  }
}
