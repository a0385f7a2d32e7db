/** How the city platform and its gateway stand, as the administrator sees it. No person, no number, no question. */
import * as v from 'valibot'
import { areaCode } from './areas.ts'
import { faults } from './check.ts'
import { uuid } from './uuid.ts'

/** The calls of interface V3.0; GetWorkerImage has two forms: by project (XML) and by person (JSON). */
export const platformCalls = [
  'GetSAMInfo', 'GetProject', 'GetEnterprises', 'GetWorkers', 'GetWorkerHmc', 'GetWorkerImage-project', 'GetWorkerImage-person', 'UploadKqxx', 'GetKqxx',
] as const
export type PlatformCall = (typeof platformCalls)[number]

/**
 * What the platform said that it should not say: an unknown colour, another person's or project's row, an answer in the older character
 * set, JSON that had to be mended, a parameter that seems to be ignored (more rows than anybody asked for), a clock that is off.
 */
export const alarmKinds = ['unknown-colour', 'id-mismatch', 'charset', 'mended-json', 'too-many-rows', 'other-project', 'clock-off'] as const
export type AlarmKind = (typeof alarmKinds)[number]

/** Upper bounds (ms) of the latency histogram's buckets; the last bucket has none. */
export const LATENCY_BOUNDS = [25, 50, 100, 250, 500, 1_000, 2_000, 4_000, 8_000] as const

export const platformHealthSchema = v.object({
  kind: v.picklist(['simulator', 'endpoint']),
  breaker: v.picklist(['closed', 'open', 'half-open']),
  /** Posts to the platform, and how many of them were answered. */
  calls: v.number(),
  answered: v.number(),
  medianMs: v.nullable(v.number()),
  faults: v.array(v.object({ fault: v.picklist(faults), count: v.number(), lastAt: v.number() })),
  byCall: v.array(v.object({
    call: v.picklist(platformCalls),
    calls: v.number(),
    answered: v.number(),
    faults: v.number(),
    /** One count per bound of `LATENCY_BOUNDS` and one for what was slower; not cumulative. */
    latency: v.array(v.number()),
    /** All answers together took so long (ms). Absent from a server of before. */
    latencyMs: v.optional(v.number(), 0),
  })),
  alarms: v.array(v.object({ alarm: v.picklist(alarmKinds), count: v.number(), lastAt: v.number() })),
  /** The platform's clock minus ours (ms), by its `Date` header; `null` before the first answer. Good to a second. */
  clockDifferenceMs: v.nullable(v.number()),
})
export type PlatformHealth = v.InferOutput<typeof platformHealthSchema>

/** `GET /api/admin/samples` (administrator): the newest replies that could not be understood or alarmed, redacted. */
export const sampleListSchema = v.object({
  samples: v.array(v.object({ at: v.number(), call: v.picklist(platformCalls), why: v.string(), text: v.string() })),
  serverTime: v.number(),
})
export type SampleList = v.InferOutput<typeof sampleListSchema>

/** `GET /api/admin/simulator` and `PUT /api/admin/simulator` with `{outage}` (administrator; only with the built-in simulator): one fault for everybody. */
export const simulatorStateSchema = v.object({
  outage: v.nullable(v.string()),
  /** Every fault that can be switched on, with its description in Chinese. */
  faults: v.array(v.object({ fault: v.string(), note: v.string() })),
  serverTime: v.number(),
})
export type SimulatorState = v.InferOutput<typeof simulatorStateSchema>
export const setOutageSchema = v.object({ outage: v.nullable(v.pipe(v.string(), v.maxLength(40))) })

/**
 * `GET /api/admin/projects` (administrator): sites that are, or may be made, registered projects. `PUT /api/admin/projects/:site` with
 * `{dataNumber}` asks the platform for the project and its roster and ties it to the site; `DELETE` unties it. Both answer the list.
 * The fingerprint itself never comes back, only its last four characters.
 */
export const projectListSchema = v.object({
  projects: v.array(v.object({
    site: uuid,
    siteName: v.string(),
    area: areaCode,
    linked: v.nullable(v.object({
      fingerprintTail: v.string(),
      projectNumber: v.string(),
      projectName: v.string(),
      people: v.number(),
      refreshedAt: v.nullable(v.number()),
      /** The fault of the newest try to refresh; `null` when it succeeded. */
      trouble: v.nullable(v.picklist(faults)),
    })),
  })),
  serverTime: v.number(),
})
export type ProjectList = v.InferOutput<typeof projectListSchema>
export const linkProjectSchema = v.object({ dataNumber: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(100)) })
