/**
 * Station 2: payload. The text in a code becomes an identity number, or a reason why not. The specification does not say what is
 * inside a 苏安码 (`reference/domain.md` 1.2), so the rules are data the server sends. Nothing found in a code is ever opened.
 */
import * as v from 'valibot'
import { parseIdNumber, type IdNumber, type IdProblem } from './identity.ts'
import { isDay, startOfDay, type Day, type Instant } from './time.ts'

/** Which hosts' links and which keys may carry an identity number, and which keys the moment at which the code was made. */
export const payloadRulesSchema = v.object({ version: v.string(), urlHosts: v.array(v.string()), keys: v.array(v.string()), timeKeys: v.optional(v.array(v.string())) })
export type PayloadRules = v.InferOutput<typeof payloadRulesSchema>

export const defaultPayloadRules: PayloadRules = {
  version: '2026-11',
  urlHosts: [],
  keys: ['zjhm', 'sfzh', 'idcard', 'id', 'code'],
  timeKeys: ['timestamp', 'time', 'ts', 'createtime', 'qrtime'],
}

/** What the text looked like. Only this, and its length, is ever counted for the administrator. */
export const payloadShapes = [
  'id-number', 'json', 'link', 'pair', 'base64', 'foreign-link', 'wifi', 'contact', 'phone', 'message', 'mail', 'place', 'payment',
  'binary', 'too-long', 'empty', 'opaque',
] as const
export type PayloadShape = (typeof payloadShapes)[number]

export type Payload =
  | { kind: 'identity'; id: IdNumber; shape: PayloadShape; /** When the code says that it was made. */ issuedAt?: Instant }
  /** Meant to be an identity number, and wrong. */
  | { kind: 'bad-identity'; problem: IdProblem; shape: PayloadShape }
  /** Plainly some other kind of code. */
  | { kind: 'foreign'; shape: PayloadShape }
  /** Of no known shape. */
  | { kind: 'opaque'; shape: 'opaque' }

const LONGEST = 2048

/** Reads the text of a code. Order: bare number, JSON, link of an allowed host, `key:value`, base64 of any of these. */
export function readPayload(text: string, rules: PayloadRules, today: Day): Payload {
  if (text.trim() === '') return { kind: 'foreign', shape: 'empty' }
  if (text.length > LONGEST) return { kind: 'foreign', shape: 'too-long' }
  return readText(text.trim(), rules, today, true)
}

function readText(text: string, rules: PayloadRules, today: Day, mayUnwrap: boolean): Payload {
  const bare = parseIdNumber(text, today)
  if (bare.kind === 'id-number') return { kind: 'identity', id: bare.value, shape: 'id-number' }
  if (looksLikeId(text)) return { kind: 'bad-identity', problem: bare.problem, shape: 'id-number' }
  const foreign = foreignShape(text)
  if (foreign !== null) return { kind: 'foreign', shape: foreign }
  if (text.startsWith('{')) return fromJson(text, rules, today)
  if (/^https?:/i.test(text)) return fromLink(text, rules, today)
  const pair = /^([A-Za-z]{2,16})\s*[:=：]\s*(.+)$/.exec(text)
  if (pair && rules.keys.includes(pair[1]!.toLowerCase())) return fromValue(pair[2]!, 'pair', today)
  if (mayUnwrap) {
    const inner = decodeBase64(text)
    if (inner !== null) {
      const read = readText(inner.trim(), rules, today, false)
      if (read.kind === 'identity' || read.kind === 'bad-identity') return { ...read, shape: 'base64' }
    }
  }
  return { kind: 'opaque', shape: 'opaque' }
}

/** Close enough to an identity number that "not one of ours" would be the wrong words. */
function looksLikeId(text: string): boolean {
  const compact = text.replace(/\s/g, '')
  return /^[0-9０-９]{15,18}[0-9０-９XxＸｘ×✕*хХ]?$/.test(compact)
}

function fromValue(value: string, shape: PayloadShape, today: Day): Payload {
  const parsed = parseIdNumber(value, today)
  if (parsed.kind === 'id-number') return { kind: 'identity', id: parsed.value, shape }
  return looksLikeId(value) ? { kind: 'bad-identity', problem: parsed.problem, shape } : { kind: 'opaque', shape: 'opaque' }
}

function fromJson(text: string, rules: PayloadRules, today: Day): Payload {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return { kind: 'opaque', shape: 'opaque' }
  }
  const pairs = Object.entries(parsed ?? {})
  for (const [key, value] of pairs) {
    if (rules.keys.includes(key.toLowerCase()) && typeof value === 'string') return dated(fromValue(value, 'json', today), pairs, rules)
  }
  return { kind: 'opaque', shape: 'opaque' }
}

function dated(payload: Payload, pairs: readonly (readonly [string, unknown])[], { timeKeys = [] }: PayloadRules): Payload {
  if (payload.kind !== 'identity') return payload
  const [issuedAt] = pairs.flatMap(([key, value]) => (timeKeys.includes(key.toLowerCase()) ? (readMoment(value) ?? []) : []))
  return issuedAt === undefined ? payload : { ...payload, issuedAt }
}

/** Seconds or milliseconds since 1970, or a date and time of Shanghai with or without marks between; `null` when it is none of these, or not of our years. */
function readMoment(value: unknown): Instant | null {
  const text = String(value).trim()
  const moment = /^\d{10}$/.test(text) ? Number(text) * 1000 : /^\d{13}$/.test(text) ? Number(text) : fromDigits(text.replace(/[-/:T .]/g, ''))
  return moment !== null && moment >= startOfDay('2020-01-01') && moment < startOfDay('2100-01-01') ? moment : null
}

function fromDigits(digits: string): Instant | null {
  const parts = /^(\d{4})(\d\d)(\d\d)([01]\d|2[0-3])([0-5]\d)([0-5]\d)?(?:\d{3})?$/.exec(digits)
  if (parts === null) return null
  const [, year, month, date, hours, minutes, seconds = '0'] = parts
  const day = `${year}-${month}-${date}`
  return isDay(day) ? startOfDay(day) + ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 : null
}

function fromLink(text: string, rules: PayloadRules, today: Day): Payload {
  // A host with a user name in front, or any character a browser could read otherwise, is not on the list.
  const parts = /^https?:\/\/([A-Za-z0-9.-]+)(?::\d+)?(?:[/?#]|$)/i.exec(text)
  const host = parts?.[1]?.toLowerCase()
  if (host === undefined || !rules.urlHosts.includes(host)) return { kind: 'foreign', shape: 'foreign-link' }
  const query = text.split('?')[1]?.split('#')[0] ?? ''
  const pairs = query.split('&').map((piece) => {
    const [key = '', value = ''] = piece.split('=')
    return [key, decoded(value)] as const
  })
  const carried = pairs.find(([key]) => rules.keys.includes(key.toLowerCase()))?.[1] ?? null
  return carried === null ? { kind: 'opaque', shape: 'opaque' } : dated(fromValue(carried, 'link', today), pairs, rules)
}

/** `null` where it is not well-formed. */
function decoded(value: string): string | null {
  try {
    return decodeURIComponent(value)
  } catch {
    return null
  }
}

const FOREIGN: readonly (readonly [RegExp, PayloadShape])[] = [
  [/^wifi:/i, 'wifi'],
  [/^(begin:vcard|mecard:|bizcard:)/i, 'contact'],
  [/^tel:/i, 'phone'],
  [/^(sms|smsto|mmsto):/i, 'message'],
  [/^(mailto:|matmsg:)/i, 'mail'],
  [/^(geo:|begin:vevent|begin:vcalendar)/i, 'place'],
  [/^(wxp:|weixin:|alipays?:|https?:\/\/(qr\.alipay\.com|wx\.tenpay\.com|u\.wechat\.com|qr\.95516\.com))/i, 'payment'],
   
  [/[\u0000-\u0008\u000E-\u001F\uFFFD]/, 'binary'],
  // Web links are judged by their host, in `fromLink`.
  [/^(?!https?:)[a-z][a-z0-9+.-]*:\/\//i, 'foreign-link'],
  [/^(www\.|javascript:|data:)/i, 'foreign-link'],
]

function foreignShape(text: string): PayloadShape | null {
  return FOREIGN.find(([pattern]) => pattern.test(text))?.[1] ?? null
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Decodes base64 (either alphabet) of UTF-8 text; `null` when it is none. Written out because this layer has no platform. */
function decodeBase64(text: string): string | null {
  const clean = text.replace(/\s/g, '').replace(/-/g, '+').replace(/_/g, '/').replace(/=+$/, '')
  if (clean.length < 16 || !/^[A-Za-z0-9+/]+$/.test(clean) || clean.length % 4 === 1) return null
  let encoded = ''
  let bits = 0
  let held = 0
  for (const c of clean) {
    held = ((held << 6) | BASE64.indexOf(c)) & 0xffff
    bits += 6
    if (bits >= 8) {
      bits -= 8
      encoded += `%${((held >> bits) & 0xff).toString(16).padStart(2, '0')}`
    }
  }
  try {
    return decodeURIComponent(encoded)
  } catch {
    return null
  }
}
