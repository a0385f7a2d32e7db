/**
 * Hints: what deserves a second look. A hint is no finding and accuses nobody: a code can change between two looks, a phone can stand in
 * the wrong place on the map, and a colleague can have read somebody's number.
 */
import type { Colour } from './check.ts'
import type { Place } from './entries/site.ts'
import type { Check } from './fold.ts'
import { distanceM } from './near.ts'
import { DAY, HOUR, MINUTE, type Instant } from './time.ts'
import { classOf } from './verdict.ts'
import type { VerdictPolicy } from './verdict-policy.ts'

/** `shows-green`: the worker's phone shows green, and the platform says otherwise. `differs`: any other difference of colour. */
export type ColourHint = 'shows-green' | 'differs'

/**
 * How the colour on the worker's own phone differs from the platform's; `null` when it does not, or there is nothing to compare. Only a
 * live answer is compared: what is remembered may be older than the code in sight.
 */
export function colourHint({ seenColour: seen, verdict, recheck }: Pick<Check, 'seenColour' | 'verdict' | 'recheck'>): ColourHint | null {
  if (seen === null || seen === 'not-shown') return null
  const live = [verdict, recheck?.verdict].find((one) => one?.basis === 'live')
  if (live === undefined) return null
  const said = classOf(live.code)
  switch (said) {
    case 'green':
    case 'yellow':
    case 'red':
      return seen === said ? null : otherThan(seen)
    case 'expired':
      // How the platform's own app draws a code past its date is not known.
      return seen === 'green' ? 'shows-green' : null
    case 'no-code':
      return otherThan(seen)
    case 'unsettled':
      return live.reason === 'seen-colour-differs' ? otherThan(seen) : null
  }
}

function otherThan(seen: Colour): ColourHint {
  return seen === 'green' ? 'shows-green' : 'differs'
}

/** A code older than this (ms) can hardly have been made for this look. */
const FRESH = 10 * MINUTE
/** Beyond this it is more likely that we read something else than a time. */
const ABSURD = 366 * DAY

/** For how many minutes the code has existed, where it says so and that is longer than one look takes: perhaps a picture of it is shown. */
export function oldCode(issuedAt: Instant | undefined, now: Instant): number | null {
  if (issuedAt === undefined) return null
  const age = now - issuedAt
  return age > FRESH && age < ABSURD ? Math.floor(age / MINUTE) : null
}

/** Where and when (server time) a code was checked; nothing follows where no place is known. */
export interface Sighting {
  at: Instant
  place: Extract<Place, { kind: 'point' }> | { kind: 'none' }
}

/** As the crow flies, rounded down. */
export interface TooFarApart {
  km: number
  minutes: number
}

/** Nearer than this (m) two places are one: sites are marked by hand, and phones err in streets. */
const ONE_PLACE = 2_000
/** Two phones' readings of the time may lie this far apart (ms) although both are trusted. */
const CLOCKS_APART = 2 * MINUTE
/** km/h; a policy of an older version of the app says nothing of it. */
const FASTEST = 120

/**
 * Whether the same code was checked at two places between which nobody gets in the time. `null` when somebody might, and when either
 * place is not known. Both accuracies count for the worker.
 */
export function tooFarApart(a: Sighting, b: Sighting, { fastestKmh = FASTEST }: Pick<VerdictPolicy, 'fastestKmh'>): TooFarApart | null {
  if (a.place.kind === 'none' || b.place.kind === 'none') return null
  const metres = distanceM(a.place, b.place) - a.place.accuracyM - b.place.accuracyM
  if (metres < ONE_PLACE) return null
  const apart = Math.abs(a.at - b.at)
  if (metres / 1000 <= fastestKmh * ((apart + CLOCKS_APART) / HOUR)) return null
  return { km: Math.floor(metres / 1000), minutes: Math.floor(apart / MINUTE) }
}
