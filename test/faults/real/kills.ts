/**
 * `npm run test:kills -- --cuts 50 --server-cuts 50 --seed 1`: SIGKILL of real Chromium and of the real server at random moments, then a
 * full disk, then damaged files of the phone's database. Prints what was written, acknowledged and delivered; ends with 1 when anything was lost, doubled or torn.
 */
import { parseArgs } from 'node:util'
import { damagePhone, damages } from './damage.ts'
import { killCampaign } from './kill-campaign.ts'
import { fullDisk, fullQuota } from './space.ts'

const { values } = parseArgs({
  options: { cuts: { type: 'string', default: '50' }, 'server-cuts': { type: 'string' }, seed: { type: 'string', default: '1' }, 'no-space': { type: 'boolean', default: false } },
})
const phoneCuts = Number(values.cuts)
const serverCuts = Number(values['server-cuts'] ?? values.cuts)
const seed = Number(values.seed)

let bad = 0
function list(what: string, found: readonly string[]): void {
  bad += found.length
  console.log(`  ${what.padEnd(34)} ${found.length}`)
  for (const each of found.slice(0, 10)) console.log(`    ${each}`)
}

const began = performance.now()
const { kills, duringStep, tried, acknowledged, acknowledgedPhotos, delivered, photosDelivered, lost, doubled, torn } = await killCampaign({ seed, phoneCuts, serverCuts, say: console.log })
const spread = (of: object) => Object.entries(of).map(([work, times]) => `${work} ${times}`).join(', ')
console.log(`\nKills (seed ${seed}, ${((performance.now() - began) / 1000).toFixed(0)} s)`)
console.log(`  ${'of the phone'.padEnd(34)} ${phoneCuts}: ${spread(kills.phone)} (${duringStep} before the step had ended)`)
console.log(`  ${'of the server'.padEnd(34)} ${serverCuts}: ${spread(kills.server)}`)
console.log(`  ${'written, acknowledged or not'.padEnd(34)} ${tried}`)
console.log(`  ${'acknowledged'.padEnd(34)} ${acknowledged} entries, ${acknowledgedPhotos} photographs`)
console.log(`  ${'delivered'.padEnd(34)} ${delivered} entries, ${photosDelivered} photographs`)
list('lost', lost)
list('doubled', doubled)
list('torn', torn)

if (!values['no-space']) {
  for (const [what, run] of [['Quota of the browser', fullQuota], ['Full disk', fullDisk]] as const) {
    const space = await run()
    console.log(`\n${what}`)
    if (space.kind === 'cannot') {
      console.log(`  not run: ${space.why}`)
      continue
    }
    console.log(`  ${'written before it was full'.padEnd(34)} ${space.before} entries`)
    console.log(`  ${'refused while full'.padEnd(34)} ${space.refused.length} writes: ${[...new Set(space.refused)].join(', ')}`)
    console.log(`  ${'written while full (small ones)'.padEnd(34)} ${space.small}`)
    console.log(`  ${'written after there was room'.padEnd(34)} ${space.after}, then ${space.delivered} delivered`)
    console.log(`  ${'given back by the journal'.padEnd(34)} ${space.restored?.entries ?? 0} entries, ${space.restored?.photos ?? 0} photographs`)
    list('wrong', space.wrong)
  }
}

for (const damage of damages) {
  const { acknowledged, sent, restored, delivered, ...found } = await damagePhone(damage)
  console.log(`\nDamaged database: ${damage}`)
  console.log(`  ${'acknowledged'.padEnd(34)} ${acknowledged} entries, ${sent} sent before`)
  console.log(`  ${'given back by the journal'.padEnd(34)} ${restored?.entries ?? 0} entries, ${restored?.photos ?? 0} photographs`)
  console.log(`  ${'delivered'.padEnd(34)} ${delivered} entries`)
  list('lost', found.lost)
  list('doubled', found.doubled)
  list('torn', found.torn)
}
process.exit(bad === 0 ? 0 : 1)
