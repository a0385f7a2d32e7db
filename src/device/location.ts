/** The door to the phone's position: one point when it is needed, or the reason why none. Never a track. */
import type { Place } from '#domain/entries/site.ts'
import type { LocationDoor } from './doors.ts'

/** How long an inspector is made to wait (ms). */
const PATIENCE = 10_000
/** A fix of this age (ms) is still a fix of the same site. */
const FRESH = 30_000

/** The phone's positioning. Where there is none, every question is answered `unsupported`. */
export function openLocation(
  platform: Pick<Geolocation, 'getCurrentPosition'> | undefined = navigator.geolocation,
  // Absent before Safari 16, whatever the types say.
  permissions: Pick<Permissions, 'query'> | undefined = navigator.permissions,
): LocationDoor {
  return {
    async allowed() {
      try {
        return (await permissions?.query({ name: 'geolocation' }))?.state === 'granted'
      } catch {
        return false
      }
    },
    point: () =>
      new Promise((resolve) => {
        if (!platform) return resolve({ kind: 'none', reason: 'unsupported' })
        // The platform's own time limit starts only after the question of permission; an unanswered question would wait for ever.
        const tired = setTimeout(() => resolve({ kind: 'none', reason: 'timeout' }), PATIENCE)
        const answer = (place: Place) => {
          clearTimeout(tired)
          resolve(place)
        }
        platform.getCurrentPosition(
          ({ coords }) => answer({ kind: 'point', lat: coords.latitude, lng: coords.longitude, accuracyM: coords.accuracy }),
          (trouble) => answer({ kind: 'none', reason: reasonOf(trouble.code) }),
          { enableHighAccuracy: true, timeout: PATIENCE, maximumAge: FRESH },
        )
      }),
  }
}

/** Codes of `GeolocationPositionError`. */
function reasonOf(code: number): 'denied' | 'unavailable' | 'timeout' {
  if (code === 1) return 'denied'
  return code === 3 ? 'timeout' : 'unavailable'
}
