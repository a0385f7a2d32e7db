/**
 * What the newest pack knows of people, in sealed rows among the remembered answers. People are spread over the rows by the first
 * byte of their `match`, so that a pack of a whole county is kept in a moment and looking for one person opens one small row. Key and
 * rows change together: under another pack's key nobody would be found.
 */
import * as v from 'valibot'
import { answerSchema, type Answer } from '#domain/check.ts'
import type { IdNumber } from '#domain/identity.ts'
import type { KnownAnswer, Pack } from '#domain/pack.ts'
import type { Instant } from '#domain/time.ts'
import type { Vault } from '../vault.ts'
import { importMatchKey, matchUnder } from './match-key.ts'
import type { Database, Tx } from './open.ts'
import type { AnswerRow } from './schema.ts'

const KEY = 'pack-match'
const rowSchema = v.array(v.object({ match: v.string(), answer: answerSchema, simulated: v.boolean() }))
type Known = v.InferOutput<typeof rowSchema>[number]

/** What is told of a person and since when; `told` is `null` where the row cannot be opened any more. */
export interface Remembered {
  answeredAt: Instant
  told: { answer: Answer; simulated: boolean } | null
}

export interface SealedPack {
  key: CryptoKey
  rows: AnswerRow[]
  people: number
  bytes: number
}

/** Seals `pack`; answers given before `oldest` are left out. */
export async function sealPack(vault: Vault, pack: Pack, oldest: Instant): Promise<SealedPack> {
  const newest = new Map<string, Known>()
  for (const known of [...pack.lapsed.map(toLapsed), ...pack.answers.map(toKnown)]) {
    const held = newest.get(known.match)
    if (known.answer.answeredAt >= oldest && (held === undefined || held.answer.answeredAt < known.answer.answeredAt)) newest.set(known.match, known)
  }
  const shelves = new Map<string, Known[]>()
  for (const one of newest.values()) {
    const shelf = shelves.get(rowOf(one.match))
    if (shelf) shelf.push(one)
    else shelves.set(rowOf(one.match), [one])
  }
  const rows = await Promise.all(
    [...shelves].map(async ([key, people]): Promise<AnswerRow> => ({
      key,
      answeredAt: Math.max(...people.map(({ answer }) => answer.answeredAt)),
      sealed: await vault.sealJson(people, answerBound(key)),
    })),
  )
  const people = [...newest.values()].filter(({ answer }) => answer.kind === 'code').length
  return { key: await importMatchKey(pack.matchKey), rows, people, bytes: rows.reduce((sum, row) => sum + row.sealed.bytes.byteLength, 0) }
}

/** Puts `pack` in the place of the one before. `tx` is over `answers` and `keys`. */
export async function replacePack(tx: Tx<'readwrite'>, { key, rows }: SealedPack): Promise<void> {
  const store = tx.objectStore('answers')
  // `async`, so that a request refused on the spot is one failure among the others and leaves none of them unheard.
  await Promise.all([store.delete(allRows()), ...rows.map(async (row) => store.put(row)), tx.objectStore('keys').put(key, KEY)])
}

/** Drops rows in which every answer was given before `oldest`. */
export async function dropOldRows(tx: Tx<'readwrite'>, oldest: Instant): Promise<void> {
  const rows = await tx.objectStore('answers').getAll(allRows())
  await Promise.all(rows.filter((row) => row.answeredAt < oldest).map(async (row) => tx.objectStore('answers').delete(row.key)))
}

/** What the pack knows of this person; `null` when nothing. A row that cannot be opened might hold the person: it is told by its newest time. */
export async function findInPack(database: Database, vault: Vault, id: IdNumber): Promise<Remembered | null> {
  const key = await database.run(['keys'], 'readonly', (tx) => tx.objectStore('keys').get(KEY))
  if (key === undefined) return null
  const match = await matchUnder(key, id)
  const row = await database.run(['answers'], 'readonly', (tx) => tx.objectStore('answers').get(rowOf(match)))
  if (row === undefined) return null
  const opened = v.safeParse(rowSchema, await vault.openJson(row.sealed, answerBound(row.key)))
  if (!opened.success) return { answeredAt: row.answeredAt, told: null }
  const known = opened.output.find((one) => one.match === match)
  return known === undefined ? null : { answeredAt: known.answer.answeredAt, told: { answer: known.answer, simulated: known.simulated } }
}

/** What the rows of `answers` are bound to. */
export function answerBound(key: string): string {
  return `answer ${key}`
}

/** Never the name of a row of the phone's own answers, which are hex. */
function rowOf(match: string): string {
  return `pack ${match.slice(0, 2)}`
}

function allRows(): IDBKeyRange {
  return IDBKeyRange.bound('pack ', 'pack \uffff')
}

/** Kept with its time, and as no colour: so it takes the place of what the phone remembers from before, and is never told itself. */
function toLapsed({ match, answeredAt }: Pack['lapsed'][number]): Known {
  return { match, simulated: false, answer: { kind: 'no-record', answeredAt } }
}

/** A green code without a date is no green, and yet newer than what was known before. */
function toKnown({ match, colour, validUntil, nameMasked, answeredAt, simulated }: KnownAnswer): Known {
  const code = { kind: 'code', nameMasked, answeredAt } as const
  if (colour !== 'green') return { match, simulated, answer: { ...code, colour, validUntil: null } }
  return { match, simulated, answer: validUntil === null ? { kind: 'doubt', doubt: 'green-without-date', answeredAt } : { ...code, colour, validUntil } }
}
