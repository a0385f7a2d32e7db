/**
 * Station 4: check. One question about one worker: live when there is a network, from memory when there is none. Whatever goes
 * wrong on the way is a fault of ours in the answer, never a word about the worker; nothing here throws.
 */
import type { Answer, Fault, InputMethod, SeenColour } from '#domain/check.ts'
import { PUSH_LIMIT, type Parcel, type Refusal, type Session } from '#domain/contract.ts'
import type { Draft, EntryOf } from '#domain/entries/kinds.ts'
import { lastFour, type IdNumber } from '#domain/identity.ts'
import type { PayloadShape } from '#domain/payload.ts'
import { judge, type KnownAnswer, type Subject, type Verdict } from '#domain/verdict.ts'
import type { Doors, Reply } from '#device/doors.ts'

type AskDoors = Pick<Doors, 'clock' | 'network' | 'answers' | 'outbox' | 'session'>
type Body = EntryOf<'check.made'>['body']
export type CheckDraft = Extract<Draft, { kind: 'check.made' }>

/** Where and how the worker was met. `shape` is the code's shape, `null` for a typed number. */
export interface Meeting {
  visit: string
  site: string
  area: string
  method: InputMethod
  shape: PayloadShape | null
  seenColour: SeenColour | null
}

export interface CheckResult {
  verdict: Verdict
  /** What the verdict rests on, live or remembered; `null` when on nothing. */
  answer: Answer | null
  simulated: boolean
  /** The `check.made` to write. */
  draft: CheckDraft
}

/** Asks about a person and judges. A live colour is remembered for the time without a network. */
export async function checkPerson(doors: AskDoors, session: Session, meeting: Meeting & { id: IdNumber }): Promise<CheckResult> {
  const { id } = meeting
  // Without a key nothing is remembered, but the live answer still stands: the question was about this very number.
  const key = await doors.answers.keyOf(id).catch(() => 'unnamed')
  const [remembered, live] = await Promise.all([doors.answers.recall(id).catch(() => null), askLive(doors, session, meeting.visit, id)])
  const known: KnownAnswer[] = [{ basis: 'live', key, answer: live.answer }]
  if (remembered !== null) known.push({ basis: 'remembered', key, answer: remembered.answer })
  const verdict = judge({ kind: 'person', key }, known, doors.clock.read(session.policy), session.policy, meeting.seenColour)
  if (live.answer.kind !== 'fault') await doors.answers.remember(id, live.answer, live.simulated).catch(() => {})
  // Not by the verdict's basis: an answer that was long under way is judged as a remembered one.
  const ground = verdict.basis === 'none' ? null : live.answer.kind === 'fault' ? remembered : live
  const { answer, simulated } = ground ?? { answer: null, simulated: false }
  const nameMasked = answer?.kind === 'code' && answer.nameMasked !== '' ? { nameMasked: answer.nameMasked } : {}
  return record(meeting, { subject: 'person', verdict, answer, simulated }, { idNumber: id, lastFour: lastFour(id), ...nameMasked })
}

/** A code was there and could not be read: nothing is said of the worker. */
export function unreadableCheck(doors: Pick<Doors, 'clock'>, session: Session, meeting: Meeting): CheckResult {
  return record(meeting, { subject: 'unreadable', verdict: judgeAlone(doors, session, { kind: 'unreadable' }), answer: null, simulated: false })
}

/** The worker says that there is no code; `id` when the worker's number is known. */
export function declaredNoneCheck(doors: Pick<Doors, 'clock'>, session: Session, meeting: Meeting & { id: IdNumber | null }): CheckResult {
  const { id } = meeting
  const body = { subject: 'declared-none', verdict: judgeAlone(doors, session, { kind: 'declared-none' }), answer: null, simulated: false } as const
  return record(meeting, body, id === null ? undefined : { idNumber: id, lastFour: lastFour(id) })
}

function judgeAlone(doors: Pick<Doors, 'clock'>, session: Session, subject: Subject): Verdict {
  return judge(subject, [], doors.clock.read(session.policy), session.policy)
}

function record(
  { site, visit, area, method, shape, seenColour }: Meeting,
  body: Pick<Body, 'subject' | 'verdict' | 'answer' | 'simulated'>,
  personal?: CheckDraft['personal'],
): CheckResult {
  const { verdict, answer, simulated } = body
  // What names a person stands in the personal part alone, which can be erased.
  const nameless = answer?.kind === 'code' ? { ...answer, nameMasked: '' } : answer
  const draft: CheckDraft = { kind: 'check.made', area, about: { site, visit }, body: { ...body, answer: nameless, method, shape, seenColour } }
  return { verdict, answer, simulated, draft: personal === undefined ? draft : { ...draft, personal } }
}

async function askLive(doors: AskDoors, session: Session, visit: string, id: IdNumber): Promise<{ answer: Answer; simulated: boolean }> {
  const fault = (of: Fault) => ({ answer: { kind: 'fault', fault: of, answeredAt: doors.clock.read(session.policy).now } as const, simulated: false })
  try {
    if (!doors.network.online()) return fault('offline')
    const reply = await doors.network.ask(visit, id, await doors.session.device(), await toCarry(doors, visit))
    return reply.kind === 'ok' ? reply.value : fault(faultOf(reply))
  } catch {
    // A bug or a broken database on this phone: still not the worker's.
    return fault('platform')
  }
}

/** The device's chain from its first unreceipted entry on: the server takes a visit's entries only after those before them. */
async function toCarry(doors: Pick<Doors, 'outbox'>, visit: string): Promise<Parcel[]> {
  return (await doors.outbox.isUnreceipted(visit)) ? doors.outbox.next(PUSH_LIMIT) : []
}

function faultOf(reply: Exclude<Reply<unknown>, { kind: 'ok' }>): Fault {
  if (reply.kind === 'refused') return faultOfRefusal(reply.refusal)
  switch (reply.why) {
    case 'offline':
      return 'offline'
    case 'timeout':
      return 'timeout'
    case 'network':
    case 'not-ours':
      return 'server-unreachable'
  }
}

function faultOfRefusal({ code }: Refusal): Fault {
  switch (code) {
    case 'signed-out':
    case 'account-disabled':
    case 'locked-out':
    case 'wrong-password':
      return 'signed-out'
    case 'quota':
      return 'quota'
    case 'too-many':
      return 'rate'
    case 'platform':
      return 'platform'
    case 'busy':
    case 'internal':
    // The visit has not reached the server yet: that is our delay.
    case 'too-large':
    case 'no-visit':
      return 'server-unreachable'
    case 'bad-request':
    case 'forbidden':
    case 'not-found':
    case 'offset':
    case 'hash':
    case 'not-enabled':
    case 'no-project':
    case 'future':
    case 'too-old':
    case 'off-roster':
    case 'bad-photo':
    case 'other-key':
      return 'param'
  }
}
