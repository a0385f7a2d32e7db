/** The family `check.*`: one question about one worker. A recheck is appended; it never overwrites what was seen on the site. */
import * as v from 'valibot'
import { answerSchema, inputMethods, seenColours } from '../check.ts'
import { payloadShapes } from '../payload.ts'
import { verdictCodes, verdictSchema } from '../verdict.ts'
import { versioned } from './versions.ts'

/**
 * `personal` carries `idNumber`, `lastFour` and, when the platform gave it, `nameMasked`; never for an unreadable code. The `answer`
 * in the body has its `nameMasked` emptied: what names a person must be erasable.
 */
export const checkMade = v.object({
  method: v.picklist(inputMethods),
  subject: v.picklist(['person', 'unreadable', 'declared-none']),
  shape: v.nullable(v.picklist(payloadShapes)),
  seenColour: v.nullable(v.picklist(seenColours)),
  verdict: verdictSchema,
  /** The live answer or the remembered one the verdict rests on; `null` when there was none. */
  answer: v.nullable(answerSchema),
  /** Whether the simulated platform answered: demonstration only. */
  simulated: v.boolean(),
})

/** Written by the server after it asked again; a name it learned is in `personal`, not in `answer`. `before` is the code the inspector had; `changed` compares the classes. */
export const checkRechecked = v.object({
  before: v.picklist(verdictCodes),
  verdict: verdictSchema,
  answer: answerSchema,
  changed: v.boolean(),
  simulated: v.boolean(),
})

/** The colour that the inspector saw on the worker's phone, said after the check was written; the last word counts. `null` takes a word back. */
export const checkColourSeen = v.object({ colour: v.nullable(v.picklist(seenColours)) })

export const checkFamily = {
  'check.made': versioned(checkMade),
  'check.rechecked': versioned(checkRechecked),
  'check.colour-seen': versioned(checkColourSeen),
}
