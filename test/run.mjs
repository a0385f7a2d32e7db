// Every test of the product, in one command: types, lint, unit and scenario tests, then the built app in a real browser.
// Ends with one line that counts them all.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 19)) {
  console.error(`Node ${process.versions.node} is too old. Run the tests by "npm test": it uses the Node 24 of node_modules. 请用 npm test 运行。`)
  process.exit(1)
}

const root = resolve(import.meta.dirname, '..')
const bin = (name) => join(root, 'node_modules', '.bin', name)
const reports = mkdtempSync(join(tmpdir(), 'suan-xun-test-'))
const { findChromium } = await import('./support/chromium.ts')
const chromium = findChromium()
if (chromium.kind === 'missing') {
  console.error(chromium.say)
  process.exit(1)
}

/** Runs one command with its output shown; true when it ended well. */
function run(title, command, args, env = {}) {
  const began = performance.now()
  console.log(`\n▶ ${title}`)
  return new Promise((settle) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, CHROMIUM_PATH: chromium.path, ...env } })
    child.on('close', (code) => {
      console.log(`${code === 0 ? '✔' : '✖'} ${title} (${((performance.now() - began) / 1000).toFixed(1)} s)`)
      settle(code === 0)
    })
  })
}

const worlds = ['src/domain', 'src', 'src/service-worker', 'server', 'test']
const counted = { passed: 0, failed: 0 }
const count = (ok) => (ok ? (counted.passed += 1) : (counted.failed += 1))

const unitReport = join(reports, 'unit.json')
const e2eReport = join(reports, 'e2e.json')

// Types and lint need one core each; they run beside the build.
const [types, lint, build] = await Promise.all([
  (async () => {
    let good = true
    for (const world of worlds) good = (await run(`types of ${world}`, bin('vue-tsc'), ['-p', `${world}/tsconfig.json`])) && good
    return good
  })(),
  run('lint', bin('eslint'), ['.']),
  run('build', bin('vite'), ['build', '--logLevel', 'warn']),
])
for (const ok of [types, lint, build]) count(ok)

const unit = await run('unit, scenario and architecture tests', bin('vitest'), ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`])
tally(unit, unitReport, (report) => [report.numPassedTests, report.numFailedTests])

if (build) {
  const e2e = await run('the app in Chromium', bin('playwright'), ['test', '-c', 'test/e2e/playwright.config.ts'], { PLAYWRIGHT_JSON_OUTPUT_NAME: e2eReport })
  tally(e2e, e2eReport, (report) => [report.stats.expected + report.stats.flaky, report.stats.unexpected])
}
rmSync(reports, { recursive: true })

/** Adds a runner's own numbers; a runner that ended badly without a failed test still counts as one failure. */
function tally(ok, file, read) {
  const [passed, failed] = existsSync(file) ? read(JSON.parse(readFileSync(file, 'utf8'))) : [0, 1]
  counted.passed += passed
  counted.failed += ok ? failed : Math.max(failed, 1)
}

console.log(`\n${counted.passed} passed, ${counted.failed} failed`)
process.exit(counted.failed === 0 ? 0 : 1)
