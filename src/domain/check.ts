/** What the city platform can say of a person, as it reaches the phone: no full name, no number, nothing of the wire's own spelling. */
import * as v from 'valibot'

/** The three colours of the code (interface V3.0, 2.2.5: 1 green, 2 yellow, 3 red). */
export const colours = ['green', 'yellow', 'red'] as const
export type Colour = (typeof colours)[number]

/** Troubles on our side of the question. None of them says anything about the worker. */
export const faults = [
  'auth', 'param', 'timeout', 'tls', 'http', 'soap-fault', 'bad-xml', 'bad-base64', 'bad-json', 'rate', 'clock', 'platform', 'breaker-open',
  'offline', 'server-unreachable', 'signed-out', 'quota',
] as const
export type Fault = (typeof faults)[number]

/** Answers that cannot be believed as they stand. */
export const doubts = ['id-mismatch', 'conflict', 'green-without-date', 'unknown-colour'] as const

const answeredAt = v.pipe(v.number(), v.integer())
const day = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/))

/**
 * One answer to one question about one person. `answeredAt` is the server's time when the platform answered (epoch ms), not the
 * age of the platform's data, which it does not tell. `nameMasked` is empty when the platform gave no name. A green code without
 * a readable date never gets here as green: the gateway makes it a doubt.
 */
export const answerSchema = v.variant('kind', [
  v.object({ kind: v.literal('code'), colour: v.literal('green'), validUntil: day, nameMasked: v.string(), answeredAt }),
  v.object({ kind: v.literal('code'), colour: v.picklist(['yellow', 'red']), validUntil: v.null(), nameMasked: v.string(), answeredAt }),
  v.object({ kind: v.literal('no-record'), answeredAt }),
  v.object({ kind: v.literal('doubt'), doubt: v.picklist(doubts), answeredAt }),
  v.object({ kind: v.literal('fault'), fault: v.picklist(faults), answeredAt }),
])
export type Answer = v.InferOutput<typeof answerSchema>

/** How the number came to the phone. */
export const inputMethods = ['camera', 'photo', 'typed'] as const
export type InputMethod = (typeof inputMethods)[number]

/** The colour the inspector saw on the worker's own phone. */
export const seenColours = ['green', 'yellow', 'red', 'not-shown'] as const
export type SeenColour = (typeof seenColours)[number]
