/** What is heard and felt while a crew is scanned. Clips do not pile up: the newest speaks, and a graver one is let finish. */
import type { Clip, Doors } from '#device/doors.ts'
import type { Verdict } from '#domain/verdict.ts'
import { lookOf } from './verdict-look.ts'

/** About as long as a clip lasts (ms). */
const SPEAKING = 1_800

const gravest: readonly Clip[] = ['red', 'no-code', 'yellow', 'expired', 'doubtful', 'unverified', 'stale', 'remembered', 'expiring', 'green']

export interface Announcer {
  /** One verdict alone on the screen: it is always said. */
  say: (verdict: Verdict) => void
  /** One verdict among a crew's. */
  sayAmong: (verdict: Verdict) => void
}

export function createAnnouncer({ voice, haptics, clock }: Pick<Doors, 'voice' | 'haptics' | 'clock'>): Announcer {
  let speaking: { clip: Clip; at: number } | null = null

  function say(verdict: Verdict): void {
    const { clip } = lookOf(verdict)
    speaking = { clip, at: clock.phoneNow() }
    voice.play(clip)
    haptics.buzz(clip)
  }

  return {
    say,
    sayAmong(verdict) {
      const { clip } = lookOf(verdict)
      // A clock set back would keep everybody silent for as long: then nothing is speaking.
      const since = speaking === null ? SPEAKING : clock.phoneNow() - speaking.at
      const graver = speaking !== null && since >= 0 && since < SPEAKING && gravest.indexOf(speaking.clip) < gravest.indexOf(clip)
      if (!graver) say(verdict)
    },
  }
}
