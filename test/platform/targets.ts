/**
 * Whom the conformance suite is put to: the endpoint that PLATFORM_ENDPOINT (or PLATFORM_SETTINGS) names, or else the simulator under three
 * namespaces in each of three protocols. What differs between them is settings alone.
 */
import { join } from 'node:path'
import Fastify from 'fastify'
import { parseIdNumber, type IdNumber } from '#domain/identity.ts'
import { shanghaiDay } from '#domain/time.ts'
import { protocols } from '../../server/platform/envelope.ts'
import { readPlatformSettings, simulatorSettings, type PlatformSettings } from '../../server/platform/settings.ts'
import { demoPeople } from '../../server/platform/simulator/people.ts'
import { SIMULATOR_PATH, simulatorPlugin } from '../../server/platform/simulator/plugin.ts'
import { demoProjects } from '../../server/platform/simulator/projects.ts'

export interface Target {
  name: string
  /** The endpoint in them may be replaced by `open`. */
  settings: PlatformSettings
  /** Somebody with a code; on the roster of `project` and with photographs, where those calls are enabled. */
  person: IdNumber
  /** `null`: calls about a project are not tried. */
  project: string | null
  /** Projects on which nobody is. */
  emptyProjects: string[]
  /** Whether attendance may be filed. */
  uploads: boolean
  open(): Promise<{ endpoint: string; close: () => Promise<void> }>
}

const namespaces = [
  { namespace: 'http://tempuri.org/', soapActionBase: 'http://tempuri.org/' },
  { namespace: 'http://www.example.gov.cn/labour/services', soapActionBase: 'http://www.example.gov.cn/labour/services/' },
  { namespace: 'urn:smz:platform', soapActionBase: 'urn:smz:platform#' },
]

export const targets: Target[] = process.env['PLATFORM_ENDPOINT'] || process.env['PLATFORM_SETTINGS'] ? [endpointOf(process.env)] : namespaces.flatMap(simulatorsUnder)

function simulatorsUnder(spelling: (typeof namespaces)[number]): Target[] {
  return protocols.map((protocol) => ({
    name: `the simulator, ${spelling.namespace}, ${protocol}`,
    settings: { ...simulatorSettings('http://127.0.0.1/'), ...spelling, protocol },
    person: demoPeople[0]?.idNumber as IdNumber,
    project: demoProjects[0].dataNumber,
    emptyProjects: demoProjects.filter(({ engagements }) => engagements.length === 0).map(({ dataNumber }) => dataNumber),
    uploads: true,
    async open() {
      const app = Fastify({ forceCloseConnections: true })
      await app.register(simulatorPlugin, { now: () => Date.now(), ...spelling, attendanceDelayMs: 100 })
      const address = await app.listen({ port: 0, host: '127.0.0.1' })
      return { endpoint: address + SIMULATOR_PATH, close: () => app.close() }
    },
  }))
}

function endpointOf(env: NodeJS.ProcessEnv): Target {
  const settings = readPlatformSettings(env, join(import.meta.dirname, '../..'))
  const person = parseIdNumber(env['PLATFORM_TEST_ID'] ?? '', shanghaiDay(Date.now()))
  if (person.kind !== 'id-number') throw new Error('PLATFORM_TEST_ID must be the whole identity number of somebody who has a code')
  return {
    name: new URL(settings.endpoint).host,
    settings,
    person: person.value,
    project: env['PLATFORM_TEST_PROJECT'] || null,
    emptyProjects: env['PLATFORM_TEST_EMPTY_PROJECT'] ? [env['PLATFORM_TEST_EMPTY_PROJECT']] : [],
    uploads: env['PLATFORM_TEST_UPLOAD'] === '1',
    open: async () => ({ endpoint: settings.endpoint, close: async () => {} }),
  }
}
