/** The platform that the settings name, or the simulator in this process when they name none; and whom to ask about in a test. */
import Fastify from 'fastify'
import { parseIdNumber, type IdNumber } from '#domain/identity.ts'
import { shanghaiDay } from '#domain/time.ts'
import { createGateway, type PlatformGateway } from '../../platform/gateway.ts'
import { readPlatformSettings, simulatorSettings, type PlatformSettings } from '../../platform/settings.ts'
import { demoPeople } from '../../platform/simulator/people.ts'
import { SIMULATOR_PATH, simulatorPlugin } from '../../platform/simulator/plugin.ts'
import { demoProjects } from '../../platform/simulator/projects.ts'
import { Unusable, type Terminal } from './terminal.ts'

export interface OpenPlatform {
  settings: PlatformSettings
  /** PLATFORM_TEST_ID; with the simulator one of its people. `null` when none is set. */
  person: IdNumber | null
  /** PLATFORM_TEST_PROJECT, a 项目数据指纹; with the simulator one of its projects. */
  project: string | null
  close: () => Promise<void>
}

/** Reads the settings as the server does. Throws `Unusable`. */
export async function openPlatform({ env, root, now }: Terminal): Promise<OpenPlatform> {
  const given = env['PLATFORM_TEST_ID'] || null
  const [person, project] = [given === null ? null : readPerson(given, now()), env['PLATFORM_TEST_PROJECT'] || null]
  if (env['PLATFORM_ENDPOINT'] || env['PLATFORM_SETTINGS']) return { settings: readSettings(env, root), person, project, close: async () => {} }
  const app = Fastify({ forceCloseConnections: true })
  await app.register(simulatorPlugin, { now })
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  return {
    settings: simulatorSettings(address + SIMULATOR_PATH),
    person: person ?? (demoPeople[0]?.idNumber as IdNumber),
    project: project ?? demoProjects[0].dataNumber,
    close: () => app.close(),
  }
}

function readSettings(env: Terminal['env'], root: string): PlatformSettings {
  try {
    return readPlatformSettings(env, root)
  } catch (cause) {
    throw new Unusable(cause instanceof Error ? cause.message : 'the settings of the platform cannot be used', { cause })
  }
}

/** A whole identity number; throws `Unusable` without repeating it. */
export function readPerson(text: string, now: number): IdNumber {
  const person = parseIdNumber(text, shanghaiDay(now))
  if (person.kind === 'id-number') return person.value
  throw new Unusable('身份证号码不完整或有误（应为 18 位，末位校验码须正确）。')
}

/** A gateway for one command: it does not remember, does not try twice and does not give up, so that each question shows what it meets. */
export function openGateway(settings: PlatformSettings, doors: Parameters<typeof createGateway>[1]): PlatformGateway {
  return createGateway({ ...settings, rememberMs: 0, retries: 0, breaker: { ...settings.breaker, faultsInARow: 1_000 } }, doors)
}
