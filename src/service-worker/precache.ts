/** Everything the inspector's way needs is on the phone before the first visit, and comes from there ever after. */
import { cleanupOutdatedCaches, createHandlerBoundToURL, matchPrecache, precacheAndRoute, type PrecacheEntry } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import type { FilesHere } from './messages.ts'

/** The server's own paths, and anything that names a file: the app's page must never be given out for those. */
const notPages = [/^\/api\//, /^\/simulator/, /^\/demo\//, /^\/health/, /\/[^/?]+\.[^/]+$/]

/** Serves the listed files, and the app's page for every address of the app. Nothing else is answered or stored. */
export function serveFromPhone(files: readonly (PrecacheEntry | string)[]): void {
  precacheAndRoute([...files])
  cleanupOutdatedCaches()
  registerRoute(new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: notPages }))
}

/** Looks for each of the listed files on the phone: a browser may have dropped what it once kept. */
export async function lookForFiles(listed: readonly (PrecacheEntry | string)[]): Promise<FilesHere> {
  const files = listed.map((file) => (typeof file === 'string' ? file : file.url))
  const found = await Promise.all(files.map((file) => matchPrecache(file)))
  return { files, missing: files.filter((_, i) => found[i] === undefined) }
}
