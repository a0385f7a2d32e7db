/** `simulator`: the simulated platform alone on a port of this machine, to try settings and clients against. */
import Fastify from 'fastify'
import { SIMULATOR_BAGSBH } from '../../platform/simulator/credentials.ts'
import { SIMULATOR_TOKEN } from '../../platform/settings.ts'
import { demoPeople } from '../../platform/simulator/people.ts'
import { SIMULATOR_PATH, simulatorPlugin } from '../../platform/simulator/plugin.ts'
import { demoProjects } from '../../platform/simulator/projects.ts'
import { exit, Unusable, type Exit, type Terminal } from './terminal.ts'

export async function runSimulator({ port = '0', namespace }: { port?: string | undefined; namespace?: string | undefined }, { say, now, untilStopped }: Terminal): Promise<Exit> {
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw new Unusable('端口要写 0 到 65535 的整数。')
  const app = Fastify({ forceCloseConnections: true })
  await app.register(simulatorPlugin, { now, ...(namespace !== undefined && { namespace }) })
  const address = await app.listen({ port: Number(port), host: '127.0.0.1' }).catch((cause: unknown) => {
    throw new Unusable('端口已被占用，请换一个。', { cause })
  })
  say('模拟平台已启动（只限本机，全是演示数据）。另开一个终端，用下面的设置来试：')
  say([
    `PLATFORM_ENDPOINT=${address}${SIMULATOR_PATH}`, `PLATFORM_TOKEN=${SIMULATOR_TOKEN}`, `PLATFORM_BAGSBH=${SIMULATOR_BAGSBH}`, 'PLATFORM_PERSON_IMAGE=GetWorkerImage1',
    ...(namespace === undefined ? [] : [`PLATFORM_NAMESPACE=${namespace}`, `PLATFORM_SOAP_ACTION_BASE=${namespace}`]),
    `PLATFORM_TEST_ID=${demoPeople[0]?.idNumber}`, `PLATFORM_TEST_PROJECT=${demoProjects[0].dataNumber}`,
  ].join(' \\\n'))
  say(`WSDL：${address}${SIMULATOR_PATH}?wsdl　各种故障的号码见 docs/simulator.md。按 Ctrl-C 结束。`)
  await untilStopped()
  await app.close()
  return exit.ok
}
