/** Where this machine's Chromium is. The browser tests use what is there and download nothing by themselves. */
import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

export type FoundChromium = { kind: 'found'; path: string } | { kind: 'missing'; say: string }

const USUAL_PATHS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

/** Asks `CHROMIUM_PATH`, then the usual places, then Playwright's own download; else says in one line how to get one. */
export function findChromium(env: NodeJS.ProcessEnv = process.env, exists: (path: string) => boolean = existsSync): FoundChromium {
  const named = env.CHROMIUM_PATH
  if (named !== undefined && named !== '') {
    return exists(named) ? { kind: 'found', path: named } : { kind: 'missing', say: `CHROMIUM_PATH is set to ${named}, and there is no such file.` }
  }
  const path = [...USUAL_PATHS, chromium.executablePath()].find(exists)
  return path === undefined
    ? { kind: 'missing', say: 'No Chromium found: run "apt-get install chromium" or "npx playwright install chromium", or set CHROMIUM_PATH.' }
    : { kind: 'found', path }
}

/** The path of Chromium, for tests that are nothing without one. Throws the line that tells how to get it. */
export function needChromium(): string {
  const found = findChromium()
  if (found.kind === 'missing') throw new Error(found.say)
  return found.path
}

/**
 * What a test's browser does without. With the first three every start draws the pages of an address bar that nobody sees, which takes
 * three times the rest of the start; the others are Playwright's own list, which a second flag of this name would otherwise undo.
 */
const withoutFeatures = [
  'WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup',
  'AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'DialMediaRouteProvider', 'GlobalMediaControls', 'HttpsUpgrades', 'LensOverlay',
  'MediaRouter', 'PaintHolding', 'ThirdPartyStoragePartitioning', 'Translate', 'AutoDeElevate', 'OptimizationHints', 'NetworkTimeServiceQuerying', 'AimEnabled',
]

/** The flags every headless run needs: no sandbox inside containers, and no traffic of the browser's own. */
export const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${withoutFeatures.join(',')}`,
]

/** The flags that put a video file where the camera would be. */
export function fakeCameraFlags(video: string): string[] {
  return ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${video}`]
}
