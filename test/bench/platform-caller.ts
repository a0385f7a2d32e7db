/** One way of asking about people, in a process of its own: `raw`, `gateway`, `soap` or `server`. */
import { createClientAsync } from 'soap'
import { Pool } from 'undici'
import type { IdNumber } from '#domain/identity.ts'
import { compactDay } from '#domain/time.ts'
import { spellParameters } from '../../server/platform/calls.ts'
import { writeRequest } from '../../server/platform/envelope.ts'
import { createGateway } from '../../server/platform/gateway.ts'
import { samPass } from '../../server/platform/pass.ts'
import { SIMULATOR_TOKEN, simulatorSettings } from '../../server/platform/settings.ts'
import { answerParent, cpuTaken } from './child.ts'

/** Asks about each person of a round; made ready before the clock runs. */
export type Ask = () => Promise<void>

export interface RoundOrder {
  people: string[]
  atOnce: number
}

export interface RoundTimes {
  /** From the first question to the last answer (ms). */
  ms: number
  /** CPU time of this process meanwhile (µs). */
  cpu: number
  /** ms, one per call. */
  latencies: number[]
}

const [way = '', endpoint = '', inspector = ''] = process.argv.slice(2)
const settings = { ...simulatorSettings(endpoint), rememberMs: 0 }

const ways: Record<string, () => Promise<{ ready: (person: string) => Ask; close: () => Promise<void> }>> = { raw, gateway, soap, server }
const { ready, close } = await ways[way]!()
answerParent({ round }, close)

async function round({ people, atOnce }: RoundOrder): Promise<RoundTimes> {
  const waiting = people.map(ready)
  const latencies: number[] = []
  const [began, cpu] = [performance.now(), cpuTaken()]
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (let ask = waiting.pop(); ask !== undefined; ask = waiting.pop()) {
      const asked = performance.now()
      await ask()
      latencies.push(performance.now() - asked)
    }
  }))
  return { ms: performance.now() - began, cpu: cpuTaken() - cpu, latencies }
}

function parametersOf(zjhm: string): { zjhm: string; token: string; pass: string } {
  return { zjhm, token: SIMULATOR_TOKEN, pass: samPass(zjhm, compactDay(Date.now()), SIMULATOR_TOKEN) }
}

/** The bytes that the gateway sends, written beforehand; those that come back are taken and not looked at. */
async function raw() {
  const { origin, pathname } = new URL(endpoint)
  const pool = new Pool(origin, { connections: settings.concurrency })
  const form = settings.calls.GetSAMInfo!
  return {
    ready: (person: string): Ask => {
      const { headers, body } = writeRequest(form, spellParameters(form, parametersOf(person)), settings)
      return async () => {
        const reply = await pool.request({ method: 'POST', path: pathname, headers, body })
        await reply.body.arrayBuffer()
        if (reply.statusCode !== 200) throw new Error(`status ${reply.statusCode}`)
      }
    },
    close: () => pool.close(),
  }
}

async function gateway() {
  const asked = createGateway(settings, { now: () => Date.now(), report: ({ detail }) => console.error(detail) })
  return {
    ready: (person: string): Ask => async () => {
      const { kind } = await asked.ask(person as IdNumber)
      if (kind !== 'code') throw new Error(kind)
    },
    close: () => asked.close(),
  }
}

/** As the package's own page has it: made from the WSDL. The result is left as the text it is. */
async function soap() {
  const client = await createClientAsync(`${endpoint}?wsdl`)
  return {
    ready: (person: string): Ask => {
      const given = parametersOf(person)
      return async () => {
        const [reply] = (await client.GetSAMInfoAsync(given)) as [{ GetSAMInfoResult?: string }]
        if (reply.GetSAMInfoResult === undefined) throw new Error('no result')
      }
    },
    close: async () => {},
  }
}

/** `POST /api/checks` of the server at the address of `inspector`. The CPU counted is the asker's. */
async function server() {
  const { url, cookie, ...rest } = JSON.parse(inspector) as Record<'url' | 'cookie' | 'visit' | 'device' | 'deviceSecret', string>
  const pool = new Pool(url)
  return {
    ready: (person: string): Ask => {
      const body = JSON.stringify({ ...rest, idNumber: person, carried: [] })
      return async () => {
        const reply = await pool.request({ method: 'POST', path: '/api/checks', headers: { 'content-type': 'application/json', cookie }, body })
        const text = await reply.body.text()
        if (!text.includes('"code"')) throw new Error(`status ${reply.statusCode}: ${text}`)
      }
    },
    close: () => pool.close(),
  }
}
