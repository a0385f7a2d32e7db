/**
 * The door to Background Sync, where there is one: the browser wakes the service worker when the network is back, and that wakes the
 * open pages. An extra trigger only: nothing is sent without a page, and iOS has none of it.
 */
import { isWake, WAKE_TAG } from '#service-worker/messages.ts'
import type { WakeDoor } from './doors.ts'

interface SyncRegistration {
  sync?: { register(tag: string): Promise<void> }
}

/** `null` where the browser has no service worker. */
export function openBackgroundWake(container: ServiceWorkerContainer | null = (navigator as Partial<Navigator>).serviceWorker ?? null): WakeDoor {
  return {
    ask() {
      // No worker in this page yet, or the person has forbidden it: the other triggers do.
      if (container?.controller) void container.ready.then((registration) => (registration as SyncRegistration).sync?.register(WAKE_TAG)).catch(() => undefined)
    },
    onWake(listener) {
      const look = ({ data }: MessageEvent) => {
        if (isWake(data)) listener()
      }
      container?.addEventListener('message', look)
      return () => container?.removeEventListener('message', look)
    },
  }
}
