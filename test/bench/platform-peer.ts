/** The simulated platform in a process of its own; counts what it is asked. */
import Fastify from 'fastify'
import { SIMULATOR_PATH, createSimulatorControl, simulatorPlugin, type DemoFault } from '../../server/platform/simulator/plugin.ts'
import { answerParent } from './child.ts'

const app = Fastify({ forceCloseConnections: true })
const control = createSimulatorControl()
let calls = 0
app.addHook('onRequest', async (request) => {
  if (request.method === 'POST') calls++
})
await app.register(simulatorPlugin, { now: () => Date.now(), control })
const endpoint = (await app.listen({ port: 0, host: '127.0.0.1' })) + SIMULATOR_PATH

answerParent({ endpoint: () => endpoint, calls: () => calls, outage: (fault: DemoFault | null) => control.setOutage(fault) }, () => app.close())
