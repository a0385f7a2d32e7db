/** The act of stations 1 to 3: the text of each code in sight becomes a payload, once, however long the code stays in sight. */
import { readPayload, type Payload, type PayloadRules } from '#domain/payload.ts'
import { shanghaiDay, type Instant } from '#domain/time.ts'

/** A code is new again when it has been out of sight for this long (ms). */
const OUT_OF_SIGHT = 3_000

export interface CodeReader {
  /** The payload of `text`, seen at `now`; `null` when this code, perhaps beside others, was in sight just before. */
  read: (text: string, now: Instant) => Payload | null
  /** Takes the next codes as new, even the same ones: for "scan again". */
  forget: () => void
}

/** `rules` is asked at every code, because the server may send new ones during a visit. */
export function createCodeReader(rules: () => PayloadRules): CodeReader {
  const seen = new Map<string, Instant>()
  // A clock set back makes the age negative: then the code counts as new rather than as seen for hours.
  const isInSight = (at: Instant, now: Instant) => now >= at && now - at < OUT_OF_SIGHT
  return {
    read(text, now) {
      for (const [other, at] of seen) if (!isInSight(at, now)) seen.delete(other)
      const known = seen.has(text)
      seen.set(text, now)
      return known ? null : readPayload(text, rules(), shanghaiDay(now))
    },
    forget() {
      seen.clear()
    },
  }
}
