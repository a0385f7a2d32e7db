/** The door to photos that another app has handed in; the service worker has kept them until they are taken here. */
import { SHARED_AT, SHARED_PHOTOS } from '#service-worker/messages.ts'

/** Older ones belong to something long forgotten (ms). */
const KEPT_FOR = 10 * 60_000

export interface SharedPhotosPlatform {
  /** Absent on pages without https. */
  caches: Pick<CacheStorage, 'has' | 'open' | 'delete'> | undefined
  now: () => number
}

/** The photos handed in last, in their order; once taken they are nowhere but in the answer. */
export async function takeSharedPhotos({ caches, now }: SharedPhotosPlatform = { caches: (globalThis as Partial<WindowOrWorkerGlobalScope>).caches, now: Date.now }): Promise<Blob[]> {
  if (caches === undefined || !(await caches.has(SHARED_PHOTOS))) return []
  try {
    const kept = await caches.open(SHARED_PHOTOS)
    const replies = await Promise.all((await kept.keys()).map((key) => kept.match(key)))
    const fresh = replies.filter((reply) => reply !== undefined && Math.abs(now() - Number(reply.headers.get(SHARED_AT))) <= KEPT_FOR)
    return await Promise.all(fresh.map((reply) => reply!.blob()))
  } finally {
    await caches.delete(SHARED_PHOTOS)
  }
}
