/** The operator at a terminal, against a simulator of their own. */
import Fastify from 'fastify'
import { runCommand } from '../../../../server/cli/platform/commands.ts'
import { SIMULATOR_TOKEN } from '../../../../server/platform/settings.ts'
import { SIMULATOR_BAGSBH } from '../../../../server/platform/simulator/credentials.ts'
import { demoPeople } from '../../../../server/platform/simulator/people.ts'
import { SIMULATOR_PATH, createSimulatorControl, simulatorPlugin, type SimulatorOptions } from '../../../../server/platform/simulator/plugin.ts'
import { demoProjects } from '../../../../server/platform/simulator/projects.ts'

export const NOW = Date.parse('2026-11-22T04:00:00Z')
export const PERSON = demoPeople[0]!.idNumber
export const PROJECT = demoProjects[0].dataNumber

export interface Said {
  code: number
  text: string
}

/** Types `words`; `typed` are the lines that standard input then has. What runs until it is stopped runs while `meanwhile` does. */
export async function command(words: string[], env: Record<string, string> = {}, typed: string[] = [], meanwhile: (text: string) => Promise<void> = async () => {}): Promise<Said> {
  const lines: string[] = []
  const code = await runCommand(words, { env, root: '.', now: () => NOW, say: (line) => lines.push(line), readLine: async () => typed.shift() ?? '', untilStopped: () => meanwhile(lines.join('\n')) })
  return { code, text: lines.join('\n') }
}

/** A simulator that listens, and the settings that fit it. `actions` collects what it was asked. */
export async function standAlone(options: Partial<SimulatorOptions> = {}) {
  const actions: string[] = []
  const control = createSimulatorControl()
  const app = Fastify({ forceCloseConnections: true })
  app.addHook('onRequest', async (request) => void actions.push(`${request.headers.soapaction ?? request.url}`))
  await app.register(simulatorPlugin, { now: () => NOW, control, attendanceDelayMs: 0, ...options })
  const endpoint = (await app.listen({ port: 0, host: '127.0.0.1' })) + SIMULATOR_PATH
  const env = {
    PLATFORM_ENDPOINT: endpoint, PLATFORM_TOKEN: SIMULATOR_TOKEN, PLATFORM_BAGSBH: SIMULATOR_BAGSBH, PLATFORM_PERSON_IMAGE: 'GetWorkerImage1',
    PLATFORM_TEST_ID: PERSON, PLATFORM_TEST_PROJECT: PROJECT,
  }
  return { endpoint, env, control, actions, close: () => app.close() }
}
