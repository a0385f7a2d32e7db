/**
 * WGS-84 → GCJ-02, the shifted coordinates of every map sold in China. For links to map apps only: what is stored and compared stays
 * WGS-84. The transform was never published; this is the approximation that is in general use (github.com/googollee/eviltransform),
 * right within a few metres.
 */
import type { Point } from './near.ts'

/** Krasovsky 1940: semi-major axis (metres) and squared eccentricity. */
const AXIS = 6_378_245
const ECCENTRICITY = 0.00669342162296594323

/** Where points are shifted at all; a rectangle, as in the maps themselves. */
function isShifted({ lat, lng }: Point): boolean {
  return lng >= 72.004 && lng <= 137.8347 && lat >= 0.8293 && lat <= 55.8271
}

/** The point as maps in China draw it; outside of China the same point. */
export function toGcj02(point: Point): Point {
  if (!isShifted(point)) return { lat: point.lat, lng: point.lng }
  const x = point.lng - 105
  const y = point.lat - 35
  const latitude = (point.lat * Math.PI) / 180
  const bent = 1 - ECCENTRICITY * Math.sin(latitude) ** 2
  const metresPerLat = ((AXIS * (1 - ECCENTRICITY)) / bent ** 1.5) * (Math.PI / 180)
  const metresPerLng = (AXIS / Math.sqrt(bent)) * Math.cos(latitude) * (Math.PI / 180)
  return { lat: point.lat + northward(x, y) / metresPerLat, lng: point.lng + eastward(x, y) / metresPerLng }
}

/** Metres to the north. */
function northward(x: number, y: number): number {
  const plane = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x))
  return plane + waves([[20, 6, x], [20, 2, x], [20, 1, y], [40, 1 / 3, y], [160, 1 / 12, y], [320, 1 / 30, y]])
}

/** Metres to the east. */
function eastward(x: number, y: number): number {
  const plane = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x))
  return plane + waves([[20, 6, x], [20, 2, x], [20, 1, x], [40, 1 / 3, x], [150, 1 / 12, x], [300, 1 / 30, x]])
}

function waves(terms: readonly (readonly [height: number, rate: number, at: number])[]): number {
  return terms.reduce((sum, [height, rate, at]) => sum + (height * Math.sin(rate * at * Math.PI) * 2) / 3, 0)
}
