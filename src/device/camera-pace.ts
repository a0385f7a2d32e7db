/** Full-size frames show small codes; a phone that cannot give them fast enough reads better with smaller ones. */
import type { CameraHabitsDoor } from './camera-habits.ts'
import { SMALL_SIZE } from './camera-opening.ts'

/** How long a phone is busy with the start (ms); then frames are counted for so long (ms), and so few a second are too few. */
const SETTLING = 4_000
const COUNTING = 2_000
const TOO_SLOW = 12

/** Gives a slow phone smaller frames, from then on when that helps; answers whether the camera was changed. */
export async function keepPace(track: MediaStreamTrack, video: HTMLVideoElement, habits: CameraHabitsDoor): Promise<boolean> {
  const { width = 0, height = 0 } = track.getSettings()
  if (habits.read().small || Math.min(width, height) <= SMALL_SIZE.height.ideal) return false
  await sleep(SETTLING)
  const before = await framesPerSecond(video)
  if (before === null || before >= TOO_SLOW) return false
  const shrunk = await track.applyConstraints({ ...SMALL_SIZE, frameRate: { ideal: 30 } }).then(() => true, () => false)
  const after = shrunk ? await framesPerSecond(video) : null
  // At dusk every size is slow.
  if (after !== null && after > before * 1.3) habits.keep({ small: true })
  return shrunk
}

/** Frames the camera really gives; `null` when that cannot be told. */
async function framesPerSecond(video: HTMLVideoElement): Promise<number | null> {
  const count = () => video.getVideoPlaybackQuality?.().totalVideoFrames ?? 0
  const before = count()
  await sleep(COUNTING)
  const frames = count() - before
  // None at all is a picture that is hidden or gone, not a slow one.
  return frames <= 0 || !video.isConnected || video.paused || document.visibilityState !== 'visible' ? null : (frames * 1000) / COUNTING
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
