/** The act of stations 1 to 3: the text of a code in sight becomes a payload, once, however long the code stays in sight. */
import { readPayload, type Payload, type PayloadRules } from '#domain/payload.ts'
import { shanghaiDay, type Instant } from '#domain/time.ts'

/** A code is new again when it has been out of sight for this long (ms). */
const OUT_OF_SIGHT = 3_000

export interface CodeReader {
  /** The payload of `text`, seen at `now`; `null` when it is the code that was in sight just before. */
  read: (text: string, now: Instant) => Payload | null
  /** Takes the next code as new, even the same one: for "scan again". */
  forget: () => void
}

/** `rules` is asked at every code, because the server may send new ones during a visit. */
export function createCodeReader(rules: () => PayloadRules): CodeReader {
  let last: { text: string; at: Instant } | null = null
  return {
    read(text, now) {
      // A clock set back makes the age negative: then the code counts as new rather than as seen for hours.
      const age = last?.text === text ? now - last.at : OUT_OF_SIGHT
      last = { text, at: now }
      if (age >= 0 && age < OUT_OF_SIGHT) return null
      return readPayload(text, rules(), shanghaiDay(now))
    },
    forget() {
      last = null
    },
  }
}
