/** What people, phones, network and server do in one run, as plain values that can be made smaller and read aloud. */
import fc from 'fast-check'
import { DAY, HOUR, MINUTE } from '#domain/time.ts'
import type { NetworkFault } from '../support/faults/network.ts'

export const writings = ['answer', 'answers', 'site', 'visit', 'finding', 'photo', 'big-photo', 'end'] as const
export type Writing = (typeof writings)[number]

/** One thing done at a phone. Two of them at the same time are done in two tabs. */
export type Act = { act: 'write'; what: Writing } | { act: 'sync' } | { act: 'pull' }

/** `faults` befall the step's requests in order; `dieAt` is the crossing at which phone or server dies, `null` when it lives. */
export type Step =
  | { do: 'act'; phone: number; act: Act; faults: NetworkFault[]; dieAt: number | null }
  | { do: 'both'; phone: number; acts: [Act, Act]; order: number; faults: NetworkFault[]; dieAt: number | null }
  | { do: 'check'; phone: number; person: number; faults: NetworkFault[]; dieAt: number | null }
  | { do: 'sign-in'; phone: number; user: number; faults: NetworkFault[]; dieAt: number | null }
  | { do: 'sign-out'; phone: number; faults: NetworkFault[]; dieAt: number | null }
  | { do: 'lose'; phone: number; dieAt: number | null }
  | { do: 'offer-again'; phone: number; dieAt: number | null }
  | { do: 'account'; user: number; becomes: 'disabled' | 'enabled' | 'moved' }
  | { do: 'clock'; phone: number; skew: number }
  | { do: 'time'; passes: number }
  | { do: 'platform'; up: boolean }
  | { do: 'recheck'; dieAt: number | null }
  | { do: 'back-up' }
  | { do: 'restore'; renamed: boolean }

export interface History {
  /** Of every random number of the run. */
  seed: number
  phones: number
  batch: number
  steps: Step[]
}

/** `restores`: which way a server may be set back to an older backup. */
export interface HistoryOptions {
  longest?: number
  restores?: 'none' | 'renamed' | 'any'
  /** Whether databases of phones come back empty. Together with a server that is set back, what was delivered is then nowhere any more. */
  losses?: boolean
}

const simpleFault = fc.constantFrom('request-lost', 'reply-lost', 'repeated', 'portal', 'proxy-before', 'proxy-after', 'refused', 'session-ended').map(
  (fault) => ({ fault }) as NetworkFault,
)
const fault: fc.Arbitrary<NetworkFault> = fc.oneof(
  { weight: 7, arbitrary: simpleFault },
  { weight: 3, arbitrary: fc.record({ fault: fc.constantFrom('late' as const, 'repeated-late' as const), after: fc.integer({ min: 0, max: 6 }) }) },
  { weight: 3, arbitrary: fc.record({ fault: fc.constantFrom('request-cut' as const, 'reply-cut' as const, 'reply-torn' as const), at: fc.integer({ min: 0, max: 9_999 }) }) },
  { weight: 3, arbitrary: fc.record({ fault: fc.constant('server-dies' as const), crossing: fc.integer({ min: 1, max: 90 }) }) },
)
/** Half of the steps meet no fault, so that work gets done between them. */
const faults = fc.oneof({ weight: 1, arbitrary: fc.constant<NetworkFault[]>([]) }, { weight: 1, arbitrary: fc.array(fault, { minLength: 1, maxLength: 4, size: 'max' }) })
const dieAt = fc.option(fc.integer({ min: 1, max: 90 }), { freq: 3 })

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ act: fc.constant('write' as const), what: fc.constantFrom(...writings) }) },
  { weight: 4, arbitrary: fc.constant({ act: 'sync' as const }) },
  { weight: 1, arbitrary: fc.constant({ act: 'pull' as const }) },
)

export function histories({ longest = 20, restores = 'any', losses = false }: HistoryOptions = {}): fc.Arbitrary<History> {
  const phone = fc.integer({ min: 0, max: 2 })
  const user = fc.integer({ min: 0, max: 2 })
  const is = <K extends string>(kind: K) => fc.constant(kind)
  const renamed = restores === 'any' ? fc.boolean() : fc.constant(true)
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 30, arbitrary: fc.record({ do: is('act'), phone, act, faults, dieAt }) },
    { weight: 8, arbitrary: fc.record({ do: is('both'), phone, acts: fc.tuple(act, act), order: fc.noShrink(fc.nat()), faults, dieAt }) },
    { weight: 4, arbitrary: fc.record({ do: is('check'), phone, person: fc.integer({ min: 0, max: 3 }), faults, dieAt }) },
    { weight: 4, arbitrary: fc.record({ do: is('sign-in'), phone, user, faults, dieAt }) },
    { weight: 1, arbitrary: fc.record({ do: is('sign-out'), phone, faults, dieAt }) },
    { weight: 1, arbitrary: fc.record({ do: is('offer-again'), phone, dieAt }) },
    { weight: 5, arbitrary: fc.record({ do: is('account'), user, becomes: fc.constantFrom('disabled' as const, 'enabled' as const, 'moved' as const) }) },
    { weight: 2, arbitrary: fc.record({ do: is('clock'), phone, skew: fc.integer({ min: -2 * DAY, max: 2 * DAY }) }) },
    { weight: 2, arbitrary: fc.record({ do: is('time'), passes: fc.constantFrom(MINUTE, HOUR, 13 * HOUR, 8 * DAY) }) },
    { weight: 1, arbitrary: fc.record({ do: is('platform'), up: fc.boolean() }) },
    { weight: 2, arbitrary: fc.record({ do: is('recheck'), dieAt }) },
    ...(losses ? [{ weight: 4, arbitrary: fc.record({ do: is('lose'), phone, dieAt }) }] : []),
    ...(restores === 'none'
      ? []
      : [
          { weight: 3, arbitrary: fc.record({ do: is('back-up') }) },
          { weight: 3, arbitrary: fc.record({ do: is('restore'), renamed }) },
        ]),
  )
  return fc.record({
    seed: fc.noShrink(fc.nat()),
    phones: fc.integer({ min: 1, max: 3 }),
    batch: fc.noShrink(fc.constantFrom(1, 2, 3, 200)),
    steps: fc.array(step, { minLength: 1, maxLength: longest, size: 'max' }),
  })
}

/** A history as a person reads it, one step per line. */
export function told({ phones, batch, steps }: History): string {
  const names = steps.map((step, i) => `  ${String(i + 1).padStart(2)}. ${tellStep(step, phones)}`)
  return [`${phones} phone(s), at most ${batch} entries in one push:`, ...names].join('\n')
}

function tellStep(step: Step, phones: number): string {
  const at = 'phone' in step ? `phone ${(step.phone % phones) + 1} ` : ''
  return `${at}${deed(step)}${'faults' in step ? tellFaults(step.faults) : ''}${'dieAt' in step && step.dieAt !== null ? `; dies at crossing ${step.dieAt}` : ''}`
}

function deed(step: Step): string {
  switch (step.do) {
    case 'act':
      return tellAct(step.act)
    case 'both':
      return `${tellAct(step.acts[0])}, and in another tab at the same time ${tellAct(step.acts[1])} (order ${step.order})`
    case 'check':
      return `checks worker ${step.person + 1}`
    case 'sign-in':
      return `signs in user ${step.user + 1}`
    case 'sign-out':
      return 'signs out'
    case 'lose':
      return 'finds its database empty, and its user signs in again'
    case 'offer-again':
      return 'offers again what was kept apart'
    case 'account':
      return `account of user ${step.user + 1} is ${step.becomes}`
    case 'clock':
      return `is set ${(step.skew / HOUR).toFixed(1)} h off`
    case 'time':
      return `${step.passes / HOUR} h pass`
    case 'platform':
      return `the platform is ${step.up ? 'up' : 'down'}`
    case 'recheck':
      return 'the server asks again'
    case 'back-up':
      return 'the server is backed up'
    case 'restore':
      return `the server is set back to its newest backup, under ${step.renamed ? 'a new' : 'the same'} epoch`
  }
}

function tellAct(act: Act): string {
  return act.act === 'write' ? `writes ${act.what}` : `${act.act}s`
}

function tellFaults(planned: readonly NetworkFault[]): string {
  if (planned.length === 0) return ''
  return `; requests: ${planned.map((one) => [one.fault, ...('after' in one ? [`after ${one.after}`] : []), ...('at' in one ? [`at ${one.at / 100} %`] : []), ...('crossing' in one ? [`at crossing ${one.crossing}`] : [])].join(' ')).join(', ')}`
}
