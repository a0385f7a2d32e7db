/** The service worker. A new version waits until a person agrees: it never takes over from under a visit by itself. */
import type { PrecacheEntry } from 'workbox-precaching'
import { isFilesQuestion, isGoAhead, WAKE, WAKE_TAG } from './messages.ts'
import { lookForFiles, serveFromPhone } from './precache.ts'
import { forgetShares, takeShares } from './shared-photos.ts'

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: (PrecacheEntry | string)[] }

const files = self.__WB_MANIFEST
serveFromPhone(files)
takeShares()
// Every page that opens is an occasion.
self.addEventListener('fetch', (event) => {
  if (event.request.mode === 'navigate') event.waitUntil(forgetShares())
})

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
  if (isFilesQuestion(event.data)) event.waitUntil(lookForFiles(files).then((here) => event.ports[0]?.postMessage(here)))
})

/** Not in TypeScript's library, because Safari and Firefox have none of it. */
interface SyncEvent extends ExtendableEvent {
  tag: string
}

// Sending is the pages' business, who hold the keys and the lock: without one there is nothing to do.
self.addEventListener('sync' as keyof ServiceWorkerGlobalScopeEventMap, (event) => {
  const wake = event as SyncEvent
  if (wake.tag === WAKE_TAG) wake.waitUntil(wakePages())
})

async function wakePages(): Promise<void> {
  for (const page of await self.clients.matchAll({ type: 'window' })) page.postMessage({ type: WAKE })
}
