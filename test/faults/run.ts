/**
 * `npm run test:faults -- --runs N [--seed S]`: the simulation, as long as one likes. `--mutants` plants one mistake after the other
 * instead and tells how soon each is caught. `--restores none|renamed|any`: how a server may be set back. `--losses`: databases
 * of phones come back empty. `--longest N`: steps.
 */
import { registerHooks } from 'node:module'
import { parseArgs } from 'node:util'
import { told } from './history.ts'

// Half of the time would go into checking signatures in JavaScript.
registerHooks({
  resolve: (name, context, next) => next(name === '@noble/ed25519' ? new URL('../support/faults/quick-ed25519.ts', import.meta.url).href : name, context),
})
const { campaign } = await import('./campaign.ts')
const { mutants, unplantable } = await import('./mutants.ts')

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    longest: { type: 'string', default: '14' },
    restores: { type: 'string', default: 'renamed' },
    mutants: { type: 'boolean', default: false },
    losses: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
  },
})
const [runs, seed, longest] = [values.runs, values.seed, values.longest].map(Number) as [number, number, number]
const ways = ['none', 'renamed', 'any'] as const
const restores = ways.find((way) => way === values.restores) ?? 'renamed'
process.exit((await (values.mutants ? plantAll() : simulate())) ? 0 : 1)

async function simulate(): Promise<boolean> {
  const began = performance.now()
  const pace = (done: number) => `${done} runs, ${((done / (performance.now() - began)) * 1000).toFixed(1)} a second`
  const { failure, figures, runs: done } = await campaign({ runs, seed, longest, restores: values.losses ? 'none' : restores, losses: values.losses, onRun: (count) => void (count % 500 === 0 && console.log(pace(count))) })
  console.log(`seed ${seed}: ${pace(done)}`)
  console.log(Object.entries(figures).map(([name, number]) => `${name} ${number}`).join(', '))
  if (failure === null) {
    console.log('lost 0, doubled 0')
    return true
  }
  console.log(`\nrun ${failure.run} of seed ${seed} goes wrong. The shortest history that does:\n${told(failure.shortest)}\n→ ${failure.wrong.join('\n→ ')}\n\n${JSON.stringify(failure.shortest)}`)
  return false
}

async function plantAll(): Promise<boolean> {
  const table: Record<string, string | number>[] = []
  for (const { name, plant, restores: only, losses = false } of mutants.filter(({ name }) => name.includes(values.only))) {
    const { failure } = await campaign({ runs, seed, longest, plant, restores: only ? restores : 'none', losses })
    table.push({ mutant: name, 'caught in run': failure?.run ?? 'not caught', 'shortest history': failure?.shortest.steps.length ?? '–' })
    console.log(`${name}: ${failure === null ? 'not caught' : `run ${failure.run}\n${told(failure.shortest)}\n→ ${failure.wrong[0] ?? ''}\n`}`)
  }
  console.table(table)
  for (const [name, why] of Object.entries(unplantable)) console.log(`${name}: not planted, because ${why}.`)
  return table.every((row) => row['caught in run'] !== 'not caught')
}
