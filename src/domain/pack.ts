/**
 * 今日离线包: what a phone takes along besides the ledger and the rosters. The newest live answers about people met in the county, found
 * by the same keyed hash as in the rosters: no numbers, no full names.
 */
import * as v from 'valibot'
import { colours } from './check.ts'
import { hash } from './entries/envelope.ts'

const day = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/))

/** `answeredAt` (epoch ms) is when the platform said so. Only positive answers young enough to be remembered; `validUntil` only with green. */
export const knownAnswerSchema = v.object({
  match: hash,
  colour: v.picklist(colours),
  validUntil: v.nullable(day),
  nameMasked: v.string(),
  answeredAt: v.number(),
  simulated: v.boolean(),
})
export type KnownAnswer = v.InferOutput<typeof knownAnswerSchema>

/**
 * `GET /api/pack` (inspectors and supervisors): replaces what an earlier pack knew. `matchKey` is that of the rosters. `lapsed`: of whom the
 * platform's newest word was no colour; whatever a phone remembers of them from before `answeredAt` holds no longer.
 */
export const packSchema = v.object({
  matchKey: hash,
  answers: v.pipe(v.array(knownAnswerSchema), v.maxLength(50_000)),
  /** Servers of before tell of none. */
  lapsed: v.optional(v.pipe(v.array(v.object({ match: hash, answeredAt: v.number() })), v.maxLength(50_000)), []),
  madeAt: v.number(),
  serverTime: v.number(),
})
export type Pack = v.InferOutput<typeof packSchema>
