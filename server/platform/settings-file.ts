/** The JSON file in which the operator may set everything about the platform but its token. A documented example: `docs/platform-settings.example.json`. */
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { platformCalls, type PlatformCall } from '#domain/platform-health.ts'
import * as v from 'valibot'
import { callForm, parametersOf, type CallForm, type CallTable } from './calls.ts'
import { protocols, requestCharsets } from './envelope.ts'
import { readMessageRules, type MessageRule } from './message-rules.ts'
import { replyCharsets } from './text-encoding.ts'

/** A setting of the platform that cannot be used. The message names the setting, never its value. */
export class BadPlatformSetting extends Error {}

export function refuseSettings(...settings: string[]): BadPlatformSetting {
  return new BadPlatformSetting(`cannot use these settings of the platform: ${settings.join(', ')}`)
}

/** `input` by `schema`; throws `BadPlatformSetting` with the settings' names, or with `whole` where it is none of them. */
export function checkSettings<S extends v.GenericSchema>(schema: S, input: unknown, whole: string): v.InferOutput<S> {
  const result = v.safeParse(schema, input)
  if (result.success) return result.output
  throw refuseSettings(...new Set(result.issues.map((issue) => v.getDotPath(issue) ?? whole)))
}

/** A name that may stand in XML as it is. */
export const xmlName = v.pipe(v.string(), v.regex(/^[A-Za-z_][\w.-]*$/))
export const someText = v.pipe(v.string(), v.minLength(1))
export const httpUrl = v.pipe(v.string(), v.check((text) => /^https?:\/\//i.test(text) && URL.canParse(text) && new URL(text).username === '', 'must be an http address without user name'))
const whole = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most))

const callSchema = (call: PlatformCall) =>
  v.nullable(v.strictObject({
    name: xmlName,
    action: v.optional(v.string()),
    parameters: v.optional(v.strictObject(Object.fromEntries(parametersOf[call].map((parameter) => [parameter, v.optional(xmlName)])))),
  }))

/** `about` is for people. The token is refused: it belongs into the environment. */
const fileSchema = v.strictObject({
  about: v.optional(v.unknown()),
  endpoint: v.optional(httpUrl),
  namespace: v.optional(someText),
  soapActionBase: v.optional(v.string()),
  protocol: v.optional(v.picklist(protocols)),
  calls: v.optional(v.strictObject(Object.fromEntries(platformCalls.map((call) => [call, v.optional(callSchema(call))])))),
  enabledCalls: v.optional(v.array(v.picklist(platformCalls))),
  bagsBH: v.optional(someText),
  md5Case: v.optional(v.picklist(['lower', 'upper'])),
  requestCharset: v.optional(v.picklist(requestCharsets)),
  replyCharset: v.optional(v.picklist(replyCharsets)),
  messageRules: v.optional(someText),
  deadlineMs: v.optional(whole(100, 60_000)),
  listDeadlineMs: v.optional(whole(100, 300_000)),
  maxReplyBytes: v.optional(whole(10_000, 64 * 1024 * 1024)),
  maxBulkReplyBytes: v.optional(whole(10_000, 64 * 1024 * 1024)),
  maxRows: v.optional(whole(1, 100_000)),
  concurrency: v.optional(whole(1, 100)),
  bulkConcurrency: v.optional(whole(1, 100)),
  queue: v.optional(whole(0, 10_000)),
  retries: v.optional(whole(0, 1)),
  rememberMs: v.optional(whole(0, 600_000)),
  breaker: v.optional(v.strictObject({ faultsInARow: whole(1, 1_000), halfOpenAfterMs: whole(100, 600_000) })),
})

/** What the file at `path` sets; the paths in it are relative to it. Throws `BadPlatformSetting`. */
export function readSettingsFile(path: string) {
  const { about: _about, calls = {}, messageRules, ...plain } = checkSettings(fileSchema, readJson(path), 'PLATFORM_SETTINGS')
  return { ...plain, calls: callsOf(calls), ...(messageRules !== undefined && { messageRules: rulesAt(resolve(dirname(path), messageRules)) }) }
}

/** The message rules at `path`. Throws `BadPlatformSetting`. */
export function rulesAt(path: string): MessageRule[] {
  try {
    return readMessageRules(path)
  } catch (cause) {
    // What the rules' reader says itself names a rule; what it passes on may quote the file or its place.
    const said = cause instanceof Error && cause.message.startsWith('message rules:') ? cause.message : 'message rules: cannot use the file'
    throw new BadPlatformSetting(said, { cause })
  }
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as unknown
  } catch (cause) {
    throw new BadPlatformSetting(refuseSettings('PLATFORM_SETTINGS').message, { cause })
  }
}

function callsOf(calls: NonNullable<v.InferOutput<typeof fileSchema>['calls']>): Partial<CallTable> {
  const forms = Object.entries(calls).map(([call, form]): [string, CallForm | null] =>
    [call, form ? callForm(call as PlatformCall, form.name, form.parameters, form.action) : null])
  return Object.fromEntries(forms)
}
