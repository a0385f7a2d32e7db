/** The service worker. A new version waits until a person agrees: it never takes over from under a visit by itself. */
import type { PrecacheEntry } from 'workbox-precaching'
import { isGoAhead } from './messages.ts'
import { serveFromPhone } from './precache.ts'

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: (PrecacheEntry | string)[] }

serveFromPhone(self.__WB_MANIFEST)

// The page that installed the app goes offline with the inspector without having been reloaded, so the very first version takes
// its page over at once. Later versions never do.
let first = false
self.addEventListener('install', () => {
  first = self.registration.active === null
})
self.addEventListener('activate', (event) => {
  if (first) event.waitUntil(self.clients.claim())
})

self.addEventListener('message', (event) => {
  if (isGoAhead(event.data)) void self.skipWaiting()
})
