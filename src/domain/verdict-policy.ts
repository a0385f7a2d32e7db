/** The limits of the verdict ladder. They are data the server sends; every verdict keeps the version it was judged by. */
import * as v from 'valibot'

export const policySchema = v.object({
  version: v.string(),
  /** Hours for which a remembered green still counts as "may work". */
  rememberedHours: v.number(),
  /** Hours after which a remembered green says nothing. Remembered yellow and red stay, framed and with their age, as drafts only. */
  staleHours: v.number(),
  /** Days before the end of validity from which the worker is told. */
  expiringDays: v.number(),
  /** Minutes that phone and server may differ before the phone's clock is not trusted; also how old an answer may be and still be called live. */
  clockToleranceMinutes: v.number(),
  /** km/h between two sites above which a code checked at both gets a hint. Absent in policies of older versions. */
  fastestKmh: v.optional(v.number()),
})
export type VerdictPolicy = v.InferOutput<typeof policySchema>

/** 24 h and 72 h follow the practice of the European verifiers (`reference/domain.md` 4.3). */
export const defaultPolicy: VerdictPolicy = {
  version: '2026-11',
  rememberedHours: 24,
  staleHours: 72,
  expiringDays: 7,
  clockToleranceMinutes: 10,
  fastestKmh: 120,
}
