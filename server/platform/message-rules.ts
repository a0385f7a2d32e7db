/**
 * What the platform's free-form failure messages mean. A message that no rule knows is a fault of the platform, never "no code":
 * a worker is blamed only on words that were recognised.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import type { PlatformFault } from './trouble.ts'

/**
 * Faults, and what is none: `no-record` (GetSAMInfo: this person has no code), `no-attendance` (GetKqxx: no such record) and
 * `refused` (UploadKqxx: this record will never be taken). Said in answer to another question these are faults.
 */
export const meanings = [
  'auth', 'param', 'rate', 'clock', 'platform', 'no-record', 'no-attendance', 'refused',
] as const
export type Meaning = (typeof meanings)[number]

export interface MessageRule {
  pattern: RegExp
  means: Meaning
}

const fileSchema = v.object({
  about: v.optional(v.string()),
  rules: v.array(v.object({
    pattern: v.pipe(v.string(), v.minLength(1), v.maxLength(500)),
    means: v.picklist(meanings),
    comment: v.optional(v.string()),
  })),
})

/**
 * The rules in the file at `path`, in order; letter case does not matter to them. Throws with the rule's place in the list (from 1)
 * when one cannot be used.
 */
export function readMessageRules(path: string): MessageRule[] {
  const parsed = v.safeParse(fileSchema, JSON.parse(readFileSync(path, 'utf8')))
  if (!parsed.success) {
    const keys = parsed.issues[0].path?.map(({ key }) => (typeof key === 'number' ? key + 1 : String(key))) ?? []
    throw new Error(`message rules: cannot use ${keys.join(' ') || 'the file'}`)
  }
  return parsed.output.rules.map(({ pattern, means }, i) => {
    try {
      return { pattern: new RegExp(pattern, 'i'), means }
    } catch {
      throw new Error(`message rules: rules ${i + 1} pattern is no regular expression`)
    }
  })
}

/**
 * The rules that hold unless others are set. Those for our own mistakes stand before `no-record` because their messages borrow its
 * words ("未查询到该设备服务商"). No wording is published; these follow interface V3.0's terms.
 */
export const defaultMessageRules: readonly MessageRule[] = readMessageRules(join(import.meta.dirname, 'message-rules.json'))

/** Longer messages are cut before they meet a pattern, which may take long over a long text. */
const LONGEST = 500

/** The meaning of `message` by the first rule that knows it; `null` when none does. */
export function knownMeaning(message: string, rules: readonly MessageRule[]): Meaning | null {
  const text = message.slice(0, LONGEST)
  return rules.find((rule) => rule.pattern.test(text))?.means ?? null
}

/** The same; `platform` when no rule knows the message. */
export function meaningOf(message: string, rules: readonly MessageRule[]): Meaning {
  return knownMeaning(message, rules) ?? 'platform'
}

/** `meaning` as a fault: what is no fault by itself is an answer to another question. */
export function faultOf(meaning: Meaning): PlatformFault {
  return meaning === 'no-record' || meaning === 'no-attendance' || meaning === 'refused' ? 'platform' : meaning
}

/** The message for the operator, who may have to add a rule for it; whatever may be a person's number or a check word is cut out. */
export function loggable(message: string): string {
  if (message === '') return 'failure without a message'
  return `message: ${message.replace(/[0-9a-f]{16,}|[\p{Nd}xX][\p{Nd}xX\s-]{5,}/giu, '…').slice(0, 80)}`
}

/** The message for a person's eyes: in one line, without numbers as long as a telephone's; dates stay. */
export function showable(message: string): string {
  return message.replace(/\s+/g, ' ').replace(/[\p{Nd}a-fxX]{11,}/giu, '…').slice(0, 200)
}
