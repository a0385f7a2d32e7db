/**
 * `npm run test:powercut -- --cuts 20 --seed 1`: the power of the phone and of the server is cut at random moments. With it the control,
 * which does not wait for the disk and has to lose: a cut that loses nothing of it would show nothing. Needs root and loop devices.
 */
import { parseArgs } from 'node:util'
import { cutPhone, relaxedPhone } from './powercut-phone.ts'
import { cutServer } from './powercut-server.ts'
import { noLoopDisk } from './loop-disk.ts'

const { values } = parseArgs({ options: { cuts: { type: 'string', default: '20' }, controls: { type: 'string', default: '4' }, seed: { type: 'string', default: '1' } } })
const [cuts, controls, seed] = [Number(values.cuts), Number(values.controls), Number(values.seed)]

const why = noLoopDisk()
if (why !== null) {
  console.log(`Power cuts not tested: ${why}`)
  process.exit(0)
}

let bad = 0
function list(what: string, found: readonly string[]): void {
  bad += found.length
  console.log(`  ${what.padEnd(34)} ${found.length}`)
  for (const each of found.slice(0, 10)) console.log(`    ${each}`)
}
function control(what: string, acknowledged: number, lost: number): void {
  console.log(`  ${what.padEnd(34)} ${acknowledged} acknowledged, ${lost} lost${lost === 0 ? ': THE TEST SAW NOTHING' : ''}`)
  if (lost === 0) bad += 1
}

console.log(`Power cuts (seed ${seed})`)
const phone = await cutPhone(seed, cuts)
console.log(`\nThe phone: ${cuts} cuts`)
console.log(`  ${'acknowledged'.padEnd(34)} ${phone.acknowledged} entries, ${phone.acknowledgedPhotos} photographs`)
console.log(`  ${'delivered at the end'.padEnd(34)} ${phone.delivered} entries`)
console.log(`  ${'databases that came back empty'.padEnd(34)} ${phone.emptied}`)
list('acknowledged and lost', phone.lost)
list('doubled', phone.doubled)
list('torn', phone.torn)
const relaxed = await relaxedPhone(seed, controls)
control(`control, relaxed, ${controls} cuts`, relaxed.acknowledged, relaxed.lost)

const server = await cutServer(seed, cuts)
console.log(`\nThe server: ${cuts} cuts`)
console.log(`  ${'receipts given'.padEnd(34)} ${server.receipts} entries, ${server.photoReceipts} photographs`)
console.log(`  ${'stored at the end'.padEnd(34)} ${server.stored} of ${server.written} written`)
list('receipted and lost', server.lost)
list('wrong', server.wrong)
control('control, synchronous=NORMAL', server.control.acknowledged, server.control.lost)
process.exit(bad === 0 ? 0 : 1)
