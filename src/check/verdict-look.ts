/** How each verdict looks and sounds. Colour floods the screen only for live answers; shape, words and sound always go with it. */
import type { Clip } from '#device/doors.ts'
import type { Verdict, VerdictCode } from '#domain/verdict.ts'
import type { IconName } from '#ui/icons.ts'

/** The background of the whole screen; the drawings are in `VerdictGround.vue`. */
export type Ground =
  | 'green' | 'green-strip' | 'green-frame' | 'green-thin' | 'amber' | 'red' | 'amber-frame' | 'red-frame' | 'stripes' | 'stripes-frame'
  | 'outline' | 'purple' | 'hatch'

/** The large sign; the drawings are in `VerdictShape.vue`. */
export type Shape = 'tick' | 'tick-clock' | 'exclamation' | 'cross' | 'clock' | 'none' | 'question' | 'no-answer'

/** How a verdict is drawn small: in lists. Only a live green is drawn in green. */
export const drawnSmall: Record<VerdictCode, readonly [tone: 'plain' | 'ok' | 'warn' | 'bad' | 'doubt', icon: IconName]> = {
  'green-live': ['ok', 'check'],
  'green-expiring': ['ok', 'check'],
  'green-remembered': ['plain', 'clock'],
  'green-stale': ['plain', 'clock'],
  yellow: ['warn', 'alert'],
  red: ['bad', 'cross'],
  'yellow-remembered': ['warn', 'clock'],
  'red-remembered': ['bad', 'clock'],
  expired: ['warn', 'clock'],
  'no-code': ['bad', 'none'],
  doubtful: ['doubt', 'question'],
  unverified: ['plain', 'offline'],
}

export interface Look {
  ground: Ground
  shape: Shape
  clip: Clip
}

const looks: Record<VerdictCode, Look> = {
  'green-live': { ground: 'green', shape: 'tick', clip: 'green' },
  'green-expiring': { ground: 'green-strip', shape: 'tick', clip: 'expiring' },
  'green-remembered': { ground: 'green-frame', shape: 'tick-clock', clip: 'remembered' },
  'green-stale': { ground: 'green-thin', shape: 'tick-clock', clip: 'stale' },
  yellow: { ground: 'amber', shape: 'exclamation', clip: 'yellow' },
  red: { ground: 'red', shape: 'cross', clip: 'red' },
  'yellow-remembered': { ground: 'amber-frame', shape: 'exclamation', clip: 'yellow' },
  'red-remembered': { ground: 'red-frame', shape: 'cross', clip: 'red' },
  expired: { ground: 'stripes', shape: 'clock', clip: 'expired' },
  'no-code': { ground: 'outline', shape: 'none', clip: 'no-code' },
  doubtful: { ground: 'purple', shape: 'question', clip: 'doubtful' },
  unverified: { ground: 'hatch', shape: 'no-answer', clip: 'unverified' },
}

/** What is no longer live, or never was, is framed. */
const framed: Partial<Record<Ground, Ground>> = { green: 'green-frame', 'green-strip': 'green-frame', amber: 'amber-frame', red: 'red-frame', stripes: 'stripes-frame' }

/** The look of this very verdict: an expiry known only from memory is framed, not flooded. `past`: looked at again, some time after. */
export function lookOf(verdict: Pick<Verdict, 'code' | 'basis'>, past = false): Look {
  const look = looks[verdict.code]
  const live = verdict.code !== 'expired' || verdict.basis === 'live'
  return past || !live ? { ...look, ground: framed[look.ground] ?? look.ground } : look
}
