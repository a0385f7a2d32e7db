/**
 * Photos that another app on the phone hands to this one (Web Share Target). They come as the form of a page nobody sees; the page
 * that is shown instead takes them, without a network as well.
 */
import { registerRoute } from 'workbox-routing'
import { SHARED_AT, SHARED_PHOTOS, SHARE_PATH } from './messages.ts'

/** A photo shows who somebody is: one that no page has taken by then is let go (ms). */
const KEPT_FOR = 10 * 60_000

export function takeShares(): void {
  registerRoute(({ url }) => url.pathname === SHARE_PATH, ({ request }) => receive(request), 'POST')
}

async function receive(request: Request): Promise<Response> {
  try {
    await caches.delete(SHARED_PHOTOS)
    const photos = (await request.formData()).getAll('photos').filter((part) => part instanceof File)
    const kept = await caches.open(SHARED_PHOTOS)
    const at = String(Date.now())
    await Promise.all(photos.map((photo, i) => kept.put(`${SHARE_PATH}/${i}`, new Response(photo, { headers: { 'content-type': photo.type, [SHARED_AT]: at } }))))
  } catch {
    // No form, or no space: the page finds nothing and says so.
  }
  return Response.redirect(SHARE_PATH, 303)
}

/** Lets go of photos that were shared and never looked at: to somebody signed out, or to an app that was closed again. */
export async function forgetShares(): Promise<void> {
  if (!(await caches.has(SHARED_PHOTOS))) return
  const kept = await caches.open(SHARED_PHOTOS)
  const [first] = await kept.keys()
  const at = first === undefined ? 0 : Number((await kept.match(first))?.headers.get(SHARED_AT))
  if (Math.abs(Date.now() - at) > KEPT_FOR) await caches.delete(SHARED_PHOTOS)
}
