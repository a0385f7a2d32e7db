/** When to look whether the camera's picture still lives: browsers tell of some interruptions, and of others not at all. */
import type { CameraTrouble } from './camera-opening.ts'

/** A call, a lock or another app are told by events; a picture that merely stands still is found by looking (ms). */
const EVERY = 3_000

/** Calls `look` whenever the camera may have gone or come back. For the life of the app. */
export function watchPicture(look: () => void): void {
  document.addEventListener('visibilitychange', look)
  addEventListener('pageshow', look)
  setInterval(look, EVERY)
}

/** Whether a camera that could not be opened may be opened without anybody asking for it: never when that would put a question. */
export async function mayComeBack(trouble: CameraTrouble | null): Promise<boolean> {
  switch (trouble) {
    case null:
    case 'busy':
      return true
    case 'denied':
    case 'denied-by-system':
    case 'dismissed':
      return (await permissionNow()) === 'granted'
    case 'absent':
    case 'insecure':
    case 'unsupported':
    case 'overconstrained':
    case 'failed':
    case 'decoder-unavailable':
      return false
  }
}

/** What the phone would say if it were asked for the camera; `unknown` where the browser does not tell beforehand. */
async function permissionNow(): Promise<PermissionState | 'unknown'> {
  try {
    // Not every browser knows this name, whatever the types say.
    return (await navigator.permissions.query({ name: 'camera' })).state
  } catch {
    return 'unknown'
  }
}
