/** How the city platform is reached. Nothing here is derived from anything else: real services mix their addresses freely. */
import * as v from 'valibot'
import { defaultMessageRules, type MessageRule } from './message-rules.ts'

export interface PlatformSettings {
  /** `simulator` marks every answer as made up. */
  kind: 'simulator' | 'endpoint'
  endpoint: string
  namespace: string
  /** What stands before the method's name in SOAPAction. */
  soapActionBase: string
  soapVersion: '1.1' | '1.2'
  /** 设备服务商唯一标识码. It never leaves the server except towards the platform. */
  token: string
  /** Case-sensitive: an .asmx service reads an unknown element as a null parameter, without a fault. */
  elementNames: { zjhm: string; token: string; pass: string }
  md5Case: 'lower' | 'upper'
  /** From the question to the answer, waiting and second tries included (ms). */
  deadlineMs: number
  maxReplyBytes: number
  /** Questions under way at once, and how many more may wait for their turn. */
  concurrency: number
  queue: number
  /** For how long a positive answer is given again without asking (ms). */
  rememberMs: number
  /** Faults in a row that open the circuit, and how long it stays open (ms). */
  breaker: { faultsInARow: number; halfOpenAfterMs: number }
  messageRules: readonly MessageRule[]
}

/** The token that the embedded simulator accepts unless told otherwise. No secret. */
export const SIMULATOR_TOKEN = 'SIMULATED-TOKEN'

/** Settings for the embedded simulator at `endpoint`; names as in the published signatures of interface V3.0. */
export function simulatorSettings(endpoint: string, token: string = SIMULATOR_TOKEN): PlatformSettings {
  return {
    kind: 'simulator',
    endpoint,
    namespace: 'http://tempuri.org/',
    soapActionBase: 'http://tempuri.org/',
    soapVersion: '1.1',
    token,
    elementNames: { zjhm: 'zjhm', token: 'token', pass: 'pass' },
    md5Case: 'lower',
    deadlineMs: 8_000,
    maxReplyBytes: 1024 * 1024,
    concurrency: 8,
    queue: 200,
    rememberMs: 60_000,
    breaker: { faultsInARow: 5, halfOpenAfterMs: 15_000 },
    messageRules: defaultMessageRules,
  }
}

const name = v.pipe(v.string(), v.regex(/^[A-Za-z_][\w.-]*$/))
const httpUrl = v.pipe(v.string(), v.url(), v.regex(/^https?:\/\//i), v.check((text) => new URL(text).username === '', 'must hold no user name'))
const regExp = v.pipe(v.string(), v.minLength(1), v.rawTransform(({ dataset, addIssue, NEVER }) => {
  try {
    return new RegExp(dataset.value, 'i')
  } catch {
    addIssue({ message: 'is no regular expression' })
    return NEVER
  }
}))

const environment = v.object({
  PLATFORM_ENDPOINT: httpUrl,
  PLATFORM_TOKEN: v.pipe(v.string(), v.minLength(1)),
  PLATFORM_NAMESPACE: v.optional(v.pipe(v.string(), v.minLength(1))),
  PLATFORM_SOAP_ACTION_BASE: v.optional(v.string()),
  PLATFORM_SOAP_VERSION: v.optional(v.picklist(['1.1', '1.2'])),
  PLATFORM_ELEMENT_NAMES: v.optional(v.pipe(v.string(), v.transform((text) => text.split(',').map((part) => part.trim())), v.tuple([name, name, name]))),
  PLATFORM_MD5_CASE: v.optional(v.picklist(['lower', 'upper'])),
  PLATFORM_DEADLINE_MS: v.optional(v.pipe(v.string(), v.regex(/^\d{3,5}$/), v.transform(Number))),
  PLATFORM_NO_RECORD: v.optional(regExp),
})

/**
 * Settings of a real service from the environment: PLATFORM_ENDPOINT and PLATFORM_TOKEN, the rest as published unless set.
 * PLATFORM_ELEMENT_NAMES is `zjhm,token,pass` in the service's own spelling; PLATFORM_NO_RECORD a further pattern of messages
 * that mean "no such code". Throws with the variable's name (never its value) when one is missing or cannot be used.
 */
export function readPlatformSettings(env: Readonly<Record<string, string | undefined>>): PlatformSettings {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  const result = v.safeParse(environment, present)
  if (!result.success) {
    const names = new Set(result.issues.map((issue) => String(issue.path?.[0]?.key ?? 'PLATFORM_*')))
    throw new Error(`cannot use these settings of the platform: ${[...names].join(', ')}`)
  }
  const given = result.output
  const defaults = simulatorSettings(given.PLATFORM_ENDPOINT, given.PLATFORM_TOKEN)
  const [zjhm, token, pass] = given.PLATFORM_ELEMENT_NAMES ?? ['zjhm', 'token', 'pass']
  return {
    ...defaults,
    kind: 'endpoint',
    namespace: given.PLATFORM_NAMESPACE ?? defaults.namespace,
    soapActionBase: given.PLATFORM_SOAP_ACTION_BASE ?? defaults.soapActionBase,
    soapVersion: given.PLATFORM_SOAP_VERSION ?? defaults.soapVersion,
    elementNames: { zjhm, token, pass },
    md5Case: given.PLATFORM_MD5_CASE ?? defaults.md5Case,
    deadlineMs: given.PLATFORM_DEADLINE_MS ?? defaults.deadlineMs,
    messageRules:
      given.PLATFORM_NO_RECORD === undefined
        ? defaults.messageRules
        : [...defaults.messageRules, { pattern: given.PLATFORM_NO_RECORD, means: 'no-record' }],
  }
}
