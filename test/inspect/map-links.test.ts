import { describe, expect, it } from 'vitest'
import { toGcj02 } from '#domain/gcj02.ts'
import { mapLinks } from '#inspect/map-links.ts'

const site = { lat: 31.7062, lng: 120.8571 }
const { lat, lng } = toGcj02(site)
const [north, east] = [lat.toFixed(6), lng.toFixed(6)]

describe('the way to a site', () => {
  it('opens the phone’s own map where it has one, and always a web address', () => {
    expect(mapLinks(site, 'android')[0]).toMatchObject({ href: `geo:${north},${east}?q=${north},${east}`, web: false })
    expect(mapLinks(site, 'apple')[0]).toMatchObject({ href: `https://maps.apple.com/?daddr=${north},${east}&dirflg=d`, web: false })
    expect(mapLinks(site, 'other').every(({ web, href }) => web && href.startsWith('https://'))).toBe(true)
  })

  it('is told in the shifted coordinates of the maps, and holds nothing else of the site', () => {
    for (const { href } of mapLinks(site, 'android')) {
      expect(href).toContain(north)
      expect(href).not.toContain('31.7062')
      expect(decodeURIComponent(href).match(/\p{Script=Han}+/gu) ?? ['工地']).toEqual(['工地'])
    }
  })
})
