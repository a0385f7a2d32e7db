/** Fields that several families share, each with its bounds. None of them may hold what names a person: that goes into `personal`. */
import * as v from 'valibot'
import { creditCodeText } from '../credit-code.ts'
import { isDay } from '../time.ts'

/** A calendar day in Asia/Shanghai that exists. */
export const day = v.pipe(v.string(), v.check(isDay))

/** Between one character and `longest`. */
export const text = (longest: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(longest))

/** A number as it was written, without rounding: areas and sums. */
export const decimal = v.pipe(v.string(), v.regex(/^\d{1,10}(\.\d{1,4})?$/))

export const partyRoles = [
  'general-contractor', 'specialist-contractor', 'subcontractor', 'supervision', 'owner', 'individual-contractor', 'unqualified', 'other',
] as const

/**
 * Whom a finding, a bulletin or a credit action is held against. A firm is named here, by its unified social credit code where it has
 * one; an individual's name is `partyName` in `personal`.
 */
export const partySchema = v.variant('kind', [
  v.object({ kind: v.literal('enterprise'), name: text(100), creditCode: v.nullable(creditCodeText), role: v.picklist(partyRoles) }),
  v.object({ kind: v.literal('individual'), role: v.picklist(partyRoles) }),
])
export type Party = v.InferOutput<typeof partySchema>

/** The level of the authority that acts. */
export const levels = ['town', 'city'] as const
export type Level = (typeof levels)[number]
