import { describe, expect, it } from 'vitest'
import { findChromium } from './chromium.ts'

describe('finding a Chromium for the browser tests', () => {
  it('prefers the one named by CHROMIUM_PATH', () => {
    expect(findChromium({ CHROMIUM_PATH: '/opt/my/chromium' }, () => true)).toEqual({ kind: 'found', path: '/opt/my/chromium' })
  })

  it('does not quietly take another one than the one named', () => {
    const found = findChromium({ CHROMIUM_PATH: '/opt/my/chromium' }, (path) => path === '/usr/bin/chromium')
    expect(found).toMatchObject({ kind: 'missing' })
  })

  it('looks in the usual places, then takes what Playwright has downloaded', () => {
    expect(findChromium({}, (path) => path === '/usr/bin/google-chrome')).toEqual({ kind: 'found', path: '/usr/bin/google-chrome' })
    expect(findChromium({}, (path) => path.includes('ms-playwright'))).toMatchObject({ kind: 'found' })
  })

  it('says in one line how to get one when there is none', () => {
    const found = findChromium({}, () => false)
    expect(found.kind === 'missing' && found.say).toMatch(/apt-get install chromium.*playwright install chromium/)
    expect(found.kind === 'missing' && found.say).not.toContain('\n')
  })
})
