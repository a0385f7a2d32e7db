/** One call put to the platform by way of the server's own gateway, with all that was seen of it on the way. */
import type { IdNumber } from '#domain/identity.ts'
import type { AlarmKind, PlatformCall } from '#domain/platform-health.ts'
import { HOUR } from '#domain/time.ts'
import { parametersOf } from '../../platform/calls.ts'
import type { PlatformRequest } from '../../platform/envelope.ts'
import type { PlatformGateway } from '../../platform/gateway.ts'
import { passDay } from '../../platform/pass.ts'
import type { PlatformSettings } from '../../platform/settings.ts'
import type { Trouble } from '../../platform/trouble.ts'
import type { WireReply } from '../../platform/wire.ts'
import { openGateway, type OpenPlatform } from './open-platform.ts'
import { describeOutcome, type Described } from './outcome-words.ts'

/** One request and what came of it. */
export interface Seen {
  request: PlatformRequest
  /** Parameters under their names on the wire. */
  fields: Readonly<Record<string, string>>
  /** `null`: no reply came. */
  reply: WireReply | null
}

export interface Consultation {
  call: PlatformCall
  /** Several when the gateway asked again by itself (a final x, the neighbouring day). */
  seen: Seen[]
  ms: number
  outcome: Described
  /** The gateway's own account of a fault, without personal data. */
  trouble: Trouble | null
  alarms: AlarmKind[]
  /** The day (`yyyyMMdd`) by which a check word was reckoned. */
  passDay: string
}

export interface Consulting {
  /** Which of the calls that only read can be made, and why the others cannot. */
  plan(): { call: PlatformCall; hindrance: string | null }[]
  make(call: PlatformCall): Promise<Consultation>
  clockDifferenceMs(): number | null
  close(): Promise<void>
}

/** UploadKqxx is missing: it writes. */
const reading = ['GetSAMInfo', 'GetProject', 'GetEnterprises', 'GetWorkers', 'GetWorkerHmc', 'GetWorkerImage-project', 'GetWorkerImage-person', 'GetKqxx'] as const satisfies PlatformCall[]
type ReadingCall = (typeof reading)[number]

export function createConsulting(settings: PlatformSettings, { person, project }: Pick<OpenPlatform, 'person' | 'project'>, now: () => number): Consulting {
  let seen: Seen[] = []
  let troubles: Trouble[] = []
  const gateway = openGateway(settings, {
    now,
    report: (trouble) => troubles.push(trouble),
    witness: {
      asked: (_call, request, fields) => void seen.push({ request, fields, reply: null }),
      replied: (reply) => {
        const last = seen.at(-1)
        if (last !== undefined) last.reply = reply
      },
    },
  })

  return {
    plan: () => reading.map((call) => ({ call, hindrance: hindranceOf(call, gateway.enabled(call), settings, person, project) })),
    async make(call) {
      seen = []
      troubles = []
      const before = alarmCounts(gateway)
      const day = passDay(now(), gateway.stats().clockDifferenceMs)
      const began = performance.now()
      const outcome = describeOutcome(call, await ask(gateway, call as ReadingCall, person as IdNumber, project as string, now()))
      const alarms = gateway.stats().alarms.filter(({ alarm, count }) => count > (before.get(alarm) ?? 0)).map(({ alarm }) => alarm)
      return { call, seen, ms: performance.now() - began, outcome, trouble: troubles[0] ?? null, alarms, passDay: day }
    },
    clockDifferenceMs: () => gateway.stats().clockDifferenceMs,
    close: () => gateway.close(),
  }
}

function alarmCounts(gateway: PlatformGateway): ReadonlyMap<AlarmKind, number> {
  return new Map(gateway.stats().alarms.map(({ alarm, count }) => [alarm, count]))
}

function hindranceOf(call: ReadingCall, enabled: boolean, settings: PlatformSettings, person: IdNumber | null, project: string | null): string | null {
  if (settings.calls[call] === null) return '设置中没有此方法的名称'
  if (!enabled) return '设置中未启用，或未设置 PLATFORM_BAGSBH'
  const needed: readonly string[] = parametersOf[call]
  if (needed.includes('zjhm') && person === null) return '未设置 PLATFORM_TEST_ID（一个可用于测试的身份证号码）'
  return needed.includes('dataNumber') && project === null ? '未设置 PLATFORM_TEST_PROJECT（一个项目数据指纹）' : null
}

function ask(gateway: PlatformGateway, call: ReadingCall, person: IdNumber, project: string, now: number) {
  switch (call) {
    case 'GetSAMInfo':
      return gateway.ask(person)
    case 'GetProject':
      return gateway.project(project)
    case 'GetEnterprises':
      return gateway.enterprises(project)
    case 'GetWorkers':
      return gateway.workers(project)
    case 'GetWorkerHmc':
      return gateway.engagements(project)
    case 'GetWorkerImage-project':
      return gateway.cardImage(project, person)
    case 'GetWorkerImage-person':
      return gateway.faceImage(person)
    case 'GetKqxx':
      // A passage that nobody filed: the right answer is that there is none.
      return gateway.attendance(project, { idNumber: person, at: now - HOUR, direction: 'in' })
  }
}
