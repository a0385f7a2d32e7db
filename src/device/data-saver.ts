/** The door to the choice whether photographs wait for Wi-Fi, and to what the browser says of the connection. */
import type { DataSaverDoor } from './doors.ts'

const KEY = 'photos-wifi-only'

interface NetworkInformation {
  type?: string
  addEventListener?: (event: 'change', listener: () => void) => void
  removeEventListener?: (event: 'change', listener: () => void) => void
}

export interface DataSaverPlatform {
  /** Absent in Safari and Firefox; without `type` on computers. */
  connection: NetworkInformation | undefined
  remember: (key: string, value: string) => void
  recall: (key: string) => string | null
}

export function openDataSaver(platform: DataSaverPlatform = browser()): DataSaverDoor {
  const { connection } = platform
  const listeners = new Set<() => void>()
  let chosen = platform.recall(KEY) === 'yes'
  return {
    wifiOnly: () => chosen,
    setWifiOnly(on) {
      chosen = on
      platform.remember(KEY, on ? 'yes' : 'no')
      for (const listener of listeners) listener()
    },
    connection() {
      switch (connection?.type) {
        case 'wifi':
        case 'ethernet':
          return 'wifi'
        case 'cellular':
        case 'wimax':
        case 'bluetooth':
          return 'mobile'
        default:
          return 'unknown'
      }
    },
    onChange(listener) {
      listeners.add(listener)
      connection?.addEventListener?.('change', listener)
      return () => {
        listeners.delete(listener)
        connection?.removeEventListener?.('change', listener)
      }
    },
  }
}

function browser(): DataSaverPlatform {
  const { connection } = navigator as Navigator & { connection?: NetworkInformation }
  return {
    connection,
    remember(key, value) {
      try {
        localStorage.setItem(key, value)
      } catch {
        // Kept until the app is closed.
      }
    },
    recall(key) {
      try {
        return localStorage.getItem(key)
      } catch {
        return null
      }
    },
  }
}
