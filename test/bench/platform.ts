/**
 * What asking the platform costs, side by side in alternating rounds: the bytes alone, through the gateway, by the `soap` package, and
 * through the whole server. The platform, each asker and the server are processes of their own, so that the CPU of each is its own.
 */
import { demoPeople } from '../../server/platform/simulator/people.ts'
import { startChild, type Child } from './child.ts'
import type { Caller } from './platform-bystander.ts'
import type { RoundOrder, RoundTimes } from './platform-caller.ts'
import type { Row } from './rows.ts'

const ROUNDS = 9
const WARM_UP = 3
const AT_ONCE = 50
const CREW = 40
const HANGING = 200
/** Within so long (ms) all of them have arrived, which is less than the deadline of each. */
const ARRIVAL = 25_000
/** Goals: CPU of the gateway against that of the bytes alone, and the slowest hundredth of others' requests while the platform hangs (ms). */
const MOST_CPU = 2.5
const PATIENCE = 100

const known = demoPeople.flatMap(({ colour, idNumber }) => (colour === 'none' ? [] : [idNumber]))
/** Everybody in turn, so that nobody is asked about twice at once. */
const strangers = (calls: number): string[] => Array.from({ length: calls }, (_, i) => known[i % known.length]!)
const oneOf = (calls: number): string[] => Array.from({ length: calls }, () => known[0]!)

interface Way {
  what: string
  asker: Child
  people: string[]
  /** Whose CPU counts: the asker's own unless a server is named. */
  server?: Child
  seen: { latencies: number[]; paces: number[]; cpu: number[]; reached: number[] }
}

export async function platform(): Promise<Row[]> {
  const children: Child[] = []
  const start = (file: string, ...args: string[]): Child => {
    const child = startChild(file, ...args)
    children.push(child)
    return child
  }
  try {
    const peer = start('platform-peer.ts')
    const endpoint = await peer.ask<string>('endpoint')
    const forgetful = start('platform-server.ts', endpoint, 'forget')
    const server = start('platform-server.ts', endpoint)
    const asker = (way: string, inspector = {}): Child => start('platform-caller.ts', way, endpoint, JSON.stringify(inspector))
    const [gateway, throughServer] = [asker('gateway'), asker('server', await forgetful.ask('inspector'))]
    const way = (what: string, asker: Child, people: string[], server?: Child): Way => ({ what, asker, people, ...(server && { server }), seen: { latencies: [], paces: [], cpu: [], reached: [] } })
    const raw = way('the bytes alone (undici)', asker('raw'), strangers(2_000))
    const cold = way('the gateway, everybody once', gateway, strangers(2_000))
    const ways = [
      raw, cold,
      way('the gateway, one person by all', gateway, oneOf(2_000)),
      way('the soap package', asker('soap'), strangers(500)),
      way('POST /api/checks, everybody once', throughServer, strangers(100), forgetful),
      way('POST /api/checks, one person by all', throughServer, oneOf(100), forgetful),
    ]
    for (let round = -WARM_UP; round < ROUNDS; round++) for (const one of ways) await runRound(one, peer, round >= 0)
    return [
      ...ways.flatMap(rowsOf),
      { what: 'CPU of the gateway / of the bytes alone', unit: '×', values: cold.seen.cpu.map((cpu, round) => cpu / raw.seen.cpu[round]!), goal: MOST_CPU },
      await crewTwice(peer, asker('server', await server.ask('inspector'))),
      ...(await meanwhile(peer, forgetful, start('platform-bystander.ts'))),
    ]
  } finally {
    for (const child of children.reverse()) await child.end()
  }
}

async function runRound({ asker, people, server, seen }: Way, peer: Child, counts: boolean): Promise<void> {
  const order: RoundOrder = { people, atOnce: AT_ONCE }
  const [reachedBefore, cpuBefore] = [await peer.ask<number>('calls'), await server?.ask<number>('cpu')]
  const times = await asker.ask<RoundTimes>('round', order)
  const cpu = server === undefined ? times.cpu : (await server.ask<number>('cpu')) - (cpuBefore ?? 0)
  if (!counts) return
  seen.latencies.push(...times.latencies)
  seen.paces.push((people.length * 1000) / times.ms)
  seen.cpu.push(cpu / people.length)
  seen.reached.push(((await peer.ask<number>('calls')) - reachedBefore) / people.length)
}

function rowsOf({ what, seen }: Way): Row[] {
  const reached = Math.max(...seen.reached)
  return [
    { what, unit: 'per s', values: seen.paces, note: `${reached.toFixed(2)} calls each at the platform` },
    { what: '  CPU per call', unit: 'µs', values: seen.cpu },
    { what: '  latency', unit: 'ms', values: seen.latencies, note: `p99 ${p99(seen.latencies).toFixed(1)} ms` },
  ]
}

/** A crew at the gate in the morning, and once more within the minute. */
async function crewTwice(peer: Child, asker: Child): Promise<Row> {
  const before = await peer.ask<number>('calls')
  for (let time = 0; time < 2; time++) await asker.ask('round', { people: known.slice(0, CREW), atOnce: 4 } satisfies RoundOrder)
  return { what: `a crew of ${CREW} scanned twice`, unit: 'calls', values: [(await peer.ask<number>('calls')) - before], goal: CREW }
}

/** What others notice once two hundred questions hang: the burst of their arrival, each written down before it is asked, is not in it. */
async function meanwhile(peer: Child, server: Child, bystander: Child): Promise<Row[]> {
  await peer.ask('outage', 'hang')
  const caller = await server.ask<Caller>('inspector')
  await bystander.ask('ask', { ...caller, people: demoPeople.slice(0, HANGING).map(({ idNumber }) => idNumber) })
  const until = performance.now() + ARRIVAL
  while ((await server.ask<number>('pending')) < HANGING) {
    if (performance.now() > until) throw new Error('the questions did not come to hang')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const read = (path: string): Promise<number[]> => bystander.ask('read', { ...caller, path })
  const [session, pull] = await Promise.all([read('/api/session'), read('/api/entries')])
  const pending = await server.ask<number>('pending')
  const row = (what: string, latencies: number[]): Row => ({
    what: `${what}, p99 while the platform hangs`, unit: 'ms', values: [p99(latencies)], goal: PATIENCE, note: `${latencies.length} requests, ${pending} checks pending`,
  })
  return [row('GET /api/session', session), row('GET /api/entries', pull)]
}

function p99(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * 0.99)] ?? NaN
}
