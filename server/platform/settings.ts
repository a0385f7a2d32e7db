/** How the city platform is reached and spoken to. Nothing here is derived from anything else: real services mix their addresses freely. */
import { resolve } from 'node:path'
import type { PlatformCall } from '#domain/platform-health.ts'
import * as v from 'valibot'
import { PERSON_IMAGE_SPELLING, callForm, publishedCalls, type CallTable } from './calls.ts'
import { protocols, type Protocol, type RequestCharset } from './envelope.ts'
import { defaultMessageRules, type MessageRule } from './message-rules.ts'
import { checkSettings, httpUrl, readSettingsFile, refuseSettings, rulesAt, someText, xmlName } from './settings-file.ts'
import { SIMULATOR_BAGSBH } from './simulator/credentials.ts'
import type { ReplyCharset } from './text-encoding.ts'

export interface PlatformSettings {
  /** `simulator` marks every answer as made up. */
  kind: 'simulator' | 'endpoint'
  endpoint: string
  namespace: string
  /** What stands before the call's action in SOAPAction. */
  soapActionBase: string
  /** `form` is a plain form POST to the endpoint followed by the call's name. */
  protocol: Protocol
  calls: CallTable
  /** Calls that may be made at all; `null`: every one that the call table holds. */
  enabledCalls: readonly PlatformCall[] | null
  /** 设备服务商唯一标识码. It never leaves the server except towards the platform. */
  token: string
  /** bagsBH 现场考勤系统提供商登记编号; `null`: calls that need it are not made. */
  bagsBH: string | null
  md5Case: 'lower' | 'upper'
  requestCharset: RequestCharset
  replyCharset: ReplyCharset
  messageRules: readonly MessageRule[]
  /** From the question to the answer, waiting and second tries included (ms). Lists are long and have more time. */
  deadlineMs: number
  listDeadlineMs: number
  /** The largest answer of GetSAMInfo, and of every other call (bytes). */
  maxReplyBytes: number
  maxBulkReplyBytes: number
  /** Rows of one list; more is everybody's data, because the platform did not recognise what it was asked for. */
  maxRows: number
  /** Questions about codes under way at once; other calls under way at once; how many of each may wait for their turn. */
  concurrency: number
  bulkConcurrency: number
  queue: number
  /** How often a call that only reads is made again when the way to the platform failed: 0 or 1. */
  retries: number
  /** For how long a positive answer is given again without asking (ms). */
  rememberMs: number
  /** Faults in a row that open the circuit, and how long it stays open (ms). */
  breaker: { faultsInARow: number; halfOpenAfterMs: number }
}

/** What holds unless the operator says otherwise; names as in the published signatures of interface V3.0. */
export const usualSettings: Omit<PlatformSettings, 'kind' | 'endpoint' | 'token'> = {
  namespace: 'http://tempuri.org/',
  soapActionBase: 'http://tempuri.org/',
  protocol: 'soap-1.1',
  calls: publishedCalls,
  enabledCalls: null,
  bagsBH: null,
  md5Case: 'lower',
  requestCharset: 'utf-8',
  replyCharset: 'auto',
  messageRules: defaultMessageRules,
  deadlineMs: 8_000,
  listDeadlineMs: 30_000,
  maxReplyBytes: 1024 * 1024,
  maxBulkReplyBytes: 32 * 1024 * 1024,
  maxRows: 5_000,
  concurrency: 8,
  bulkConcurrency: 3,
  queue: 200,
  retries: 1,
  rememberMs: 60_000,
  breaker: { faultsInARow: 5, halfOpenAfterMs: 15_000 },
}

/** The token that the embedded simulator accepts unless told otherwise. No secret. */
export const SIMULATOR_TOKEN = 'SIMULATED-TOKEN'

/** Settings for the embedded simulator at `endpoint`. */
export function simulatorSettings(endpoint: string, token: string = SIMULATOR_TOKEN, bagsBH: string = SIMULATOR_BAGSBH): PlatformSettings {
  const calls = { ...publishedCalls, 'GetWorkerImage-person': callForm('GetWorkerImage-person', 'GetWorkerImage1', PERSON_IMAGE_SPELLING) }
  return { ...usualSettings, kind: 'simulator', endpoint, calls, token, bagsBH, listDeadlineMs: 8_000 }
}

const regExp = v.pipe(someText, v.rawTransform(({ dataset, addIssue, NEVER }) => {
  try {
    return new RegExp(dataset.value, 'i')
  } catch {
    addIssue({ message: 'is no regular expression' })
    return NEVER
  }
}))

const environmentSchema = v.object({
  PLATFORM_TOKEN: someText,
  PLATFORM_SETTINGS: v.optional(someText),
  PLATFORM_ENDPOINT: v.optional(httpUrl),
  PLATFORM_NAMESPACE: v.optional(someText),
  PLATFORM_SOAP_ACTION_BASE: v.optional(v.string()),
  PLATFORM_PROTOCOL: v.optional(v.picklist(protocols)),
  PLATFORM_SOAP_VERSION: v.optional(v.picklist(['1.1', '1.2'])),
  PLATFORM_ELEMENT_NAMES: v.optional(v.pipe(v.string(), v.transform((list) => list.split(',').map((part) => part.trim())), v.tuple([xmlName, xmlName, xmlName]))),
  PLATFORM_PERSON_IMAGE: v.optional(xmlName),
  PLATFORM_BAGSBH: v.optional(someText),
  PLATFORM_MD5_CASE: v.optional(v.picklist(['lower', 'upper'])),
  PLATFORM_DEADLINE_MS: v.optional(v.pipe(v.string(), v.regex(/^\d{3,5}$/), v.transform(Number))),
  PLATFORM_MESSAGE_RULES: v.optional(someText),
  PLATFORM_NO_RECORD: v.optional(regExp),
})

/**
 * Settings of a real service: PLATFORM_TOKEN and an endpoint, the rest as published unless set. The environment wins over the file that
 * PLATFORM_SETTINGS names; paths are relative to `root`. PLATFORM_ELEMENT_NAMES is `zjhm,token,pass` of GetSAMInfo in the service's own
 * spelling, PLATFORM_PERSON_IMAGE the MessageName of the second GetWorkerImage, PLATFORM_NO_RECORD a further pattern of messages that
 * mean "no such code". Throws `BadPlatformSetting`.
 */
export function readPlatformSettings(env: Readonly<Record<string, string | undefined>>, root = '.'): PlatformSettings {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  const given = checkSettings(environmentSchema, present, 'PLATFORM_*')
  const file: Partial<ReturnType<typeof readSettingsFile>> = given.PLATFORM_SETTINGS === undefined ? {} : readSettingsFile(resolve(root, given.PLATFORM_SETTINGS))
  const usual = { ...usualSettings, ...file }
  const endpoint = given.PLATFORM_ENDPOINT ?? file.endpoint
  if (endpoint === undefined) throw refuseSettings('PLATFORM_ENDPOINT')
  const rules = given.PLATFORM_MESSAGE_RULES === undefined ? usual.messageRules : rulesAt(resolve(root, given.PLATFORM_MESSAGE_RULES))
  return {
    ...usual,
    kind: 'endpoint',
    endpoint,
    token: given.PLATFORM_TOKEN,
    namespace: given.PLATFORM_NAMESPACE ?? usual.namespace,
    soapActionBase: given.PLATFORM_SOAP_ACTION_BASE ?? usual.soapActionBase,
    protocol: given.PLATFORM_PROTOCOL ?? (given.PLATFORM_SOAP_VERSION === undefined ? usual.protocol : `soap-${given.PLATFORM_SOAP_VERSION}`),
    calls: respell({ ...publishedCalls, ...file.calls }, given.PLATFORM_ELEMENT_NAMES, given.PLATFORM_PERSON_IMAGE),
    bagsBH: given.PLATFORM_BAGSBH ?? usual.bagsBH,
    md5Case: given.PLATFORM_MD5_CASE ?? usual.md5Case,
    deadlineMs: given.PLATFORM_DEADLINE_MS ?? usual.deadlineMs,
    messageRules: given.PLATFORM_NO_RECORD === undefined ? rules : [...rules, { pattern: given.PLATFORM_NO_RECORD, means: 'no-record' }],
  }
}

function respell(calls: CallTable, elements: readonly [string, string, string] | undefined, personImage: string | undefined): CallTable {
  const [zjhm, token, pass] = elements ?? []
  const { name, action } = calls.GetSAMInfo ?? { name: 'GetSAMInfo', action: 'GetSAMInfo' }
  return {
    ...calls,
    ...(elements && { GetSAMInfo: callForm('GetSAMInfo', name, { zjhm, token, pass }, action) }),
    ...(personImage && { 'GetWorkerImage-person': callForm('GetWorkerImage-person', personImage, PERSON_IMAGE_SPELLING) }),
  }
}
