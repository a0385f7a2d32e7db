// Every test of the product, in one command: unit, scenario and architecture tests, and the built app in a real browser; with CI set,
// and in `npm run check`, types and lint as well.
// Ends with one line that counts them all.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 19)) {
  console.error(`Node ${process.versions.node} is too old. Run the tests by "npm test": it uses the Node 24 of node_modules. 请用 npm test 运行。`)
  process.exit(1)
}

const root = resolve(import.meta.dirname, '..')
const bin = (name) => join(root, 'node_modules', '.bin', name)
const temporary = mkdtempSync(join(inMemory() ?? tmpdir(), 'suan-xun-test-'))
process.on('exit', () => rmSync(temporary, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1))
const { findChromium } = await import('./support/chromium.ts')
const chromium = findChromium()
if (chromium.kind === 'missing') {
  console.error(chromium.say)
  process.exit(1)
}

// The server is started some twenty times; what Node has compiled once it need not compile again.
const common = { FORCE_COLOR: '0', TMPDIR: temporary, CHROMIUM_PATH: chromium.path, NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'node') }

/**
 * The folder that Linux keeps in memory, where it has room for all the databases and browser profiles of a run (containers often give it 64 MB):
 * on a disk every commit of every test is waited for. `null` where there is none, or where `TMPDIR` says what to use.
 */
function inMemory() {
  const folder = '/dev/shm'
  if (process.env.TMPDIR !== undefined || !existsSync(folder)) return null
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize > 4 * 2 ** 30 ? folder : null
}

/** Runs one command; true when it ended well. Its output is shown in one piece at the end, because two lanes run side by side. */
function run(title, command, args, env = {}) {
  const began = performance.now()
  return new Promise((settle) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...common, ...env } })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => { said += piece })
    child.on('close', (code) => {
      console.log(`\n${code === 0 ? '✔' : '✖'} ${title} (${((performance.now() - began) / 1000).toFixed(1)} s)\n${said.trimEnd()}`)
      settle(code === 0)
    })
  })
}

const counted = { passed: 0, failed: 0 }
const count = (ok) => (ok ? (counted.passed += 1) : (counted.failed += 1))
const unitReport = join(temporary, 'unit.json')
const e2eReport = join(temporary, 'e2e.json')

console.log('Unit tests, and the built app in Chromium: two to three minutes on two cores …')
const built = await run('build', bin('vite'), ['build', '--logLevel', 'error'])
count(built)

/** The browser mostly waits; the unit tests and the compilers mostly compute. */
async function inChromium() {
  if (!built) return
  const ok = await run('the app in Chromium', bin('playwright'), ['test', '-c', 'test/e2e/playwright.config.ts'], { PLAYWRIGHT_JSON_OUTPUT_NAME: e2eReport })
  tally(ok, e2eReport, (report) => [report.stats.expected + report.stats.flaky, report.stats.unexpected])
}

async function onPaper() {
  const unit = await run('unit, scenario and architecture tests', bin('vitest'), ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`])
  tally(unit, unitReport, (report) => [report.numPassedTests, report.numFailedTests])
  if (!process.env.CI) return
  count(await run('types', process.execPath, ['test/types.mjs']))
  count(await run('lint', bin('eslint'), ['.']))
}

await Promise.all([inChromium(), onPaper()])

/** Adds a runner's own numbers; a runner that ended badly without a failed test still counts as one failure. */
function tally(ok, file, read) {
  const [passed, failed] = existsSync(file) ? read(JSON.parse(readFileSync(file, 'utf8'))) : [0, 1]
  counted.passed += passed
  counted.failed += ok ? failed : Math.max(failed, 1)
}

console.log(`\n${counted.passed} passed, ${counted.failed} failed`)
process.exit(counted.failed === 0 ? 0 : 1)
