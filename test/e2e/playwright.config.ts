import { defineConfig } from '@playwright/test'
import { chromiumFlags, needChromium } from '../support/chromium.ts'

// Begun first, or they would be what the others wait for at the end.
const longest = ['whole-way.spec.ts', 'offline.spec.ts', 'pack.spec.ts']

export default defineConfig({
  testDir: '.',
  projects: [{ name: 'long', testMatch: longest }, { name: 'short', testMatch: '*.spec.ts', testIgnore: longest }],
  use: { launchOptions: { executablePath: needChromium(), args: chromiumFlags } },
  // Browsers with a server: they wait more than they compute, so four keep two cores busy.
  workers: 4,
  fullyParallel: true,
  // Half a minute on a machine of one's own; on one that others share the longest have taken two.
  timeout: 150_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  retries: process.env['CI'] ? 1 : 0,
  reporter: process.env['PLAYWRIGHT_JSON_OUTPUT_NAME'] ? [['list'], ['json']] : [['list']],
  outputDir: '../../test-results',
})
