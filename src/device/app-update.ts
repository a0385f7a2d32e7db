/**
 * The door to the app's own new versions. A version that is ready waits; it is let in only by `apply`, and only while no tab holds
 * it back: once it is in, files of the old version that a running visit may still need are gone.
 */
import { Workbox } from 'workbox-window'
import { HOUR } from '#domain/time.ts'

const HELD = 'visit-open'

export interface AppUpdate {
  /** Lets the waiting version in; every tab is then told by `onControlled`. `held-back` when some tab has a visit open. */
  apply(): Promise<'applying' | 'held-back'>
  /** Keeps any tab from letting a new version in, until the returned function is called. */
  holdBack(): () => void
}

export interface UpdateNews {
  /** A new version is on the phone and waits. May be told again. */
  onWaiting: () => void
  /** A new version has taken over in this tab; the old page should be reloaded as soon as nothing is open in it. */
  onControlled: () => void
}

export interface UpdatePlatform {
  /** `null` where the browser has no service worker; the app then works, but not offline. */
  worker: {
    /** Whether this page already runs under a service worker. */
    controlled: boolean
    register: () => Promise<unknown>
    check: () => Promise<unknown>
    letIn: () => void
    on: (event: 'waiting' | 'controlling', listener: () => void) => void
  } | null
  /** Web Locks; absent in old browsers, where only the tab's own visit can be respected. */
  locks: Pick<LockManager, 'request'> | undefined
  onVisible: (listener: () => void) => void
  every: (ms: number, task: () => void) => void
}

/** Registers the service worker and looks for new versions: now, hourly, and whenever the app comes to the front. */
export function watchForUpdate(news: UpdateNews, platform: UpdatePlatform = browser()): AppUpdate {
  const { worker, locks } = platform
  if (worker) {
    let controlled = worker.controlled
    worker.on('waiting', news.onWaiting)
    worker.on('controlling', () => {
      // The first service worker of this phone takes over a page of its own version.
      if (controlled) news.onControlled()
      controlled = true
    })
    // Out of reach or refused: the app goes on as it is, and the next check tries again.
    const check = () => void worker.check().catch(() => undefined)
    void worker.register().catch(() => undefined)
    platform.every(HOUR, check)
    platform.onVisible(check)
  }
  return {
    async apply() {
      if (!locks) {
        worker?.letIn()
        return 'applying'
      }
      const alone = locks.request(HELD, { ifAvailable: true }, (lock) => {
        if (!lock) return 'held-back' as const
        worker?.letIn()
        return 'applying' as const
      })
      // Closing the app lets the new version in as well, so in doubt nothing is forced.
      return alone.catch(() => 'held-back' as const)
    },
    holdBack() {
      const done = new AbortController()
      const released = new Promise<void>((resolve) => done.signal.addEventListener('abort', () => resolve()))
      locks?.request(HELD, { mode: 'shared', signal: done.signal }, () => released).catch(() => undefined)
      return () => done.abort()
    },
  }
}

function browser(): UpdatePlatform {
  const container = 'serviceWorker' in navigator ? navigator.serviceWorker : null
  const workbox = container && new Workbox('/sw.js', { scope: '/', updateViaCache: 'none' })
  return {
    worker: container && workbox && {
      controlled: container.controller !== null,
      register: () => workbox.register(),
      check: () => workbox.update(),
      letIn: () => workbox.messageSkipWaiting(),
      on: (event, listener) => workbox.addEventListener(event, listener),
    },
    locks: (navigator as Partial<Navigator>).locks,
    onVisible: (listener) => document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && listener()),
    every: (ms, task) => void setInterval(task, ms),
  }
}
