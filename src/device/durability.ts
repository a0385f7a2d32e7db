/** The door to what keeps work from being lost to the phone itself: eviction, a full disk, a screen that goes dark in mid-scan. */
import type { DurabilityDoor } from './doors.ts'
import { phoneKind } from './phone-kind.ts'

/** Below this many bytes left, a few more photographs may not fit. */
const FLOOR = 20 * 1024 * 1024

/** Safari deletes what a site keeps after so many days without use, unless the app is on the home screen. */
const APPLE_DAYS = 7

export interface DurabilityPlatform {
  storage?: Pick<StorageManager, 'persisted' | 'persist' | 'estimate'> | undefined
  wakeLock?: Pick<WakeLock, 'request'> | undefined
  page: Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>
  /** Whether the system is iOS or iPadOS, and whether the app stands on the home screen. */
  apple?: boolean
  installed?: boolean
}

/** Works with what the browser has: no storage manager means "not persisted", no wake lock means that the screen sleeps as it likes. */
export function openDurability(platform: DurabilityPlatform = browser()): DurabilityDoor {
  let asked: Promise<boolean> | null = null
  return {
    async persisted() {
      const { storage } = platform
      if (!storage) return false
      try {
        // Firefox asks the person: once per start is enough.
        return (await storage.persisted()) || (await (asked ??= storage.persist()))
      } catch {
        return false
      }
    },
    async space() {
      try {
        const { quota, usage } = (await platform.storage?.estimate()) ?? {}
        return quota === undefined || usage === undefined ? null : { used: usage, left: Math.max(0, quota - usage) }
      } catch {
        return null
      }
    },
    deletedAfterDays: () => (platform.apple && !platform.installed ? APPLE_DAYS : null),
    async spaceShort() {
      try {
        // An estimate only: browsers round it and Chromium counts space that other programs may take. The write itself has the last word.
        const { quota, usage } = (await platform.storage?.estimate()) ?? {}
        return quota !== undefined && usage !== undefined && quota - usage < FLOOR
      } catch {
        return false
      }
    },
    stayAwake: () => stayAwake(platform),
  }
}

async function stayAwake({ wakeLock, page }: DurabilityPlatform): Promise<() => void> {
  if (!wakeLock) return () => undefined
  let wanted = true
  let lock: WakeLockSentinel | null = null
  const acquire = async () => {
    if (!wanted || page.visibilityState !== 'visible') return
    try {
      const got = await wakeLock.request('screen')
      if (wanted) lock = got
      else await got.release()
    } catch {
      // Battery saver refuses it; the screen then goes dark as usual.
    }
  }
  // The browser takes the lock back whenever the app is hidden.
  const onVisible = () => void acquire()
  page.addEventListener('visibilitychange', onVisible)
  await acquire()
  return () => {
    wanted = false
    page.removeEventListener('visibilitychange', onVisible)
    lock?.release().catch(() => undefined)
  }
}

function browser(): DurabilityPlatform {
  // Both are absent in old browsers and outside a secure context, whatever the types say.
  const { storage, wakeLock } = navigator as Partial<Navigator>
  return { storage, wakeLock, page: document, apple: phoneKind() === 'apple', installed: matchMedia('(display-mode: standalone)').matches }
}
