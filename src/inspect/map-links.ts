/**
 * Links that hand a site's point to a map app, to be led there. Every map drawn in China is shifted (GCJ-02), the phone's own included.
 * A link holds the point and nothing else of the site: its name is nobody's business but ours.
 */
import { toGcj02 } from '#domain/gcj02.ts'
import type { Point } from '#domain/near.ts'
import type { PhoneKind } from '#device/phone-kind.ts'

export interface MapLink {
  text: string
  href: string
  /** Whether it opens a page of another site, not an app of the phone. */
  web: boolean
}

/** To be shown at the goal where an app insists on a word. */
const GOAL = '工地'

/** The phone's own map app first, then web addresses that open the apps most phones have. */
export function mapLinks(point: Point, phone: PhoneKind): MapLink[] {
  const { lat, lng } = toGcj02(point)
  const [north, east] = [lat.toFixed(6), lng.toFixed(6)]
  const own: Record<PhoneKind, MapLink[]> = {
    // RFC 5870; `q` is Android's own addition and sets a pin.
    android: [{ text: '手机里的地图', href: `geo:${north},${east}?q=${north},${east}`, web: false }],
    apple: [{ text: '苹果地图', href: `https://maps.apple.com/?daddr=${north},${east}&dirflg=d`, web: false }],
    other: [],
  }
  return [
    ...own[phone],
    { text: '高德地图', href: `https://uri.amap.com/navigation?to=${east},${north},${encodeURIComponent(GOAL)}&mode=car&coordinate=gaode&callnative=1`, web: true },
    { text: '腾讯地图', href: `https://apis.map.qq.com/uri/v1/routeplan?type=drive&to=${encodeURIComponent(GOAL)}&tocoord=${north},${east}&referer=suanxun`, web: true },
  ]
}
