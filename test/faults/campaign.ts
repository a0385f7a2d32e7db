/** Many runs from one seed; of the first that goes wrong, the shortest history that still does. */
import fc from 'fast-check'
import { makeTemplate, type Template } from '../support/faults/mortal-server.ts'
import { histories, told, type History, type HistoryOptions } from './history.ts'
import { run, users, type Figures, type Plant } from './world.ts'

export interface CampaignOptions extends HistoryOptions {
  runs: number
  seed: number
  plant?: Plant
  /** Whether a history that goes wrong is made as short as it can be. */
  shrink?: boolean
  /** Told after each run. */
  onRun?: (runs: number) => void
}

export interface Failure {
  /** Which run of the seed, from 1. */
  run: number
  shortest: History
  wrong: string[]
}

export interface Outcome {
  runs: number
  figures: Figures
  failure: Failure | null
}

export async function campaign({ runs, seed, plant, shrink = true, onRun, ...options }: CampaignOptions): Promise<Outcome> {
  const template = await makeTemplate(users)
  try {
    return await withTemplate(template, { runs, seed, plant, shrink, onRun, ...options })
  } finally {
    template.remove()
  }
}

async function withTemplate(template: Template, { runs, seed, plant, shrink, onRun, ...options }: CampaignOptions & { plant: Plant | undefined; onRun: CampaignOptions['onRun'] | undefined }): Promise<Outcome> {
  const figures: Figures = { entries: 0, photos: 0, requests: 0, phoneDeaths: 0, serverDeaths: 0, faults: 0, restores: 0, losses: 0 }
  let done = 0
  const property = fc.asyncProperty(histories(options), async (history) => {
    const outcome = await withinTime(run(template, history, plant), history)
    done += 1
    for (const key of Object.keys(figures) as (keyof Figures)[]) figures[key] += outcome.figures[key]
    onRun?.(done)
    return outcome.wrong.length === 0
  })
  const result = await fc.check(property, { seed, numRuns: runs, endOnFailure: shrink === false })
  if (!result.failed) return { runs: result.numRuns, figures, failure: null }
  const [shortest] = result.counterexample!
  const wrong = await withinTime(run(template, shortest, plant), shortest).then((outcome) => outcome.wrong, (cause: unknown) => [String(cause)])
  return { runs: result.numRuns, figures, failure: { run: result.numRuns, shortest, wrong } }
}

const LONGEST_RUN = 60_000

/** A run that hangs is a run that fails, and says of which history. */
async function withinTime<T>(work: Promise<T>, history: History): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the run hangs:\n${told(history)}`)), LONGEST_RUN)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
