/** How each verdict looks and sounds. Colour floods the screen only for live answers; shape, words and sound always go with it. */
import type { Clip } from '#device/doors.ts'
import type { Verdict, VerdictCode } from '#domain/verdict.ts'

/** The background of the whole screen; the drawings are in `VerdictGround.vue`. */
export type Ground =
  | 'green' | 'green-strip' | 'green-frame' | 'green-thin' | 'amber' | 'red' | 'amber-frame' | 'red-frame' | 'stripes' | 'stripes-frame'
  | 'outline' | 'purple' | 'hatch'

/** The large sign; the drawings are in `VerdictShape.vue`. */
export type Shape = 'tick' | 'tick-clock' | 'exclamation' | 'cross' | 'clock' | 'none' | 'question' | 'no-answer'

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

/** The look of this very verdict: an expiry known only from memory is framed, not flooded. */
export function lookOf(verdict: Pick<Verdict, 'code' | 'basis'>): Look {
  const look = looks[verdict.code]
  return verdict.code === 'expired' && verdict.basis !== 'live' ? { ...look, ground: 'stripes-frame' } : look
}
