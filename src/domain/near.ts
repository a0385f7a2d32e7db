/** How far two points are from each other on the ground. */

/** A point in WGS-84, degrees. */
export interface Point {
  lat: number
  lng: number
}

/** Mean radius of the earth (IUGG), metres. */
const RADIUS = 6_371_008.8
const radians = (degrees: number) => (degrees * Math.PI) / 180

/** Metres along the great circle (haversine): within 0.5 % of the ellipsoid, which is less than a phone's own error at any distance that counts. */
export function distanceM(a: Point, b: Point): number {
  const north = Math.sin(radians(b.lat - a.lat) / 2)
  const east = Math.sin(radians(b.lng - a.lng) / 2)
  const h = north * north + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * east * east
  return 2 * RADIUS * Math.asin(Math.min(1, Math.sqrt(h)))
}
