import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { makeTemplate, type Template } from '../support/faults/mortal-server.ts'
import { campaign } from './campaign.ts'
import { told, type History, type Step, type Writing } from './history.ts'
import { mutants } from './mutants.ts'
import { run, users } from './world.ts'

// Half of the time would go into checking signatures in JavaScript.
vi.mock('@noble/ed25519', () => import('../support/faults/quick-ed25519.ts'))

const SEED = 20_261_122
/** More of it where nobody waits; `npm run test:faults` is the campaign. */
const RUNS = process.env.CI ? 300 : 20

describe('phones, a server and a network on which everything goes wrong', () => {
  it('lose nothing and double nothing', async () => {
    const { failure } = await campaign({ runs: RUNS, seed: SEED, longest: 12, restores: 'any' })
    expect(failure === null ? [] : [told(failure.shortest), ...failure.wrong]).toEqual([])
  }, 120_000)

  it('lose nothing that was kept when a phone’s database comes back empty', async () => {
    const { failure } = await campaign({ runs: RUNS, seed: SEED, longest: 12, restores: 'none', losses: true })
    expect(failure === null ? [] : [told(failure.shortest), ...failure.wrong]).toEqual([])
  }, 120_000)

  it('lead to the same end whenever they start from the same seed', async () => {
    const options = { runs: 6, seed: SEED + 1, longest: 12, restores: 'none' } as const
    expect((await campaign(options)).figures).toEqual((await campaign(options)).figures)
  }, 120_000)
})

describe('the simulation sees a planted mistake:', () => {
  const quick = ['ack before send', 'server without dedupe', 'acknowledged by record, not by entry', 'pull overwrites what is here', 'photograph acknowledged with its entry', 'no journal beside the database']
  it.each(mutants.filter(({ name }) => quick.includes(name)))('$name', async ({ plant, losses = false }) => {
    const { failure } = await campaign({ runs: 60, seed: 1, longest: 14, restores: 'none', losses, plant, shrink: false })
    expect(failure).not.toBeNull()
  }, 120_000)
})

describe('a server set back to an older backup', () => {
  let template: Template
  beforeAll(async () => {
    template = await makeTemplate(users)
  })
  afterAll(() => template.remove())

  const writes = (what: Writing, phone = 0): Step => ({ do: 'act', phone, act: { act: 'write', what }, faults: [], dieAt: null })
  const syncs = (dieAt: number | null = null, phone = 0): Step => ({ do: 'act', phone, act: { act: 'sync' }, faults: [], dieAt })
  const restored = (renamed: boolean): Step => ({ do: 'restore', renamed })
  const outcome = async (steps: Step[], phones = 1): Promise<string[]> => {
    const history: History = { seed: 1, phones, batch: 200, steps }
    return (await run(template, history)).wrong
  }

  // Signing in again saves the new epoch before any pull has seen it.
  it('has brought back under a new epoch what the phone had delivered, though somebody signed in first', async () => {
    expect(await outcome([writes('answer'), syncs(), restored(true)])).toEqual([])
  })

  // The reply names no head for an area without entries.
  it('has brought back under the same epoch what the phone had delivered when the whole area was forgotten', async () => {
    expect(await outcome([writes('answer'), syncs(), restored(false), syncs()])).toEqual([])
  })

  // What gave the loss away and what follows from it are one transaction.
  it('has brought back under the same epoch what the phone had delivered, though the phone died while it noticed', async () => {
    const steps: Step[] = [writes('answer'), syncs(), { do: 'back-up' }, writes('answer'), syncs(), restored(false)]
    for (let crossing = 1; crossing <= 60; crossing += process.env.CI ? 1 : 6) expect(await outcome([...steps, syncs(crossing)])).toEqual([])
  }, 120_000)

  // The area's numbers are past this phone's cursor again before it looks: only the server's head of this device can tell.
  it('has brought back under the same epoch what a phone had delivered, though another phone wrote first', async () => {
    expect(await outcome([writes('answer'), syncs(), restored(false), writes('answers', 1), syncs(null, 1)], 2)).toEqual([])
  })

  it('has brought back the photographs of entries that were kept apart', async () => {
    expect(await outcome([writes('photo'), { do: 'account', user: 0, becomes: 'moved' }, syncs(), restored(false), writes('answer')])).toEqual([])
  })
})
