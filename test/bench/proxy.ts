/** What the server adds to a question: `POST /api/checks` beside the same SOAP bytes sent straight to the simulator, in turns. */
import Fastify from 'fastify'
import { checkCharacter } from '#domain/identity.ts'
import { addDays, compactDay } from '#domain/time.ts'
import { writeRequest } from '../../server/platform/envelope.ts'
import { samPass } from '../../server/platform/pass.ts'
import { SIMULATOR_TOKEN, simulatorSettings } from '../../server/platform/settings.ts'
import { SIMULATOR_PATH, simulatorPlugin } from '../../server/platform/simulator/plugin.ts'
import { newId, phoneOf, pushTo, visitStarted } from '../server/phone.ts'
import { proofOf, startServer, type TestServer } from '../support/server.ts'
import type { Row } from './rows.ts'

const ROUNDS = 5
const CALLS = 40
const AT_ONCE = 20

type Ask = (person: string) => Promise<Response>

interface Pace {
  /** ms, one per call. */
  latencies: number[]
  /** Calls per second, one per round. */
  throughputs: number[]
}

export async function proxy(): Promise<Row[]> {
  const simulator = Fastify({ forceCloseConnections: true })
  await simulator.register(simulatorPlugin, { now: () => Date.now() })
  const endpoint = (await simulator.listen({ port: 0, host: '127.0.0.1' })) + SIMULATOR_PATH
  const server = await startServer({ port: 0, config: { dailyChecks: 100_000 }, platform: { endpoint, token: SIMULATOR_TOKEN, deadlineMs: 8_000 } })
  try {
    const ways: [what: string, ask: Ask, pace: Pace][] = [
      ['SOAP straight to the simulator', straight(endpoint), { latencies: [], throughputs: [] }],
      ['POST /api/checks', await throughServer(server), { latencies: [], throughputs: [] }],
    ]
    // The first round warms up and is not counted.
    for (let round = 0; round <= ROUNDS; round++) {
      for (const [, ask, pace] of ways) await runRound(ask, people(round), round === 0 ? { latencies: [], throughputs: [] } : pace)
    }
    return ways.flatMap(([what, , { latencies, throughputs }]): Row[] => [
      { what: `${what}, ${AT_ONCE} at once`, unit: 'ms', values: latencies },
      { what: '  throughput', unit: 'per s', values: throughputs },
    ])
  } finally {
    await server.close()
    await simulator.close()
  }
}

async function runRound(ask: Ask, persons: string[], pace: Pace): Promise<void> {
  const waiting = [...persons]
  const began = performance.now()
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let person = waiting.pop(); person !== undefined; person = waiting.pop()) {
        const asked = performance.now()
        const reply = await ask(person)
        const text = await reply.text()
        if (!reply.ok || text.includes('"fault"')) throw new Error(`status ${reply.status}: ${text}`)
        pace.latencies.push(performance.now() - asked)
      }
    }),
  )
  pace.throughputs.push((persons.length * 1000) / (performance.now() - began))
}

/** People of nobody, others in every round, whom the simulator does not know: nothing about them is ever remembered. */
function people(round: number): string[] {
  return Array.from({ length: CALLS }, (_, n) => {
    const first17 = `320581${addDays('2001-01-01', round * CALLS + n).replaceAll('-', '')}000`
    return `${first17}${checkCharacter(first17)}`
  })
}

function straight(endpoint: string): Ask {
  const settings = simulatorSettings(endpoint)
  return (person) => {
    const pass = samPass(person, compactDay(Date.now()), SIMULATOR_TOKEN)
    const { headers, body } = writeRequest('GetSAMInfo', { zjhm: person, token: SIMULATOR_TOKEN, pass }, settings)
    return fetch(endpoint, { method: 'POST', headers, body })
  }
}

async function throughServer(server: TestServer): Promise<Ask> {
  const phone = phoneOf('wangjian')
  const visit = newId()
  const cookie = await server.signIn('wangjian')
  await pushTo(server, cookie, phone.device, [phone.write(visitStarted(visit))])
  return (person) =>
    fetch(`${server.url}/api/checks`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify({ visit, idNumber: person, ...proofOf(phone.device), carried: [] }),
    })
}
