/** The door to the vibration motor: every class of verdict has a pattern of its own, so that a phone in the hand tells without a look. */
import type { Clip, HapticsDoor } from './doors.ts'

/** On, off, on … in ms. Pulses under 40 ms do not start the motors of cheap phones. Passes are short, findings long and strong. */
export const patterns: Readonly<Record<Clip, readonly number[]>> = {
  green: [80],
  expiring: [80, 80, 40],
  remembered: [40],
  stale: [40, 120, 40],
  yellow: [160, 100, 160],
  red: [260, 80, 260, 80, 260],
  expired: [260, 100, 80],
  'no-code': [320, 100, 320],
  doubtful: [60, 60, 60, 60, 60],
  unverified: [40, 60, 40, 60, 40],
  foreign: [50, 40, 50],
  changed: [60, 60, 60, 60, 320],
}

/** The phone's vibration; does nothing where there is none (iPhone). */
export function openHaptics(platform: { vibrate?: (pattern: number[]) => boolean } = navigator): HapticsDoor {
  return {
    buzz(clip) {
      platform.vibrate?.([...patterns[clip]])
    },
  }
}
