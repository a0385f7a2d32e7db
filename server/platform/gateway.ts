/**
 * What the server may ask of the city platform, and what may be believed of its replies. Trouble on the way is a fault, which is
 * no answer; it never becomes a statement about a worker, a project or a record.
 */
import type { Answer } from '#domain/check.ts'
import type { IdNumber } from '#domain/identity.ts'
import type { PlatformCall, PlatformHealth, SampleList } from '#domain/platform-health.ts'
import type { Instant } from '#domain/time.ts'
import { alarmsOf, readAnswer, type Reply } from './answer.ts'
import { readBody } from './body.ts'
import { needsVendorNumber, type ParameterOf } from './calls.ts'
import { createExchange, laneOf, type Witness } from './exchange.ts'
import { createGuard, startDeadline, type Attempted, type Deadline } from './guarded-calls.ts'
import { imagePass, otherPassDay, passDay, samPass } from './pass.ts'
import { readJudgement, readUpload } from './readers/attendance.ts'
import { createDocumentReader } from './readers/document-reader.ts'
import type { DocumentContents, DocumentKind } from './readers/documents.ts'
import { readFaceImage } from './readers/images.ts'
import { defaultReadLimits, reading, refusal, type Reading } from './readers/reading.ts'
import type { AttendanceJudgement, AttendanceRecord, Engagement, Enterprise, FaceImage, Outcome, Project, UploadResult, Worker } from './results.ts'
import type { PlatformSettings } from './settings.ts'
import { trouble, type Trouble } from './trouble.ts'
import { writeDateTime } from './wire-date.ts'

/** Nothing here rejects for trouble with the platform: that is `{ kind: 'fault' }`. */
export interface PlatformGateway {
  /** Asks for the 苏安码 of `id`. */
  ask(id: IdNumber): Promise<Answer>
  /** `dataNumber` 项目数据指纹 names a registered project. An empty answer is `null` or `[]`, which is no fault. */
  project(dataNumber: string): Promise<Outcome<Project | null>>
  enterprises(dataNumber: string): Promise<Outcome<Enterprise[]>>
  workers(dataNumber: string): Promise<Outcome<Worker[]>>
  /** GetWorkerHmc, the roster. */
  engagements(dataNumber: string): Promise<Outcome<Engagement[]>>
  /** GetWorkerImage(zjhm, dataNumber, bagsBH): the photograph of the identity card. */
  cardImage(dataNumber: string, id: IdNumber): Promise<Outcome<FaceImage | null>>
  /** GetWorkerImage(Zjhm, Pass): the photograph of the register. */
  faceImage(id: IdNumber): Promise<Outcome<FaceImage | null>>
  /**
   * Files `record` with `photo` (JPEG). Never tried twice: after the faults timeout, http, tls, soap-fault, bad-xml, bad-base64, bad-json
   * and platform it is not known whether the record was taken. After auth, param, rate and breaker-open it was not.
   */
  uploadAttendance(dataNumber: string, record: AttendanceRecord, photo: Uint8Array): Promise<Outcome<UploadResult>>
  attendance(dataNumber: string, record: AttendanceRecord): Promise<Outcome<AttendanceJudgement>>
  /** Whether the settings allow the call at all; a call that they do not allow is the fault "param". */
  enabled(call: PlatformCall): boolean
  stats(): PlatformHealth
  /** Redacted replies that were not understood or alarmed, newest first. */
  samples(): SampleList['samples']
  /** Waits for what is under way. */
  close(): Promise<void>
}

/** The doors of the gateway; `report` receives each fault for the log, free of personal data and of the token. */
export interface GatewayDoors {
  now: () => Instant
  report: (trouble: Trouble) => void
  witness?: Witness
}

export function createGateway(settings: PlatformSettings, { now, report, witness }: GatewayDoors): PlatformGateway {
  const { messageRules: rules } = settings
  const exchange = createExchange(settings, now, witness)
  const guard = createGuard(settings)
  const documents = createDocumentReader(rules, { ...defaultReadLimits, rows: settings.maxRows })
  const underWay = new Set<Promise<unknown>>()
  const asked = new Map<IdNumber, Promise<Answer>>()
  const remembered = new Map<IdNumber, Answer>()
  const bagsBH = settings.bagsBH ?? ''

  function enabled(call: PlatformCall): boolean {
    return settings.calls[call] !== null && (settings.enabledCalls?.includes(call) ?? true) && (settings.bagsBH !== null || !needsVendorNumber(call))
  }

  function attempt<C extends PlatformCall, T>(
    call: C,
    parameters: Readonly<Record<ParameterOf<C>, string>>,
    read: (text: string) => Reading<T> | Promise<Reading<T>>,
    deadline: Deadline,
  ): Promise<Attempted<T>> {
    return guard.run(laneOf(call), call !== 'UploadKqxx', deadline, (signal) => exchange.make(call, parameters, read, signal))
  }

  function json<T>(read: (body: unknown) => Reading<T>): (text: string) => Reading<T> {
    return (text) => {
      if (text.trim() === '') return refusal('platform', 'empty result')
      const body = readBody(text, settings.replyCharset)
      if (body.kind === 'trouble') return { ...body, alarms: [] }
      const found = read(body.value)
      return { ...found, alarms: [...body.alarms, ...found.alarms] }
    }
  }

  /** A refused check word is tried once more near midnight, with the day on which the platform may stand. */
  async function onEitherDay<T>(make: (day: string) => Promise<Attempted<T>>): Promise<{ found: Attempted<T>; day: string }> {
    const day = passDay(now(), exchange.clockDifferenceMs())
    const found = await make(day)
    if (found.kind === 'value' || (found.fault !== 'auth' && found.fault !== 'clock')) return { found, day }
    const other = otherPassDay(day, now(), exchange.clockDifferenceMs())
    return other === null ? { found, day } : { found: await make(other), day: other }
  }

  /** A final X is asked for again as the lower-case x that some registers hold, only when there is no record of the other. */
  async function samInfo(id: IdNumber, deadline: Deadline): Promise<Attempted<Reply>> {
    const make = (zjhm: string, day: string): Promise<Attempted<Reply>> => {
      const parameters = { zjhm, token: settings.token, pass: samPass(zjhm, day, settings.token, settings.md5Case) }
      return attempt('GetSAMInfo', parameters, json((body) => judged(body, id)), deadline)
    }
    const { found, day } = await onEitherDay((day) => make(id, day))
    if (found.kind === 'trouble' || found.value.kind !== 'no-record' || !id.endsWith('X')) return found
    const second = await make(id.toLowerCase(), day)
    // A platform that refuses the lower-case spelling as such knows only the other one, and that had no record.
    return second.kind === 'trouble' && (second.fault === 'param' || second.fault === 'auth') ? found : second
  }

  function judged(body: unknown, id: IdNumber): Reading<Reply> {
    const reply = readAnswer(body, id, rules, now())
    return reply.kind === 'trouble' ? { ...reply, alarms: [] } : reading(reply, ...alarmsOf(reply))
  }

  /** Makes `work` when the settings allow `call`, and turns its trouble into a fault that is counted and reported. */
  async function settle<T>(call: PlatformCall, deadlineMs: number, work: (deadline: Deadline) => Promise<Attempted<T>>): Promise<Outcome<T>> {
    const deadline = startDeadline(deadlineMs)
    const making = enabled(call) ? work(deadline) : Promise.resolve(trouble('param', `${call} is not enabled by the settings`))
    underWay.add(making)
    const found = await making.finally(() => {
      deadline.end()
      underWay.delete(making)
    })
    const answeredAt = now()
    if (found.kind === 'value') return { kind: 'ok', value: found.value, answeredAt }
    exchange.tally.failed(call, found.fault, answeredAt)
    report(trouble(found.fault, found.detail))
    return { kind: 'fault', fault: found.fault, answeredAt }
  }

  function list<C extends PlatformCall, K extends DocumentKind>(call: C, kind: K, parameters: Readonly<Record<ParameterOf<C>, string>>): Promise<Outcome<DocumentContents[K]>> {
    return settle(call, settings.listDeadlineMs, (deadline) => attempt(call, parameters, (text) => documents.read(kind, text), deadline))
  }

  async function answer(id: IdNumber): Promise<Answer> {
    const outcome = await settle('GetSAMInfo', settings.deadlineMs, (deadline) => samInfo(id, deadline))
    if (outcome.kind === 'fault') return outcome
    remembered.delete(id)
    if (outcome.value.kind === 'code') remembered.set(id, outcome.value)
    return outcome.value
  }

  function recall(id: IdNumber): Answer | null {
    const at = now()
    const isFresh = ({ answeredAt }: Answer): boolean => at >= answeredAt && at - answeredAt < settings.rememberMs
    // The oldest come first.
    for (const [key, known] of remembered) {
      if (isFresh(known)) break
      remembered.delete(key)
    }
    const known = remembered.get(id)
    return known !== undefined && isFresh(known) ? known : null
  }

  return {
    async ask(id) {
      const known = recall(id)
      if (known !== null) return known
      const flight = asked.get(id) ?? answer(id).finally(() => asked.delete(id))
      asked.set(id, flight)
      return flight
    },
    project: (dataNumber) => list('GetProject', 'project', { dataNumber, bagsBH }),
    enterprises: (dataNumber) => list('GetEnterprises', 'enterprises', { dataNumber, bagsBH }),
    workers: (dataNumber) => list('GetWorkers', 'workers', { dataNumber, bagsBH }),
    engagements: (dataNumber) => list('GetWorkerHmc', 'engagements', { dataNumber, bagsBH }),
    cardImage: (dataNumber, zjhm) => list('GetWorkerImage-project', 'cardImage', { zjhm, dataNumber, bagsBH }),
    faceImage: (zjhm) => settle('GetWorkerImage-person', settings.deadlineMs, async (deadline) => {
      const read = json((body) => readFaceImage(body, rules))
      const { found } = await onEitherDay((day) => attempt('GetWorkerImage-person', { zjhm, pass: imagePass(zjhm, day, settings.md5Case) }, read, deadline))
      return found
    }),
    uploadAttendance: (dataNumber, record, photo) => settle('UploadKqxx', settings.deadlineMs, (deadline) => {
      const parameters = { ...recordParameters(dataNumber, record), image: Buffer.from(photo).toString('base64') }
      return attempt('UploadKqxx', parameters, json((body) => readUpload(body, rules)), deadline)
    }),
    attendance: (dataNumber, record) => settle('GetKqxx', settings.deadlineMs, (deadline) =>
      attempt('GetKqxx', recordParameters(dataNumber, record), json((body) => readJudgement(body, rules)), deadline)),
    enabled,
    stats: () => ({ kind: settings.kind, breaker: guard.state(), clockDifferenceMs: exchange.clockDifferenceMs(), ...exchange.tally.totals() }),
    samples: () => exchange.samples.list(),
    async close() {
      await Promise.allSettled(underWay)
      await documents.close()
      await exchange.close()
    },
  }

  function recordParameters(dataNumber: string, { idNumber, at, direction }: AttendanceRecord) {
    return { dataNumber, zjhm: idNumber, kqsj: writeDateTime(at), kqFlag: direction === 'in' ? '1' : '2', bagsBH }
  }
}
