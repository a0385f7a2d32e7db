/**
 * Station 5: verdict. `judge` is the only place where an answer becomes a colour (design 2.1). It is pure, and its type cannot
 * say green without an answer, its age and a date.
 */
import * as v from 'valibot'
import { doubts, faults, type Answer, type Fault, type SeenColour } from './check.ts'
import type { Clock } from './clock-trust.ts'
import { HOUR, MINUTE, addDays, shanghaiDay } from './time.ts'
import type { VerdictPolicy } from './verdict-policy.ts'

export const verdictCodes = [
  'green-live', 'green-expiring', 'green-remembered', 'green-stale', 'yellow', 'red', 'yellow-remembered', 'red-remembered',
  'expired', 'no-code', 'doubtful', 'unverified',
] as const
export type VerdictCode = (typeof verdictCodes)[number]

/** Why the verdict is what it is. Stable codes, stored and sent; the sentences are in `check/verdict-text.ts`. */
export const verdictReasons = [
  'valid', 'expires-soon', 'remembered', 'remembered-stale', 'yellow-code', 'red-code', 'past-valid-date', 'no-record', 'declared-none',
  ...doubts, 'seen-colour-differs', 'clock-untrusted', ...faults, 'answer-too-old', 'unreadable',
] as const
export type VerdictReason = (typeof verdictReasons)[number]

const version = v.string()
const when = { answeredAt: v.number(), ageMs: v.number() }
const reason = v.picklist(verdictReasons)

/** The stored form of a verdict, which is also its type. `ageMs` is the answer's age when judged. */
export const verdictSchema = v.variant('code', [
  v.object({ code: v.picklist(['green-live', 'green-expiring']), basis: v.literal('live'), reason, ...when, validUntil: v.string(), policy: version }),
  v.object({ code: v.picklist(['green-remembered', 'green-stale']), basis: v.literal('remembered'), reason, ...when, validUntil: v.string(), policy: version }),
  v.object({ code: v.picklist(['yellow', 'red']), basis: v.literal('live'), reason, ...when, validUntil: v.null(), policy: version }),
  v.object({ code: v.picklist(['yellow-remembered', 'red-remembered']), basis: v.literal('remembered'), reason, ...when, validUntil: v.null(), policy: version }),
  v.object({ code: v.literal('expired'), basis: v.picklist(['live', 'remembered']), reason, ...when, validUntil: v.string(), policy: version }),
  v.object({
    code: v.literal('no-code'), basis: v.picklist(['live', 'none']), reason, answeredAt: v.nullable(v.number()), ageMs: v.nullable(v.number()),
    validUntil: v.null(), policy: version,
  }),
  v.object({
    code: v.picklist(['doubtful', 'unverified']), basis: v.picklist(['live', 'remembered', 'none']), reason,
    answeredAt: v.nullable(v.number()), ageMs: v.nullable(v.number()), validUntil: v.null(), policy: version,
  }),
])
export type Verdict = v.InferOutput<typeof verdictSchema>

/**
 * Who was to be checked. `key` names the person for comparison only (a keyed hash, never the number itself).
 * `unreadable`: a code was there and could not be read. `declared-none`: the worker says that there is no code.
 */
export type Subject = { kind: 'person'; key: string } | { kind: 'unreadable' } | { kind: 'declared-none' }

/** An answer at hand, how it was obtained and the person it was asked for. */
export interface KnownAnswer {
  basis: 'live' | 'remembered'
  key: string
  answer: Answer
}

/**
 * The verdict for `subject` at `clock.now`. A believable live answer beats every remembered one; a fault is never an answer.
 * Nothing but a `code` answer with colour green, for this very `key`, valid today in Asia/Shanghai, gives a green code.
 */
export function judge(
  subject: Subject,
  known: readonly KnownAnswer[],
  clock: Pick<Clock, 'now' | 'trusted'>,
  policy: VerdictPolicy,
  seenColour: SeenColour | null = null,
): Verdict {
  const nothing = { basis: 'none', answeredAt: null, ageMs: null, validUntil: null, policy: policy.version } as const
  if (subject.kind === 'declared-none') return { ...nothing, code: 'no-code', reason: 'declared-none' }
  if (subject.kind === 'unreadable') return { ...nothing, code: 'unverified', reason: 'unreadable' }

  const chosen = choose(known)
  if (chosen === null) return { ...nothing, code: 'unverified', reason: latestFault(known) }
  const { answer } = chosen
  const tolerance = policy.clockToleranceMinutes * MINUTE
  // A reply that was under way can bear a server time a moment later than our reading of it.
  const ageMs = Math.max(0, clock.now - answer.answeredAt)
  // A phone that slept with the question under way gets an old answer: only a fresh one is live.
  const basis: 'live' | 'remembered' = chosen.basis === 'live' && ageMs <= tolerance ? 'live' : 'remembered'
  const told = { basis, answeredAt: answer.answeredAt, ageMs, policy: policy.version }
  const doubtful = (because: VerdictReason): Verdict => ({ ...told, code: 'doubtful', reason: because, validUntil: null })

  if (chosen.key !== subject.key) return doubtful('id-mismatch')
  if (!clock.trusted || answer.answeredAt - clock.now > tolerance) return doubtful('clock-untrusted')
  if (answer.kind === 'doubt') return doubtful(answer.doubt)
  if (answer.kind === 'no-record') {
    // Only a live "no record" is a finding; a remembered one may have been mended by an application since.
    return basis === 'live'
      ? { ...told, basis, code: 'no-code', reason: 'no-record', validUntil: null }
      : { ...nothing, code: 'unverified', reason: latestFault(known) }
  }
  if (basis === 'live' && seenColour !== null && seenColour !== 'not-shown' && seenColour !== answer.colour) return doubtful('seen-colour-differs')
  if (answer.colour !== 'green') {
    return basis === 'live'
      ? { ...told, basis, code: answer.colour, reason: `${answer.colour}-code`, validUntil: null }
      : { ...told, basis, code: `${answer.colour}-remembered`, reason: `${answer.colour}-code`, validUntil: null }
  }
  const today = shanghaiDay(clock.now)
  const { validUntil } = answer
  if (basis === 'remembered' && ageMs > policy.staleHours * HOUR) return { ...nothing, code: 'unverified', reason: 'answer-too-old' }
  if (validUntil < today) return { ...told, code: 'expired', reason: 'past-valid-date', validUntil }
  if (basis === 'remembered') {
    return ageMs <= policy.rememberedHours * HOUR
      ? { ...told, basis, code: 'green-remembered', reason: 'remembered', validUntil }
      : { ...told, basis, code: 'green-stale', reason: 'remembered-stale', validUntil }
  }
  return validUntil <= addDays(today, policy.expiringDays)
    ? { ...told, basis, code: 'green-expiring', reason: 'expires-soon', validUntil }
    : { ...told, basis, code: 'green-live', reason: 'valid', validUntil }
}

type Believable = KnownAnswer & { answer: Exclude<Answer, { kind: 'fault' }> }

/** The newest answer that is no fault, live ones first. */
function choose(known: readonly KnownAnswer[]): Believable | null {
  const usable = known.filter((k): k is Believable => k.answer.kind !== 'fault')
  const rank = (k: Believable) => (k.basis === 'live' ? 1 : 0)
  return usable.sort((a, b) => rank(b) - rank(a) || b.answer.answeredAt - a.answer.answeredAt)[0] ?? null
}

function latestFault(known: readonly KnownAnswer[]): Fault {
  const failed = known.map((k) => k.answer).filter((a) => a.kind === 'fault')
  return failed.sort((a, b) => b.answeredAt - a.answeredAt)[0]?.fault ?? 'offline'
}

/** What a verdict may be used as (design 2.1, last column). */
export type Use = 'pass' | 'may-work' | 'no-basis' | 'finding' | 'draft-finding' | 'recheck'

export function useOf(verdict: Verdict): Use {
  switch (verdict.code) {
    case 'green-live':
    case 'green-expiring':
      return 'pass'
    case 'green-remembered':
      return 'may-work'
    case 'green-stale':
      return 'no-basis'
    case 'yellow':
    case 'red':
    case 'no-code':
      return 'finding'
    case 'expired':
      return verdict.basis === 'live' ? 'finding' : 'draft-finding'
    case 'yellow-remembered':
    case 'red-remembered':
      return 'draft-finding'
    case 'doubtful':
    case 'unverified':
      return 'recheck'
  }
}

/** Whether the server has to ask again when there is signal: everything that did not rest on a believable live answer. */
export function needsRecheck(verdict: Verdict): boolean {
  return verdict.basis !== 'live' ? verdict.reason !== 'declared-none' : verdict.code === 'doubtful' || verdict.code === 'unverified'
}

/** Groups of codes that mean the same to the worker; a recheck that moves between groups alerts the inspector and the town. */
export type VerdictClass = 'green' | 'yellow' | 'red' | 'expired' | 'no-code' | 'unsettled'

export function classOf(code: VerdictCode): VerdictClass {
  switch (code) {
    case 'green-live':
    case 'green-expiring':
    case 'green-remembered':
    case 'green-stale':
      return 'green'
    case 'yellow':
    case 'yellow-remembered':
      return 'yellow'
    case 'red':
    case 'red-remembered':
      return 'red'
    case 'expired':
      return 'expired'
    case 'no-code':
      return 'no-code'
    case 'doubtful':
    case 'unverified':
      return 'unsettled'
  }
}
